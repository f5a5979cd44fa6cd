// What the engine itself takes for the rows that the collector would give it, ready as Native blocks in a file: the two tables of
// a prediction, their order, codecs, indices and syncs, and nothing around them. Run as a process of its own; prints JSON.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "tiltmeter/store/engine/open";
import { openStore } from "tiltmeter/store/store";

const ROWS = 20_000;
const INSERTS = 25;
const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-engine-"));
try {
  await (await openStore({ folder })).close();
  const engine = await openEngine({ folder });
  const run = (query) => engine.client.command({ query });
  const random = "toUUID('00000000-0000-0000-0000-000000000001'), 1, number";
  const time = "now64(6, 'UTC') + number / 1000";
  const numbers = `mapFromArrays(arrayMap(i -> concat('n', toString(i)), range(12)), arrayMap(i -> round(randNormal(100, 20, number * 12 + i), 2), range(12)))`;
  const words = `mapFromArrays(arrayMap(i -> concat('c', toString(i)), range(8)), arrayMap(i -> concat('value-', toString((number + i) % 7)), range(8)))`;
  await run(`CREATE TABLE ready_predictions AS predictions_v1`);
  await run(`CREATE TABLE ready_features AS features_v1`);
  await run(`INSERT INTO ready_predictions (system, id, identity, digest, time, window_time, environment, producer, seq, trace_id, span_id, model_name,
      model_version, task, label, score, latency, latency_cell, status, segment, subject, received_at, _journal, _seq, _row)
    SELECT 'credit', toString(generateUUIDv4()), rand64() % 4503599627370496, generateUUIDv4(), ${time}, ${time}, '', 'bench', number, hex(rand64()), hex(rand()),
      'credit-risk', '2026.11.3', 'classification', if(number % 3 = 0, 'approve', 'decline'), number % 997 / 997, 0.01, -200, 'ok', map(),
      concat('cust_', toString(number)), now64(3, 'UTC'), ${random} FROM numbers(${ROWS})`);
  await run(`INSERT INTO ready_features (system, model_version, environment, id, window_time, segment, num, cat, missing, received_at, _journal, _seq, _row)
    SELECT 'credit', '2026.11.3', '', toString(generateUUIDv4()), ${time}, map(), ${numbers}, ${words}, [], now64(3, 'UTC'), ${random} FROM numbers(${ROWS})`);
  const files = {};
  for (const table of ["predictions", "features"]) {
    const out = await engine.client.exec({ query: `SELECT * FROM ready_${table} FORMAT Native` });
    const chunks = [];
    for await (const chunk of out.stream) chunks.push(chunk);
    files[table] = Buffer.concat(chunks);
  }
  const { Readable } = await import("node:stream");
  const insert = async (table) => {
    const { stream } = await engine.client.exec({
      query: `INSERT INTO ${table}_v1 FORMAT Native`,
      values: Readable.from([files[table]]),
      clickhouse_settings: { async_insert: 0, insert_deduplicate: 0, max_insert_threads: "1" },
    });
    for await (const _ of stream);
  };
  await insert("predictions");
  await insert("features");
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let i = 0; i < INSERTS; i += 1)
    await Promise.all([insert("predictions"), insert("features")]);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const rows = INSERTS * ROWS;
  console.log(JSON.stringify({ rate: rows / seconds, cpuMicros: (user + system) / rows }));
  await engine.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
