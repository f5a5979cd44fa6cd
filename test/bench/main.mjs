// `npm run bench`: every benchmark in turn, each a process of its own, and one table of what they found. Ratios come from one run;
// no figure is asserted. See `--help`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cellsOf, printFigures } from "./table.mjs";

/** In the order of the table; those behind the line show figures of their own and have none in it. */
const BENCHES = {
  sdk: ["sdk.mjs", "--rounds", "1"],
  decode: ["decode.mjs"],
  ingest: ["ingest.mjs"],
  "ingest-front": ["ingest.mjs", "--front"],
  notice: ["notice.mjs"],
  controls: ["controls.mjs"],
  statistics: ["statistics-speed.mjs"],
  storage: ["storage.mjs"],
  drift: ["drift.mjs"],
  pages: ["pages.mjs", "--settle", "20"],
  proxy: ["proxy.mjs"],
  spans: ["spans.mjs"],
  seals: ["seals.mjs"],
  rollups: ["rollups.mjs"],
  "simulated-year": ["simulated-year.mjs"],
  ledger: ["ledger.mjs"],
  duties: ["duties.mjs"],
  records: ["records.mjs"],
};

const HELP = `npm run bench [-- OPTIONS]

Every benchmark in turn, some three quarters of an hour on two cores, and a table of figures beside their peers and goals.
On a machine that does nothing else: trust ratios to about a quarter.

  --only A,B    of ${Object.keys(BENCHES).join(", ")}
  --keep NAME   writes the table to docs/benchmarks/NAME.md, for the changelog to cite
  --help        this

The table, and the figures as JSON, are in bench-results/ afterwards.`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    keep: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const only = options.only?.split(",") ?? Object.keys(BENCHES);
const unknown = only.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`--only names benchmarks of ${Object.keys(BENCHES).join(", ")}, got ${unknown}`);
  process.exit(2);
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tiltmeter-figures-"));
const into = join(folder, "figures.jsonl");
writeFileSync(into, "");
const failed = [];
for (const name of only) {
  console.log(`\n${name}`);
  const [file, ...args] = BENCHES[name];
  const child = spawn(process.execPath, [join(root, "test/bench", file), ...args], {
    stdio: "inherit",
    env: { ...process.env, TILTMETER_BENCH_FIGURES: into },
  });
  const [code] = await once(child, "exit");
  if (code !== 0) failed.push(name);
}
const figures = readFileSync(into, "utf8").split("\n").filter(Boolean).map(JSON.parse);
rmSync(folder, { recursive: true });

const { version } = JSON.parse(readFileSync(join(root, "collector/package.json"), "utf8"));
const machine = [
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
  `${Math.round(totalmem() / 2 ** 30)} GiB`,
  `Linux ${release()}`,
  `Node ${process.version}`,
].join(", ");
console.log(`\nTiltmeter ${version}, ${new Date().toISOString().slice(0, 10)}: ${machine}\n`);
printFigures(figures);
if (failed.length > 0)
  console.log(`\nended with an error or a goal that was missed: ${failed.join(", ")}`);
keep();

function keep() {
  const [heads, ...lines] = cellsOf(figures);
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const text = [
    `# Figures of ${new Date().toISOString().slice(0, 10)}`,
    `Tiltmeter ${version} on ${machine}. By \`npm run bench\`: each figure beside its peer in the same run. Trust ratios to about a quarter.`,
    [line(heads), line(heads.map(() => "---")), ...lines.map(line)].join("\n"),
  ].join("\n\n");
  const results = join(root, "bench-results");
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, "latest.md"), `${text}\n`);
  writeFileSync(
    join(results, "latest.json"),
    `${JSON.stringify({ machine, version, figures }, null, 2)}\n`,
  );
  if (options.keep === undefined) return;
  mkdirSync(join(root, "docs/benchmarks"), { recursive: true });
  writeFileSync(join(root, `docs/benchmarks/${options.keep}.md`), `${text}\n`);
}
