import { execFile, execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startReceiver } from "./receiver.ts";

// The package as users install it: packed once, unpacked beside nothing but its peers, compiled against and run. It is
// packed from what the build wrote.

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const bin = (path: string): string => join(root, "node_modules", path);
const dist = join(root, "sdk/dist");
const home = mkdtempSync(join(tmpdir(), "tiltmeter-package-"));
const installed = join(home, "node_modules/@tiltmeter/sdk");
const CORE_BYTES_MAX = 40_000;

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

let tarball = "";
beforeAll(() => {
  // Not built here: other tests run what lies there.
  if (!existsSync(join(dist, "package.json"))) {
    throw new Error("sdk/dist holds no package: run npm run build first");
  }
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", home], {
    cwd: dist,
  });
  tarball = join(home, readdirSync(home).find((file) => file.endsWith(".tgz")) ?? "");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  for (const peer of ["@opentelemetry", "@types", "undici-types"]) {
    if (existsSync(bin(peer))) symlinkSync(bin(peer), join(home, "node_modules", peer));
  }
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

// The manifest that the build wrote; its shape is what npm says.
const manifest = (): Manifest => JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

test("publint and arethetypeswrong find nothing, for any kind of resolution", async () => {
  const { messages } = await publint({ pkgDir: installed });
  expect(messages).toEqual([]);
  // Packed where it is developed it holds, too, although it is not what is published.
  expect((await publint({ pkgDir: join(root, "sdk"), pack: "npm" })).messages).toEqual([]);
  const attw = bin("@arethetypeswrong/cli/dist/index.js");
  const { stdout } = await run(process.execPath, [attw, tarball, "--format", "table-flipped"]);
  expect(stdout).toContain("No problems found");
});

test("the core is at most 40 kB, minified and gzipped, and has no dependency but OpenTelemetry's API as a peer", async () => {
  // Split, as bundlers and Node load it: what is loaded only when it is used comes in files of its own.
  const { outputFiles, metafile } = await build({
    entryPoints: { core: join(installed, "index.js") },
    bundle: true,
    splitting: true,
    minify: true,
    platform: "node",
    format: "esm",
    external: ["@opentelemetry/api"],
    metafile: true,
    write: false,
    outdir: join(home, "bundled"),
    absWorkingDir: home,
  });
  const core = loadedWith("bundled/core.js", metafile.outputs);
  const bytes = outputFiles
    .filter(({ path }) => core.has(relative(home, path)))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  expect(bytes).toBeLessThanOrEqual(CORE_BYTES_MAX);
  expect(bytes).toBeGreaterThan(CORE_BYTES_MAX / 2);
  const outside = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path))
    .filter((path) => !path.startsWith("node:"));
  expect([...new Set(outside)]).toEqual(["@opentelemetry/api"]);
  expect(Object.keys(manifest().dependencies ?? {})).toEqual([]);
});

/** An output and all that it imports at once, and these in turn. */
function loadedWith(
  path: string,
  outputs: Metafile["outputs"],
  known = new Set<string>(),
): Set<string> {
  if (known.has(path)) return known;
  known.add(path);
  for (const { kind, path: next } of outputs[path]?.imports ?? []) {
    if (kind === "import-statement" && outputs[next] !== undefined)
      loadedWith(next, outputs, known);
  }
  return known;
}

test("what is published are modules and their declarations, without sources, maps and what is the workspace's alone", () => {
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  const odd = files.filter(
    (file) =>
      /\.[a-z]+$/.test(file) &&
      !/(\.js|\.d\.ts|(^|cjs\/)package\.json|^README\.md)$/.test(file.replaceAll("\\", "/")),
  );
  expect(odd).toEqual([]);
  expect(files).toContain("LICENSE");
  expect(JSON.stringify(manifest())).not.toMatch(/source|devDependencies|private|dist\//);
  for (const file of files.filter((each) => /\.(js|d\.ts)$/.test(each))) {
    expect(readFileSync(join(installed, file), "utf8"), file).not.toContain("@tiltmeter/rules");
  }
});

/** Entries that a program can name; of those for a whole folder, one. */
const entries = (): readonly string[] =>
  Object.keys(manifest().exports)
    .filter((path) => !path.endsWith(".json"))
    .map((path) => `@tiltmeter/sdk${path.slice(1).replace("*", "to-wire")}`);

/** Set up apart (`npm ci --prefix test/node-versions`): as a dependency each would be the node of npm's scripts. */
const otherNode = (name: string): string =>
  join(root, "test/node-versions/node_modules", name, "bin/node");

const nodes = [
  [process.versions.node.split(".")[0] ?? "", process.execPath],
  ["22", otherNode("node-22")],
  ["24", otherNode("node-24")],
] as const;

test.each([
  ["an ES module, nodenext", "module", "nodenext", "nodenext"],
  ["CommonJS, nodenext", "commonjs", "nodenext", "nodenext"],
  ["an ES module, node16", "module", "node16", "node16"],
  ["CommonJS, node16", "commonjs", "node16", "node16"],
  ["an ES module, bundler", "module", "esnext", "bundler"],
] as const)(
  "a program compiles as %s and runs on Node 20, 22 and 24",
  async (_, type, module, moduleResolution) => {
    const folder = join(home, `${type}-${module}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
    copyFileSync(join(root, "test/sdk/consumers/consumer.ts"), join(folder, "consumer.ts"));
    const compilerOptions = {
      target: "es2022",
      lib: ["es2022", "esnext.disposable"],
      module,
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      // Our own declarations are checked, too; those of Node and of OpenTelemetry are in them.
      skipLibCheck: false,
      types: ["node"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    const compiled = await run(process.execPath, [bin("typescript/bin/tsc"), "-p", folder]).catch(
      (error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }),
    );
    expect(compiled.stdout).toBe("");

    for (const [version, node] of nodes) {
      if (!existsSync(node)) {
        console.warn(`Node ${version} is not installed here: the program is not run on it`);
        continue;
      }
      await using receiver = await startReceiver();
      const { stdout, stderr } = await run(node, [join(folder, "consumer.js"), receiver.url]);
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual({
        answer: { approved: true },
        isSent: true,
        name: "aims.prediction.id",
        wrapped: 3,
      });
      const sent = receiver
        .records()
        .map(({ eventName, attributes }) => [
          eventName,
          attributes["aims.prediction.features"] ?? attributes["aims.oversight.action"],
        ]);
      expect(sent).toContainEqual(["aims.prediction", { income: "20000..50000" }]);
      expect(sent).toContainEqual(["aims.oversight.decision", "confirm"]);
    }
  },
);

test("every entry loads by import and by require, alone, and exports the same names", async () => {
  const script = `
    const names = (of) => Object.keys(of).filter((name) => name !== "default" && name !== "module.exports").sort();
    const [entry] = process.argv.slice(1);
    const required = names(require(entry));
    import(entry).then((imported) => console.log(JSON.stringify([required, names(imported)])));
  `;
  for (const entry of entries()) {
    const { stdout } = await run(process.execPath, ["-e", script, entry], { cwd: home });
    const [required, imported] = JSON.parse(stdout);
    expect(required, entry).toEqual(imported);
    expect(required.length, entry).toBeGreaterThan(0);
  }
});
