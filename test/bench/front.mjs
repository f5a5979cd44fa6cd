// A stand-in for a ClickHouse server in a process of its own: the HTTP front of the tests over the embedded engine.
//   node test/bench/front.mjs [FOLDER]
// The first line on standard output is "listening on http://127.0.0.1:PORT"; SIGTERM ends it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = fileURLToPath(new URL("../collector/store/http-front.ts", import.meta.url));
const [given] = process.argv.slice(2);
const folder = given ?? (await mkdtemp(join(tmpdir(), "tiltmeter-front-")));
// Beside the tests' output, from where packages are found.
const outfile = fileURLToPath(new URL(`../dist/bench-front-${process.pid}.mjs`, import.meta.url));
const packages = { packages: "external", platform: "node", format: "esm", target: "node20" };
await build({ entryPoints: [source], outfile, bundle: true, logLevel: "error", ...packages });
const { startHttpFront } = await import(outfile);
await rm(outfile);
const front = await startHttpFront(folder);
console.log(`listening on ${front.url}`);
process.on("SIGTERM", async () => {
  await front.close();
  if (given === undefined) await rm(folder, { recursive: true, force: true });
  process.exit(0);
});
