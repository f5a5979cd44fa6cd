import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** All islands of every page are one script: the browser has it after the first page. */
const ISLANDS_BYTES_MAX = 60 * 1024;
const STYLES_BYTES_MAX = 16 * 1024;

const path = (file: string): string =>
  fileURLToPath(new URL(`../../dashboards/${file}`, import.meta.url));

/** As dashboards/bundle.mjs makes them. */
async function zipped(entry: string, options: object): Promise<number> {
  const { outputFiles } = await build({
    ...{ entryPoints: [path(entry)], bundle: true, minify: true, write: false, outdir: "out" },
    ...{ legalComments: "none", logLevel: "silent", ...options },
  });
  const [file] = outputFiles;
  return file === undefined ? Number.POSITIVE_INFINITY : gzipSync(file.contents).length;
}

test("the islands of a page are less than 60 kB together, its styles less than 16 kB, zipped", async () => {
  const script = await zipped("islands/main.ts", { format: "esm", target: "es2022" });
  const style = await zipped("styles/main.css", { target: "chrome123" });
  expect(script).toBeLessThan(ISLANDS_BYTES_MAX);
  expect(style).toBeLessThan(STYLES_BYTES_MAX);
});
