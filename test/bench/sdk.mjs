// `npm run bench:sdk`: what watching a call costs, beside what others take for it. Prints tables and asserts nothing about
// time. See `--help`.
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { report } from "./table.mjs";

const HELP = `npm run bench:sdk [-- OPTIONS]

What watching adds to a call, in one run beside a bare async call, OpenTelemetry's spans and logs, OpenInference,
OpenLLMetry and Langfuse, all of which record 28 values: 12 numbers, 9 texts, two ids, label, score, latency, model and version.

  --quick        one round of each, some two minutes; for a look
  --rounds N     rounds (default 4, some eight minutes), contestants in turn in each; the table shows the least of the
                 rounds' medians, since other work on the machine only ever adds, and in brackets their median
  --only TEXT    contestants whose name has this, beside the bare call, the span and the log
  --help         this

The span takes features as they come, as watching does; "names known" is the cheapest code for a single model.
Each contestant and measure is a process of its own: a context manager that one registers would slow the others. In it, bare and
recorded calls alternate in bursts of 256, between which the event loop has its turn; 2,048 in a row have none. "added" is beside the bare call of the same process. A contestant's records are
encoded by its own serializer and sent nowhere; Tiltmeter's go over HTTP to a server of this process, which its figures include.
Trust ratios to about a quarter, and no single figure to better than a factor of two on a machine that others use.`;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const rounds = Number(options.rounds ?? (options.quick ? 1 : 4));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds must be a whole number from 1, got ${options.rounds}`);
  process.exit(2);
}

const CHILD = fileURLToPath(new URL("./sdk/contestant.mjs", import.meta.url));
const CALLS = options.quick
  ? {
      tight: 20_000,
      unpaused: 60_000,
      paced: 600,
      cpu: 40_000,
      cpuGzip: 20_000,
      block: 20_000,
      heap: 0,
    }
  : {
      tight: 80_000,
      unpaused: 160_000,
      paced: 1_500,
      cpu: 120_000,
      cpuGzip: 60_000,
      block: 60_000,
      heap: 0,
    };
const [SPAN, KNOWN, LOG, MAP, WATCHED, BARE] = [
  "OpenTelemetry span",
  "OpenTelemetry span, names known",
  "OpenTelemetry log, attributes",
  "OpenTelemetry log, map body",
  "watched",
  "bare async call",
];
const NAMES = [
  BARE,
  WATCHED,
  "watched, lastPredictionId off",
  SPAN,
  KNOWN,
  "OpenTelemetry active span",
  MAP,
  LOG,
  "OpenInference withSpan",
  "OpenLLMetry withTask",
  "Langfuse startObservation",
].filter(
  (name) => [BARE, WATCHED, SPAN, KNOWN, LOG, MAP].includes(name) || name.includes(options.only),
);

const run = promisify(execFile);
const server = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200).end());
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${server.address().port}`;

async function measured(name, measure) {
  // Enough room for new objects that none is collected while bytes a call are counted.
  const flags = measure === "heap" ? ["--expose-gc", "--min-semi-space-size=64"] : [];
  const args = [...flags, CHILD, name, measure, url, String(CALLS[measure])];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

const results = new Map(NAMES.map((name) => [name, {}]));
const measures = Object.keys(CALLS);
for (let round = 0; round < rounds; round += 1) {
  for (const measure of measures) {
    for (const name of NAMES) {
      const at = `round ${round + 1} of ${rounds}: ${measure}, ${name}`;
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${at}`);
      const of = results.get(name);
      of[measure] = [...(of[measure] ?? []), await measured(name, measure)];
    }
  }
}
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
server.close();

const sorted = (list) => [...list].sort((a, b) => a - b);
const least = (list) => sorted(list)[0];
const middle = (list) => sorted(list)[list.length >> 1];
const each = (name, measure, of) => results.get(name)[measure].map(of);
const added = (of) => Math.max(0, of.median - of.bare);
const both = (list, digits) =>
  rounds === 1
    ? least(list).toFixed(digits)
    : `${least(list).toFixed(digits)} (${middle(list).toFixed(digits)})`;

function table(title, heads, rows) {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const line = (cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("  ");
  console.log(`\n${title}\n${line(heads)}`);
  for (const row of rows) console.log(line(row));
}

console.log(`Node ${process.version}, ${rounds} round${rounds === 1 ? "" : "s"}: least (median)`);
const others = NAMES.filter((name) => name !== BARE);
const addedBy = (name, measure) => each(name, measure, added);
const ratio = (list, to) => (least(list) / least(to)).toFixed(3);

table(
  "Added to a call",
  [
    "",
    "bursts of 256, ns",
    "/ span",
    "p99, ns",
    "2,048 in a row, ns",
    "/ span",
    "500 calls/s, µs",
    "/ span",
    "p99, µs",
    "heap bytes",
  ],
  NAMES.map((name) => {
    if (name === BARE) {
      const bare = each(name, "tight", (of) => of.bare);
      const paced = each(name, "paced", (of) => of.bare);
      const heap = each(name, "heap", (of) => of.bare);
      const note = (list, digits) => `[${least(list).toFixed(digits)}]`;
      return [name, note(bare, 0), "", "", "", "", note(paced, 1), "", "", note(heap, 0)];
    }
    return [
      name,
      both(addedBy(name, "tight"), 0),
      ratio(addedBy(name, "tight"), addedBy(SPAN, "tight")),
      both(
        each(name, "tight", (of) => Math.max(0, of.p99 - of.p99Bare)),
        0,
      ),
      both(addedBy(name, "unpaused"), 0),
      ratio(addedBy(name, "unpaused"), addedBy(SPAN, "unpaused")),
      both(addedBy(name, "paced"), 1),
      ratio(addedBy(name, "paced"), addedBy(SPAN, "paced")),
      both(
        each(name, "paced", (of) => of.p99),
        0,
      ),
      both(addedBy(name, "heap"), 0),
    ];
  }),
);

const cpu = (name, measure) => each(name, measure, (of) => of.median);
table(
  "Processor time a record, call and encoding included; longest stand-still while 512 records are brought out",
  ["", "plain, µs", "/ log", "gzip -1, µs", "/ log", "512 records, ms"],
  others.map((name) => [
    name,
    both(cpu(name, "cpu"), 2),
    ratio(cpu(name, "cpu"), cpu(LOG, "cpu")),
    both(cpu(name, "cpuGzip"), 2),
    ratio(cpu(name, "cpuGzip"), cpu(LOG, "cpuGzip")),
    both(
      each(name, "block", (of) => of.median),
      2,
    ),
  ]),
);

const tight = least(addedBy(WATCHED, "tight")) / 1000;
const span = least(addedBy(SPAN, "tight")) / 1000;
const p99 = (name) => least(each(name, "tight", (of) => Math.max(0, of.p99 - of.p99Bare))) / 1000;
const block = (name) => least(each(name, "block", (of) => of.median));
const [plain, logPlain] = [least(cpu(WATCHED, "cpu")), least(cpu(LOG, "cpu"))];
const in2048 = { figure: least(addedBy(WATCHED, "unpaused")) / 1000, unit: "µs" };
console.log("\nAgainst the limits");
report([
  {
    ...{ what: "SDK: added to a watched call, tight loop", figure: tight, unit: "µs" },
    ...{ peer: SPAN, peerFigure: span, goal: "≤ 1 µs and ≤ 1/8" },
    met: tight <= 1 && tight <= span / 8,
  },
  {
    ...{ what: "... 2,048 in a row", ...in2048, peer: SPAN },
    peerFigure: least(addedBy(SPAN, "unpaused")) / 1000,
  },
  {
    ...{ what: "... beside a span whose names are known", figure: tight, unit: "µs", peer: KNOWN },
    peerFigure: least(addedBy(KNOWN, "tight")) / 1000,
  },
  {
    ...{ what: "... p99", figure: p99(WATCHED), unit: "µs", peer: SPAN, peerFigure: p99(SPAN) },
    ...{ goal: "≤ 1/5", met: p99(WATCHED) <= p99(SPAN) / 5 },
  },
  {
    ...{ what: "... at 500 calls/s", figure: least(addedBy(WATCHED, "paced")), unit: "µs" },
    ...{ peer: SPAN, peerFigure: least(addedBy(SPAN, "paced")) },
  },
  {
    ...{ what: "SDK: processor time a record, plain", figure: plain, unit: "µs" },
    ...{ peer: LOG, peerFigure: logPlain, goal: "≤ 4 µs and ≤ 1/4" },
    met: plain <= 4 && plain <= logPlain / 4,
  },
  {
    ...{ what: "... beside a log with a map body", figure: plain, unit: "µs", peer: MAP },
    peerFigure: least(cpu(MAP, "cpu")),
  },
  {
    ...{ what: "SDK: one flush of 512 stands in the way", figure: block(WATCHED), unit: "ms" },
    ...{ peer: SPAN, peerFigure: block(SPAN), goal: "≤ 1 ms", met: block(WATCHED) <= 1 },
  },
]);
