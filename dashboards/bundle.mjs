// Bundles the scripts and styles of the pages into dist/assets, each named by a hash of its content,
// with a manifest that says which is which. Run by `npm run build`.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = join(here, "dist", "assets");
await mkdir(out, { recursive: true });

const hashed = (name, extension, body) =>
  `${name}-${createHash("sha256").update(body).digest("hex").slice(0, 12)}.${extension}`;

const common = {
  bundle: true,
  minify: true,
  write: false,
  outdir: out,
  legalComments: "none",
  logLevel: "warning",
};
const [script, style, icon] = await Promise.all([
  build({
    ...common,
    entryPoints: [join(here, "islands", "main.ts")],
    format: "esm",
    target: "es2022",
  }),
  build({ ...common, entryPoints: [join(here, "styles", "main.css")], target: "chrome123" }),
  readFile(join(here, "styles", "icon.svg")),
]);

const files = {
  script: { name: "tiltmeter", extension: "js", body: script.outputFiles[0].contents },
  style: { name: "tiltmeter", extension: "css", body: style.outputFiles[0].contents },
  icon: { name: "icon", extension: "svg", body: icon },
};
const manifest = {};
for (const [kind, { name, extension, body }] of Object.entries(files)) {
  manifest[kind] = hashed(name, extension, body);
  await writeFile(join(out, manifest[kind]), body);
}
// The manifest changes in one step, so that a reader finds the old names or the new ones.
await writeFile(join(out, "manifest.next"), JSON.stringify(manifest));
await rename(join(out, "manifest.next"), join(out, "manifest.json"));

const kept = new Set(["manifest.json", ...Object.values(manifest)]);
for (const file of await readdir(out)) {
  if (!kept.has(file)) await rm(join(out, file), { force: true });
}
