// `npm run faults` and `npm run faults:release`: every run of the fault suite in turn, and a report. See `--help`.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem, type } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commandOf, duration, grouped, htmlOf } from "./report.mjs";
import { RUNS } from "./runs.mjs";

const HELP = `npm run faults [-- OPTIONS]           sizes of a pull request: some minutes
npm run faults:release [-- OPTIONS]   sizes of a release: some hours on two cores

Breaks things on purpose and looks whether the promises hold: each run in a process of its own, from one seed. Ends with 0
where no fault was found, 1 where one was; a run that cannot be made here, such as without strace, says so and is skipped.

  --seed N        what every run draws from (default: a random one, which is printed)
  --only TEXT     the runs whose name or file has this; may be given several times
  --report FILE   where the report goes, a page; its figures go beside it as .json (default: faults-report.html)
  --list          the runs and their sizes, and nothing else
  --help          this

A variable that is set already gives that run another size: TILTMETER_KILLS=100 npm run faults -- --only kills.`;

const { values: options } = parseArgs({
  options: {
    release: { type: "boolean", default: false },
    seed: { type: "string" },
    only: { type: "string", multiple: true, default: [] },
    report: { type: "string", default: "faults-report.html" },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const refuse = (message) => {
  console.error(message);
  process.exit(2);
};
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const isRelease = options.release;
const only = options.only.map((text) => text.toLowerCase());
const runs = RUNS.filter(
  ({ name, file }) =>
    only.length === 0 || only.some((text) => name.includes(text) || file.includes(text)),
);
if (runs.length === 0) refuse(`no run has ${only.join(" or ")} in its name; --list shows them`);
const seed = Number(options.seed ?? Math.floor(Math.random() * 1_000_000_000));
if (!Number.isSafeInteger(seed)) refuse(`--seed is a whole number, got ${options.seed}`);

const wanted = ({ variable, pullRequest, release: large }) =>
  process.env[variable] ?? String(isRelease ? large : pullRequest);
const sizeText = ({ sizes }) =>
  sizes.map((size) => `${grouped(Number(wanted(size)))} ${size.unit}`).join(", ") || "as it is";
if (options.list) {
  for (const run of runs) console.log(`${run.name}: ${sizeText(run)}\n    ${run.promise}`);
  process.exit(0);
}

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(folder, "../..");
const scratch = mkdtempSync(join(tmpdir(), "tiltmeter-faults-"));
let child = null;
let isInterrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    isInterrupted = true;
    if (child !== null) endGroup("SIGTERM");
  });
}

const startedAt = new Date().toISOString();
const report = {
  ...{ isRelease, seed, startedAt, seconds: 0 },
  ...{ machine: machineLine(), version: versionLine(), outcomes: [] },
};
console.log(`${report.machine}; ${report.version}`);
console.log(`seed ${seed}: ${commandOf(report)}\n`);
const begunMs = performance.now();
for (const run of runs) {
  if (isInterrupted) break;
  const outcome = await outcomeOf(run);
  report.outcomes.push(outcome);
  report.seconds = (performance.now() - begunMs) / 1000;
  writeReport();
  const figures = Object.entries(outcome.figures).map(
    ([name, value]) => `${grouped(value)} ${name}`,
  );
  console.log(
    `${outcome.state.padEnd(8)} ${run.name}, ${outcome.size}: ${duration(outcome.seconds)}; ${figures.join(", ")}`,
  );
  for (const text of [...outcome.notes, ...outcome.found]) console.log(`         ${text}`);
}
rmSync(scratch, { recursive: true, force: true });
const isGood = report.outcomes.every(({ state }) => state === "passed" || state === "skipped");
console.log(
  `\n${options.report}: ${isGood && !isInterrupted ? "no fault found" : "not good"}, seed ${seed}`,
);
process.exit(isInterrupted ? 130 : isGood ? 0 : 1);

/** One run in a process of its own. */
async function outcomeOf(run) {
  const results = join(scratch, "results.json");
  const told = join(scratch, "figures.jsonl");
  for (const path of [results, told]) rmSync(path, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const file = join(folder, run.file);
  const begun = performance.now();
  const before = childSeconds();
  child = spawn(
    process.execPath,
    [vitest, "run", file, "--reporter=json", `--outputFile=${results}`],
    {
      cwd: root,
      env: {
        ...process.env,
        ...Object.fromEntries(run.sizes.map((size) => [size.variable, wanted(size)])),
        TILTMETER_SEED: String(seed),
        TILTMETER_FAULT_FIGURES: told,
      },
      stdio: ["ignore", "ignore", "pipe"],
      // With what it starts in a group of its own: a collector outlives the test that started it and was ended.
      detached: true,
    },
  );
  let errors = "";
  child.stderr.on("data", (text) => {
    errors = `${errors}${text}`.slice(-4_000);
  });
  const stop = showProgress(run, begun);
  child.once("exit", () => endGroup("SIGKILL"));
  const [code] = await once(child, "close");
  stop();
  const seconds = (performance.now() - begun) / 1000;
  return {
    ...{ name: run.name, promise: run.promise, file: run.file, size: sizeText(run), seconds },
    cpuSeconds: childSeconds() - before,
    ...judged(results, { code, errors }),
    figures: figuresIn(told),
  };
}

/** Ends the run and all that it started. */
function endGroup(signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** What the tests of a run say; a run without a word of them has failed. */
function judged(results, { code, errors }) {
  if (isInterrupted) return { state: "interrupted", found: [], notes: [] };
  let tests;
  try {
    tests = JSON.parse(readFileSync(results, "utf8")).testResults;
  } catch {
    return { state: "failed", found: [`ended with ${code} and no result: ${errors}`], notes: [] };
  }
  const each = tests.flatMap(({ assertionResults }) => assertionResults);
  const found = [
    ...tests.filter(({ message }) => message).map(({ message }) => message),
    ...each.flatMap(({ title, failureMessages }) =>
      failureMessages.map((message) => `${title}\n${message.slice(0, 4_000)}`),
    ),
  ];
  const skipped = each.filter(({ status }) => status === "skipped" || status === "pending");
  const notes = skipped.map(({ title }) => `skipped: ${title}`);
  if (code !== 0 || found.length > 0) {
    return { state: "failed", found: found.length > 0 ? found : [errors], notes };
  }
  return { state: skipped.length === each.length ? "skipped" : "passed", found, notes };
}

function figuresIn(path) {
  try {
    const lines = readFileSync(path, "utf8").split("\n");
    return Object.assign(
      {},
      ...lines.filter((line) => line !== "").map((line) => JSON.parse(line)),
    );
  } catch {
    return {}; // the run told nothing
  }
}

/** Processor time of children that have ended, in seconds; 0 where the system does not say. */
function childSeconds() {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

/** The run and how long it has taken so far, on a terminal; returns how to end it. */
function showProgress(run, begun) {
  if (!process.stdout.isTTY) return () => {};
  const at = `${report.outcomes.length + 1} of ${runs.length}`;
  const show = () => {
    const seconds = Math.floor((performance.now() - begun) / 1000);
    process.stdout.write(`\r\x1b[K${at}: ${run.name}, ${sizeText(run)}, ${duration(seconds)}`);
  };
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    process.stdout.write("\r\x1b[K");
  };
}

function writeReport() {
  const path = resolve(options.report);
  writeFileSync(path, htmlOf(report));
  writeFileSync(`${path.replace(/\.html?$/, "")}.json`, `${JSON.stringify(report, null, 2)}\n`);
}

function machineLine() {
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(1);
  return `node ${process.version}, ${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${memory} GiB, ${type()} ${release()}`;
}

function versionLine() {
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  try {
    const git = (...rest) => execFileSync("git", rest, { cwd: root, encoding: "utf8" }).trim();
    const changed = git("status", "--porcelain") === "" ? "" : " with changes";
    return `version ${version}, commit ${git("rev-parse", "--short", "HEAD")}${changed}`;
  } catch {
    return `version ${version}`;
  }
}
