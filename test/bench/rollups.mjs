// Evidence over a day before and after its minutes are rolled up, and what rolling costs. The same
// predictions in a scratch store, made by the engine. Prints a table; asserts that answers are equal.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "tiltmeter/store/engine/open";
import { openStore } from "tiltmeter/store/store";

const SIZES = (process.env.TILTMETER_BENCH_PREDICTIONS ?? "200000,2000000").split(",").map(Number);
const SEGMENTS = Number(process.env.TILTMETER_BENCH_SEGMENTS ?? 1);
const FEATURES = 16;
const CELLS = 200;
const BATCH = 500;
const START_MS = 1_793_491_200_000;
const DAY_MS = 86_400_000;
const JOURNAL = "00000000-0000-0000-0000-000000000001";

const edges = Array.from({ length: CELLS - 1 }, (_, i) => (i - (CELLS - 2) / 2) / 35);
const baseline = {
  digest: "bench",
  system: "bench",
  name: "reference",
  version: 1,
  createdMs: START_MS,
  origin: "columns",
  rows: 1,
  features: Object.fromEntries(
    Array.from({ length: FEATURES }, (_, i) => [
      `f${i}`,
      { kind: "numeric", edges, deciles: [], counts: edges.concat(0).map(() => 1), missing: 0 },
    ]),
  ),
  rates: {},
};

/** A day of predictions with normal features, half of them with an outcome an hour later. */
async function fill(folder, predictions) {
  await (await openStore({ folder })).close();
  const engine = await openEngine({ folder });
  const time = `fromUnixTimestamp64Micro(toInt64(${START_MS * 1000} + intDiv(number * ${DAY_MS * 1000}, ${predictions})), 'UTC')`;
  const place = `toUUID('${JOURNAL}'), intDiv(number, ${BATCH}) + 1, number % ${BATCH}`;
  const segment = SEGMENTS === 1 ? "map()" : `map('group', toString(number % ${SEGMENTS}))`;
  const numbers = `FROM numbers(${predictions})`;
  const fills = [
    `INSERT INTO predictions_v1 (system, id, identity, digest, time, window_time, environment, model_name, model_version,
       label, score, latency, latency_cell, status, segment, received_at, _journal, _seq, _row)
     SELECT 'bench', toString(number), number, generateUUIDv4(), ${time}, ${time}, 'production', 'm', 'v1',
       if(number % 3 = 0, 'decline', 'approve'), randUniform(0.5, 1.), 0.01, toInt32(randUniform(-300., -150.)),
       if(number % 100 = 0, 'error', 'ok'), ${segment}, ${time}, ${place} ${numbers}`,
    `INSERT INTO features_v1 (system, model_version, environment, id, window_time, segment, num, received_at, _journal, _seq, _row)
     SELECT 'bench', 'v1', 'production', toString(number), ${time}, ${segment},
       mapFromArrays(arrayMap(i -> concat('f', toString(i)), range(${FEATURES})),
         arrayMap(i -> randNormal(0, 1, number * ${FEATURES} + i), range(${FEATURES}))), ${time}, ${place} ${numbers}`,
    `INSERT INTO outcomes_v1 (system, id, identity, digest, time, environment, label, received_at, _journal, _seq, _row)
     SELECT 'bench', toString(number), number, generateUUIDv4(), ${time}, 'production',
       if(number % 4 = 0, 'decline', 'approve'), ${time} + 3600, ${place} ${numbers} WHERE number % 2 = 0`,
  ];
  for (const query of fills) await engine.client.command({ query });
  await engine.close();
}

const KINDS = ["cells", "decisions", "scores", "volume", "latencies", "presence"];
const question = (kind) => ({
  kind,
  by: ["system", "model_version"],
  fromMs: START_MS,
  toMs: START_MS + DAY_MS,
  systems: ["bench"],
  baselines: [baseline],
});

/** The best of three, and the answer: the machine may have other things to do. */
async function asked(store, kind) {
  let best = Infinity;
  let answer;
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    answer = await store.fetchEvidence(question(kind));
    best = Math.min(best, performance.now() - started);
  }
  return { ms: Math.round(best), answer };
}

for (const predictions of SIZES) {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-"));
  await fill(folder, predictions);
  const store = await openStore({ folder });
  const before = {};
  for (const kind of KINDS) before[kind] = await asked(store, kind);
  const cpu = process.cpuUsage();
  let started = performance.now();
  let [slowest, calls] = [0, 0];
  for (let behind = 1; behind > 0; calls += 1) {
    const since = performance.now();
    ({ behind } = await store.roll({
      baselines: [baseline],
      rowsMax: 100_000,
      applied: { journal: JOURNAL, seq: predictions / BATCH },
    }));
    slowest = Math.max(slowest, performance.now() - since);
  }
  const ms = performance.now() - started;
  const used = process.cpuUsage(cpu);
  const perPrediction = (us) => `${(us / predictions).toFixed(1)} µs`;
  console.log(
    `\n${predictions} predictions a day, ${FEATURES} features in ${CELLS} cells, ${SEGMENTS} segment(s):` +
      ` rolled in ${calls} calls, ${perPrediction(ms * 1000)} a prediction` +
      ` (${perPrediction(used.user + used.system)} of CPU), slowest call ${Math.round(slowest)} ms`,
  );
  const table = {};
  for (const kind of KINDS) {
    const after = await asked(store, kind);
    assert.deepEqual(after.answer, before[kind].answer);
    table[kind] = { "records ms": before[kind].ms, "minutes ms": after.ms };
  }
  console.table(table);
  started = performance.now();
  await store.close();
  const again = performance.now();
  await (await openStore({ folder })).close();
  console.log(`opens again in ${Math.round(performance.now() - again)} ms`);
  await rm(folder, { recursive: true, force: true });
}
