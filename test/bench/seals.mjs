// What a seal costs: leaves of stored predictions with 20 features, computed by the engine and, beside it,
// from rows that are read out and encoded here. Prints µs of CPU a prediction; asserts that both are equal.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { leafSql, valueSql } from "tiltmeter/store/seals/row-sql";
import { openStore } from "tiltmeter/store/store";
import { columnsOf, ENCODER } from "tiltmeter/tlog/row-columns";
import { rowLeaf } from "tiltmeter/tlog/row-encoding";

const ROWS = Number(process.env.TILTMETER_BENCH_ROWS ?? 100_000);
const BATCH = 500;
const JOURNAL = "00000000-0000-0000-0000-000000000001";
const START_MS = 1_793_491_200_000;
const TABLES = ["predictions_v1", "features_v1"];

const names = Array.from({ length: 20 }, (_, i) => `feature_${i}`);
let random = 1;
const next = () => {
  random = (random * 48271) % 2147483647;
  return random / 2147483647;
};
const record = (i) => ({
  origin: { system: "credit", systemVersion: "1", environment: "production", producer: "p-1" },
  seq: i + 1,
  traceId: "",
  spanId: "",
  statement: {
    kind: "prediction",
    id: `01JD${String(i).padStart(16, "0")}`,
    timeMs: START_MS + i,
    model: { name: "xgb", version: "2026-11-01", supplier: "", digest: "" },
    task: "classification",
    label: next() < 0.3 ? "approve" : "decline",
    score: next(),
    value: null,
    latency: next() / 10,
    status: "ok",
    errorType: "",
    numericFeatures: Object.fromEntries(names.slice(0, 16).map((name) => [name, next() * 1000])),
    categoricalFeatures: Object.fromEntries(names.slice(16).map((name) => [name, "car"])),
    missingFeatures: [],
    segment: { race: next() < 0.5 ? "a" : "b" },
    subject: "",
  },
});

const folder = await mkdtemp(join(tmpdir(), "tiltmeter-seals-"));
const store = await openStore({ folder });
const cpu = (from) => {
  const { user, system } = process.cpuUsage(from);
  return user + system;
};
let inserted = 0;
for (let at = 0; at < ROWS; at += 20_000) {
  const batches = [];
  for (let i = at; i < Math.min(ROWS, at + 20_000); i += BATCH) {
    const records = Array.from({ length: BATCH }, (_, k) => record(i + k));
    batches.push({ seq: i / BATCH + 1, receivedMs: START_MS + i, records });
  }
  const before = process.cpuUsage();
  await store.apply(batches, { journal: JOURNAL, uncertain: false });
  inserted += cpu(before);
}
// Rows that share a seal: as many as under full load. Few share one at rest, where nobody minds.
const GROUP = Number(process.env.TILTMETER_BENCH_GROUP ?? 65_536);
for (let turn = 0; turn < 3; turn += 1) {
  const before = process.cpuUsage();
  for (let seq = 1; seq <= ROWS / BATCH; ) {
    const range = { journal: JOURNAL, fromSeq: seq, toSeq: ROWS / BATCH };
    seq = (await store.seals.make(range, GROUP)).toSeq + 1;
  }
  console.log(
    `seals of ${GROUP} rows, whole: ${(cpu(before) / ROWS).toFixed(2)} µs CPU a prediction`,
  );
}
await store.close();
const engine = await openEngine({ folder });
const read = createRead(engine);
console.log(`apply: ${(inserted / ROWS).toFixed(2)} µs CPU a prediction`);

const where = `_journal = {journal:UUID} AND _seq BETWEEN {low:UInt64} AND {high:UInt64} ORDER BY _seq, _row`;
for (let turn = 0; turn < 3; turn += 1) {
  for (const how of ["engine", "here"]) {
    const before = process.cpuUsage();
    const wall = performance.now();
    const sums = [];
    for (let at = 0; at < ROWS; at += 10_000) {
      const range = { journal: JOURNAL, low: at / BATCH + 1, high: (at + 10_000) / BATCH };
      for (const table of TABLES) {
        const columns = columnsOf(ENCODER)[table];
        if (how === "engine") {
          const sql = `SELECT _seq, _row, base64Encode(${leafSql(ENCODER, table, columns)}) FROM ${table} WHERE ${where}`;
          const rows = await read("bench", sql, range);
          sums.push(rows.length, rows.at(-1)[2]);
        } else {
          const sql = `SELECT ${valueSql(columns)} FROM ${table} WHERE ${where}`;
          const rows = await read("bench", sql, range);
          const leaves = rows.map((row) =>
            rowLeaf(ENCODER, table, Object.fromEntries(columns.map(([name], i) => [name, row[i]]))),
          );
          sums.push(rows.length, Buffer.from(leaves.at(-1)).toString("base64"));
        }
      }
    }
    const spent = cpu(before);
    console.log(
      `${how}: ${(spent / ROWS).toFixed(2)} µs CPU a prediction, ${(((performance.now() - wall) / ROWS) * 1000).toFixed(2)} µs wall`,
    );
    if (how === "engine") globalThis.expected = sums;
    else assert.deepEqual(sums, globalThis.expected);
  }
}
await engine.close();
await rm(folder, { recursive: true });
