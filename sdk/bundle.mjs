// Makes what is published, in `dist/`, of what the compiler wrote there (`npm run build`); `npm publish ./sdk/dist`:
//
// - ES modules, as the compiler wrote them, but for `tally.js`, into which the code of the rules that counts features is
//   put, so that the published package depends on no other.
// - `cjs/`: the same files for `require`, one to one, so that every entry shares its modules with the others.
// - Declarations of both (`types/`, and beside the files of `cjs/`), whose imports name `.js` files as compilers of every version expect.
// - `package.json`: that of the workspace without what only the workspace has, its sources first of all.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const cjs = join(dist, "cjs");
const types = join(dist, "types");
const isOurs = (file) => !/^(dist|node_modules)\//.test(file);
const sources = readdirSync(here, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /(?<!\.d)\.ts$/.test(file) && isOurs(file));

const shared = {
  bundle: true,
  target: "es2023",
  // From the sources, so that it is new whatever the compiler found unchanged.
  conditions: ["source"],
  sourcemap: false,
  logLevel: "warning",
};

await build({
  ...shared,
  entryPoints: [join(here, "tally.ts")],
  outfile: join(dist, "tally.js"),
  format: "esm",
  platform: "neutral",
});

for (const folder of [cjs, types]) rmSync(folder, { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: sources.map((file) => join(here, file)),
  outbase: here,
  outdir: cjs,
  format: "cjs",
  platform: "node",
  external: ["@opentelemetry/*"],
  plugins: [{ name: "one file each", setup: keepApart }],
});
writeFileSync(join(cjs, "package.json"), '{ "type": "commonjs" }\n');
await Promise.all(sources.map(declare));
writeFileSync(join(dist, "package.json"), `${JSON.stringify(published(), null, 2)}\n`);
for (const file of ["README.md", "LICENSE"]) copyFileSync(join(here, file), join(dist, file));

/** Leaves our own files to be required; what they take from the rules is put into them. */
function keepApart({ onResolve }) {
  onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
    const isFromOurs = importer.startsWith(here) && isOurs(importer.slice(here.length));
    return isFromOurs ? { path: path.replace(/\.ts$/, ".js"), external: true } : null;
  });
}

/** The declarations of one file, for both; the compiler goes on with those that it wrote. */
async function declare(file) {
  const name = file.replace(/\.ts$/, ".d.ts");
  const up = "../".repeat(name.split("/").length - 1) || "./";
  const declared = portable(await readFile(join(dist, name), "utf8")).replace(
    /"@tiltmeter\/rules\/profile\/([\w-]+)"/g,
    (_, of) => {
      declareRules(`${of}.d.ts`);
      return `"${up}rules/${of}.js"`;
    },
  );
  for (const folder of [types, cjs]) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), declared);
  }
}

/** What declarations of ours name of the rules, with what that names in turn: nobody can install the rules. */
function declareRules(name) {
  const from = join(here, "../rules/dist/profile", name);
  const declared = portable(readFileSync(from, "utf8"));
  for (const folder of [types, cjs]) {
    mkdirSync(join(folder, "rules"), { recursive: true });
    writeFileSync(join(folder, "rules", name), declared);
  }
  for (const [, next] of declared.matchAll(/from "\.\/([\w-]+)\.js"/g))
    declareRules(`${next}.d.ts`);
}

function portable(declarations) {
  return declarations
    .replace(/(from |import\()"(\.{1,2}\/[^"]+)\.ts"/g, '$1"$2.js"')
    .replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
}

/** Paths are those within `dist`. */
function published() {
  const manifest = JSON.parse(readFileSync(join(here, "package.json"), "utf8"), (_, value) =>
    typeof value === "string" && value.startsWith("./dist/") ? `./${value.slice(7)}` : value,
  );
  for (const own of ["private", "devDependencies"]) delete manifest[own];
  for (const entry of Object.values(manifest.exports)) delete entry.source;
  return { ...manifest, files: ["**/*.js", "types", "cjs"] };
}
