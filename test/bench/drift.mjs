// `tiltmeter drift` of two Parquet files of 200,000 rows and 16 columns, as a user runs it: from the
// start of the process to its end. Beside it what the engine takes to read the same files and no more.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Session } from "chdb";
import { report } from "./table.mjs";

const ROWS = 200_000;
const NUMBERS = 12;
const CATEGORIES = 4;
const RUNS = 5;
const LIMIT_SECONDS = 3;
const bin = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
const run = promisify(execFile);

const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-drift-"));
const session = new Session(join(folder, "engine"));
try {
  const [reference, current] = ["reference", "current"].map((name, shift) => {
    const file = join(folder, `${name}.parquet`);
    session.query(
      `SELECT ${columns(shift)} FROM numbers(${ROWS}) INTO OUTFILE '${file}' FORMAT Parquet`,
    );
    return file;
  });
  const times = [];
  let said = "";
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    const { stdout } = await run(process.execPath, [
      ...[bin, "drift", "--reference", reference, "--current", current, "--format", "json"],
    ]);
    times.push((performance.now() - started) / 1000);
    said = stdout;
  }
  const breaches = Object.entries(JSON.parse(said).columns)
    .filter(([, { verdict }]) => verdict === "breach")
    .map(([name]) => name);
  const peer = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    for (const file of [reference, current]) {
      session.query(`SELECT * FROM file('${file}', Parquet) FORMAT Null`);
    }
    return (performance.now() - started) / 1000;
  });
  const seconds = median(times);
  console.log(
    `  drift of 2 × ${ROWS} rows × ${NUMBERS + CATEGORIES} columns: median ${seconds.toFixed(2)} s of ${RUNS} (limit ${LIMIT_SECONDS} s, ${(seconds / LIMIT_SECONDS).toFixed(2)} of it); ` +
      `the engine reads the files in ${median(peer).toFixed(2)} s`,
  );
  report([
    {
      ...{ what: "tiltmeter drift, 2 × 200,000 rows × 16 columns", figure: seconds, unit: "s" },
      ...{ peer: "the engine reads the files", peerFigure: median(peer) },
      ...{ goal: "≤ 3 s", met: seconds <= LIMIT_SECONDS },
    },
  ]);
  console.log(`  found: ${breaches.join(", ")} (the one column that was shifted is n3)`);
} finally {
  session.close();
  await rm(folder, { recursive: true, force: true });
}

function columns(shift) {
  const numbers = Array.from(
    { length: NUMBERS },
    (_, i) =>
      `randNormal(${i === 3 ? i + shift : i}, ${1 + i / 4}, ${i + 1} + 100 * ${shift}) AS n${i}`,
  );
  const categories = Array.from(
    { length: CATEGORIES },
    (_, i) => `char(97 + rand(${i + 50}) % ${3 + i}) AS c${i}`,
  );
  return [...numbers, ...categories].join(", ");
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
