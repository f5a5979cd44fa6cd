// A journal and the store that it feeds in one process, led by lines on its input; answers on its output. Made to be killed
// and failed at every call between `go` and `done`. Arguments: the built collector's folder, the data folder.
//   check n every prediction that the store has, by its number; from the n-th on, whether it is as it was sent
//   go n    a round: two batches together, applied; a third, applied; segments end and are trimmed on the way
import { writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [dist, folder] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { Journal } = await load("journal/journal.js");
const { LogUnavailable } = await load("log/log-unavailable.js");
const { openStore } = await load("store/store.js");

/** Straight to the pipe: what was said before a kill was said. */
const say = (line) => writeSync(1, `${line}\n`);
const startMs = 1_700_000_000_000;
let time = Number(process.env.TILTMETER_LIFE_MS ?? startMs);
const journal = await Journal.open({
  folder: join(folder, "journal"),
  now: () => time,
  segmentBytesMax: 1_500,
});
const store = await openStore({ folder: join(folder, "engine") });
let isUncertain = true;

/** Moves what waits into the store, looking first after whatever went wrong; false where it stays wrong. */
async function apply() {
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      const batches = [];
      for await (const batch of journal.batches(journal.appliedSeq)) batches.push(batch);
      await store.apply(batches, { journal: journal.id, uncertain: isUncertain });
      isUncertain = false;
      time += 1_100;
      await journal.markApplied(batches.at(-1)?.seq ?? journal.appliedSeq);
      return true;
    } catch (error) {
      isUncertain = true;
      const { cause } = error;
      say(`failed ${error.name}: ${error.message} ${cause instanceof Error ? cause.message : ""}`);
    }
  }
  return false;
}

function recordOf(n) {
  const origin = { system: "s", systemVersion: "", environment: "", producer: "p" };
  const model = { name: "m", version: "1", supplier: "", digest: "" };
  const said = { task: "classification", label: `l${n}`, score: 0.5, value: null, latency: 0.01 };
  const features = { numericFeatures: { x: n }, categoricalFeatures: { word: `w${n}` } };
  const rest = { status: "ok", errorType: "", missingFeatures: [], segment: {}, subject: "" };
  const statement = { kind: "prediction", id: `p-${n}`, timeMs: startMs + n, model };
  return {
    ...{ origin, seq: n, traceId: "", spanId: "" },
    statement: { ...statement, ...said, ...features, ...rest },
  };
}

async function append(n) {
  const batchId = Buffer.alloc(16);
  batchId.writeUInt32BE(n, 12);
  const records = [recordOf(n), recordOf(n + 1)];
  say(`tried ${n} ${n + 1}`);
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      await journal.append({ batchId, records, reply: new Uint8Array() });
      say(`acknowledged ${n} ${n + 1}`);
      return;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      time += 1_100;
    }
  }
}

say((await apply()) ? `ready ${time}` : "the store refuses");
for await (const line of createInterface({ input: process.stdin })) {
  const [order, n] = line.split(" ");
  if (order === "check") {
    const all = { system: "s", fromMs: 0, toMs: 4e12, limit: 1_000_000 };
    const ids = await store.exampleIds(all);
    for (const id of ids) {
      const number = Number(id.slice(2));
      const found = number < Number(n) ? null : await store.prediction("s", id);
      const isWhole =
        found === null
          ? number < Number(n)
          : found.label === `l${number}` &&
            found.numericFeatures.x === number &&
            found.categoricalFeatures.word === `w${number}`;
      say(`stored ${number} ${isWhole}`);
    }
    say("checked");
  } else if (order === "go") {
    await Promise.all([append(Number(n)), append(Number(n) + 2)]);
    const first = await apply();
    await append(Number(n) + 4);
    say(`done ${first && (await apply())}`);
  } else {
    await store.close();
    await journal.close().catch(() => undefined);
    process.exit(0);
  }
}
