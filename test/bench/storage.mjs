// What a day of predictions takes on the disk after merges: the Census employment feed, its sixteen inputs and four
// that are derived of them, ids as the SDK makes them, the times of an ordinary day. Core and sums by minute are held to a
// goal; raw features and the same records as JSON lines, packed, stand beside. Prints a table; asserts nothing.
import { hash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { createBaseline } from "@tiltmeter/rules";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { openStore } from "tiltmeter/store/store";
import { isMain, report } from "./table.mjs";

const DATA =
  process.env.TILTMETER_TEST_DATA ??
  fileURLToPath(new URL("../../../shared/data", import.meta.url));
const FEED = join(DATA, "acs-employment-ma");
/** 2027-03-02, a Tuesday. */
const START_MS = 1_803_945_600_000;
const DAY_MS = 86_400_000;
const JOURNAL = "6f1c9a50-3b7e-4d7f-9a52-0c41b8a7d9e3";
const CODES = "SCHL MAR RELP DIS ESP CIT MIG MIL ANC NATIVITY DEAR DEYE DREM SEX RAC1P".split(" ");
const GOAL_BYTES = 60;
/** Batches of as long are applied together: what lies in a part at first is no matter after merges. */
const APPLY_MS = 300_000;

/** Twenty inputs of a row of the feed. */
function featuresOf(row) {
  const age = Number(row.AGEP);
  return {
    numericFeatures: {
      AGEP: age,
      age_squared: age * age,
      schooling_share: Number(row.SCHL) / 24,
      years_since_school: Math.max(0, age - 6 - Number(row.SCHL || 0)),
    },
    categoricalFeatures: {
      ...Object.fromEntries(CODES.map((name) => [name, String(row[name])])),
      age_band: `${Math.floor(age / 10) * 10}`,
    },
  };
}

/** The share of a day's traffic by hour: little at night, most of it between nine and five. */
const HOURS = [1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 10, 11, 12, 12, 11, 9, 7, 5, 4, 3, 2, 1];

/** Ascending instants of a day, microseconds apart, as a Poisson stream with this profile has them. */
function* times(count, random) {
  const total = HOURS.reduce((sum, each) => sum + each, 0);
  const bounds = [];
  let sum = 0;
  for (const share of HOURS) {
    sum += share;
    bounds.push(sum / total);
  }
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    at += -Math.log(1 - random()) / (count + 1);
    const share = Math.min(at, 0.999_999);
    const hour = bounds.findIndex((bound) => share < bound);
    const from = hour === 0 ? 0 : bounds[hour - 1];
    const within = (share - from) / (bounds[hour] - from);
    yield START_MS + (hour + within) * 3_600_000;
  }
}

function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** As two processes of one service send them: a batch a second of each, where there is anything. */
function* batchesOf(rows) {
  const random = randomFrom(7);
  const producers = ["web-1", "web-2"].map((name) => ({
    name: `${name}:${randomBytes(8).toString("hex")}`,
    prefix: randomBytes(10).toString("base64url"),
    count: 0,
    pending: [],
    dueMs: 0,
  }));
  let seq = 0;
  const clock = times(rows.length, random);
  const flush = (producer, receivedMs) => ({
    seq: ++seq,
    receivedMs: Math.round(receivedMs),
    records: producer.pending.splice(0),
  });
  for (const row of rows) {
    const timeMs = clock.next().value;
    for (const producer of producers) {
      if (producer.pending.length > 0 && timeMs >= producer.dueMs) {
        yield flush(producer, producer.dueMs + 3 + random() * 4);
      }
    }
    const producer = producers[random() < 0.5 ? 0 : 1];
    if (producer.pending.length === 0) producer.dueMs = timeMs + 1_000;
    producer.count += 1;
    producer.pending.push({
      origin: {
        system: "employment",
        systemVersion: "2027.3.0",
        environment: "production",
        producer: producer.name,
      },
      seq: producer.count,
      traceId: "",
      spanId: "",
      statement: {
        kind: "prediction",
        id: `${producer.prefix}-${producer.count.toString(36)}`,
        timeMs,
        model: { name: "employment-xgb", version: "2027-02-14", supplier: "", digest: "" },
        task: "classification",
        label: Number(row.prediction) === 1 ? "employed" : "not_employed",
        score: Number(row.predicted_probability),
        value: null,
        // Quarters of a microsecond, as the clock of a process has them.
        latency: Math.round((0.0018 - Math.log(1 - random()) * 0.0009) * 4e6) / 4e6,
        status: "ok",
        errorType: "",
        ...featuresOf(row),
        missingFeatures: [],
        segment: { sex: String(row.SEX) === "1" ? "male" : "female" },
        subject: "",
      },
    });
  }
  for (const producer of producers) {
    if (producer.pending.length > 0) yield flush(producer, START_MS + DAY_MS - 1);
  }
}

async function feed(part) {
  const file = await asyncBufferFromFile(join(FEED, `${part}.parquet`));
  return parquetReadObjects({ file, compressors });
}

function baselineOf(rows) {
  const columns = {};
  for (const row of rows) {
    const { numericFeatures, categoricalFeatures } = featuresOf(row);
    for (const [name, value] of Object.entries({ ...numericFeatures, ...categoricalFeatures })) {
      columns[name] ??= [];
      columns[name].push(value);
    }
  }
  return createBaseline(
    {
      ...{ system: "employment", name: "reference", version: 1, createdMs: START_MS },
      ...{ origin: "columns", columns },
    },
    (text) => hash("sha256", text),
  );
}

/** One row a table: what its active parts take, packed and not, index and marks included. */
const SIZES = `SELECT table, sum(rows), sum(bytes_on_disk), sum(data_uncompressed_bytes)
  FROM system.parts WHERE database = {database:String} AND active GROUP BY table`;
const COLUMNS = `SELECT table, column, sum(column_data_compressed_bytes), sum(column_marks_bytes)
  FROM system.parts_columns WHERE database = {database:String} AND active GROUP BY table, column ORDER BY 3 DESC`;
const INDICES = `SELECT table, name, sum(data_compressed_bytes) FROM system.data_skipping_indices
  WHERE database = {database:String} GROUP BY table, name`;

const ROLLED = ["minutes_v1", "decisions_v1", "cells_v1", "rolls_v1"];

/** The figures, as `npm run bench` gathers them; null where the feed is not there. */
export async function rows() {
  const { merged } = (await measure()) ?? {};
  if (merged === undefined) return [];
  const { core, rolled, features, gzip } = merged;
  const figure = (what, value, goal) => ({
    what,
    figure: value,
    unit: "bytes a prediction",
    peer: "JSON lines, gzip -6",
    peerFigure: gzip,
    ratio: value / gzip,
    goal,
  });
  return [
    figure("storage: core and sums by minute, 20 features", core + rolled, `≤ ${GOAL_BYTES}`),
    figure("storage: raw features beside it", features, null),
  ];
}

async function measure() {
  let reference;
  let analysis;
  try {
    [reference, analysis] = [await feed("reference"), await feed("analysis")];
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    console.log(`storage: ${FEED} is absent; TILTMETER_TEST_DATA names its folder`);
    return null;
  }
  const limit = Number(process.env.TILTMETER_BENCH_ROWS ?? analysis.length);
  const all = analysis.slice(0, limit);
  const baselines = [baselineOf(reference)];
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-storage-"));
  try {
    const lines = [];
    const store = await openStore({ folder });
    let waiting = [];
    let lastMs = 0;
    const apply = async (rowsMin = 10_000) => {
      await store.apply(waiting, { journal: JOURNAL, uncertain: false });
      // As the collector rolls: what fewer than ten thousand rows wait for is left.
      await store.roll({ baselines, rowsMax: 50_000, rowsMin });
      waiting = [];
    };
    for (const batch of batchesOf(all)) {
      for (const record of batch.records) lines.push(JSON.stringify(record));
      waiting.push(batch);
      if (batch.receivedMs - lastMs > APPLY_MS) {
        lastMs = batch.receivedMs;
        await apply();
      }
    }
    await apply(1);
    await store.close();
    const engine = await openEngine({ folder });
    try {
      const read = createRead(engine);
      const tables = ["predictions_v1", "features_v1", ...ROLLED];
      for (const table of tables) {
        await engine.client.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
      }
      const database = { database: engine.database };
      const sizes = new Map(
        (await read("bench.sizes", SIZES, database)).map(([table, n, packed, raw]) => [
          String(table),
          { rows: Number(n), packed: Number(packed), raw: Number(raw) },
        ]),
      );
      const columns = await read("bench.columns", COLUMNS, database);
      const indices = await read("bench.indices", INDICES, database);
      const of = (table) => (sizes.get(table)?.packed ?? 0) / all.length;
      return {
        count: all.length,
        sizes,
        columns,
        indices,
        merged: {
          core: of("predictions_v1"),
          rolled: ROLLED.reduce((sum, table) => sum + of(table), 0),
          features: of("features_v1"),
          gzip: gzipSync(lines.join("\n"), { level: 6 }).length / all.length,
        },
      };
    } finally {
      await engine.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (isMain(import.meta.url)) {
  const found = await measure();
  if (found !== null) {
    const { count, sizes, columns, indices, merged } = found;
    console.log(`${count} predictions of one day, after merges; bytes a prediction`);
    const per = (bytes) => (bytes / count).toFixed(2);
    console.table(
      Object.fromEntries(
        [...sizes].map(([table, { rows, packed, raw }]) => [
          table,
          { rows, "bytes a prediction": per(packed), "of unpacked": (packed / raw).toFixed(3) },
        ]),
      ),
    );
    for (const [table, column, bytes, marks] of columns) {
      if (Number(bytes) / count > 0.05)
        console.log(`${table}.${column} ${per(bytes)} + ${per(marks)}`);
    }
    for (const [table, name, bytes] of indices) {
      if (Number(bytes) / count > 0.05) console.log(`${table} index ${name} ${per(bytes)}`);
    }
    const core = merged.core + merged.rolled;
    const unit = "bytes a prediction";
    report([
      {
        ...{ what: "stored: core and sums by minute, after merges", figure: core, unit },
        ...{ peer: "all of it as JSON lines, gzip", peerFigure: merged.gzip },
        ...{ goal: `≤ ${GOAL_BYTES} bytes`, met: core <= GOAL_BYTES },
      },
      { what: "stored: 20 raw features beside them", figure: merged.features, unit },
    ]);
  }
}
