// Memory of a process whose collector takes connections and never answers: heap and RSS over time, while calls go on.
// Run after a build: `node test/bench/sdk-black-hole.mjs`, or `npm run bench:black-hole`.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createMonitor } from "@tiltmeter/sdk";

const HELP = `usage: npm run bench:black-hole -- [options]

  --minutes N     how long calls go on (10)
  --rate N        calls a second (5000)
  --queue-mib N   the byte budget of the queue, limits.queueBytesMax (16)
  --spool         with a spool of --spool-mib N (64) in a temporary folder
  --every S       seconds between two lines (10, or a twelfth of the whole where that is less)
  --json          one object at the end instead of the table

Prints the heap after a collection, RSS, the bytes that the SDK accounts for and the records that it dropped. What it
should show: once the budget is used up the heap stays where it is, and what is accounted for never exceeds the budget.`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    minutes: { type: "string", default: "10" },
    rate: { type: "string", default: "5000" },
    "queue-mib": { type: "string", default: "16" },
    "spool-mib": { type: "string", default: "64" },
    spool: { type: "boolean", default: false },
    every: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const positive = (name) => {
  const number = Number(values[name]);
  if (number > 0) return number;
  console.error(`--${name} must be a number above 0, got ${values[name]}; see --help`);
  process.exit(2);
};
const MIB = 1_048_576;
const [seconds, rate] = [positive("minutes") * 60, positive("rate")];
const budget = positive("queue-mib") * MIB;
const everyMs =
  values.every === undefined ? Math.min(10_000, (seconds * 1_000) / 12) : positive("every") * 1_000;

const hole = createServer((socket) => socket.on("error", () => undefined).resume());
await new Promise((resolve) => hole.listen(0, "127.0.0.1", resolve));
hole.unref();
const folder = values.spool ? mkdtempSync(join(tmpdir(), "tiltmeter-black-hole-")) : null;
const ai = createMonitor({
  system: "black-hole",
  model: { name: "m", version: "1" },
  url: `http://127.0.0.1:${hole.address().port}`,
  limits: { queueBytesMax: budget },
  ...(folder === null ? {} : { spool: { folder, bytesMax: positive("spool-mib") * MIB } }),
  log: (message) => values.json || console.error(message),
});
const score = ai.watch((input) => ({ label: input.income > 30_000 ? "yes" : "no", score: 0.8 }), {
  id: (input) => `call-${input.n}`,
  features: ({ n: _, ...features }) => features,
  output: (result) => result,
});

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const lines = [];
let [calls, queuedBytesMax] = [0, 0];
const startedMs = performance.now();
const look = () => {
  collect();
  const { heapUsed, rss, external } = process.memoryUsage();
  const { queuedBytes, queued, dropped, spool } = ai.status();
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  const lost = dropped["prediction.queue_full"] ?? 0;
  const spoolBytes = spool?.bytes ?? 0;
  lines.push({ seconds, calls, heapUsed, external, rss, queuedBytes, queued, lost, spoolBytes });
  if (values.json) return;
  const mib = (bytes) => `${(bytes / MIB).toFixed(1)}`.padStart(8);
  const row = [heapUsed, external, rss, queuedBytes, spoolBytes].map(mib).join("");
  console.log(
    `${`${seconds}`.padStart(7)} s ${`${calls}`.padStart(9)}${row} ${`${lost}`.padStart(9)}`,
  );
};
if (!values.json) {
  console.log("             calls    heap external     rss  queued   spool   dropped   (MiB)");
}

look();
let nextLookMs = everyMs;
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedMs;
    const due = Math.min(elapsedMs / 1_000, seconds) * rate;
    // A turn that was late is made up for in bursts that leave the loop its turns.
    for (let i = 0; i < 2_000 && calls < due; i += 1) {
      calls += 1;
      score({
        n: calls,
        age: 20 + (calls % 50),
        income: 31_000 + calls,
        purpose: "car",
        grade: "B",
      });
    }
    queuedBytesMax = Math.max(queuedBytesMax, ai.status().queuedBytes);
    if (elapsedMs >= nextLookMs) {
      nextLookMs += everyMs;
      look();
    }
    if (elapsedMs < seconds * 1_000) return;
    clearInterval(timer);
    resolve();
  }, 5);
});
look();
// Full is when records are first dropped: from then on nothing may grow, but for what the collector of garbage settles first.
const full = lines.filter(({ lost }) => lost > 0);
const half = Math.ceil(full.length / 2);
const most = (of, some) => Math.max(...some.map((line) => line[of]));
const grown = (of) =>
  full.length < 2 ? null : most(of, full.slice(half)) - most(of, full.slice(0, half));
const sum = {
  calls,
  budget,
  queuedBytesMax,
  heapStart: lines[0].heapUsed,
  heapMax: most("heapUsed", lines),
  rssMax: most("rss", lines),
  // In the second half of the time in which the budget was used up, over the first.
  heapGrown: grown("heapUsed"),
  rssGrown: grown("rss"),
  dropped: ai.status().dropped,
};
console.log(values.json ? JSON.stringify(sum) : sum);
await ai.close({ timeoutMs: 1 });
if (folder !== null) rmSync(folder, { recursive: true, force: true });
