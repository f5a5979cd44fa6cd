// What one would write first: Hono takes the request, protobufjs decodes it, and the rows go into one table of the embedded
// engine as JSON, each request an insert, answered once it is in. No journal, no check of anything, nothing known of repeats,
// no sync to the disk. Prints its address; ends with its parent.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { openEngine } from "tiltmeter/store/engine/open";
import { LogsRequest } from "./otlp-messages.mjs";

const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-naive-"));
const engine = await openEngine({ folder });
await engine.outside.command({ query: "CREATE DATABASE IF NOT EXISTS tiltmeter" });
await engine.client.command({
  query: `CREATE TABLE predictions
    (system LowCardinality(String), id String, time DateTime64(6, 'UTC'), trace_id String, span_id String,
     model_name LowCardinality(String), model_version LowCardinality(String), task LowCardinality(String),
     label LowCardinality(String), score Float64, latency Float64, seq UInt64, subject String,
     num Map(LowCardinality(String), Float64), cat Map(LowCardinality(String), LowCardinality(String)))
    ENGINE = MergeTree ORDER BY (system, time)`,
});

/** Members that were not sent are their types' empty values, so that only the name tells what is there. */
function contentOf(value) {
  const content = value.value === undefined ? null : value[value.value];
  return value.value === "intValue" ? Number(content) : content;
}

function rowsOf(bytes) {
  const rows = [];
  for (const { resource, scopeLogs } of LogsRequest.decode(bytes).resourceLogs) {
    const sender = Object.fromEntries(
      resource.attributes.map(({ key, value }) => [key, contentOf(value)]),
    );
    for (const { logRecords } of scopeLogs) {
      for (const record of logRecords) {
        const said = Object.create(null);
        for (const { key, value } of record.attributes) said[key] = value;
        const num = {};
        const cat = {};
        for (const { key, value } of said["aims.prediction.features"].kvlistValue.values) {
          const content = contentOf(value);
          if (typeof content === "number") num[key] = content;
          else cat[key] = content;
        }
        const text = (name) => said[name]?.stringValue ?? "";
        rows.push({
          system: sender["aims.system.id"],
          id: text("aims.prediction.id"),
          time: Math.round(Number(record.timeUnixNano) / 1000),
          trace_id: Buffer.from(record.traceId).toString("hex"),
          span_id: Buffer.from(record.spanId).toString("hex"),
          model_name: text("aims.model.name"),
          model_version: text("aims.model.version"),
          task: text("aims.prediction.task"),
          label: text("aims.prediction.label"),
          score: said["aims.prediction.score"]?.doubleValue ?? 0,
          latency: said["aims.prediction.latency"]?.doubleValue ?? 0,
          seq: Number(said["aims.seq"]?.intValue ?? 0),
          subject: text("aims.prediction.subject"),
          num,
          cat,
        });
      }
    }
  }
  return rows;
}

const app = new Hono();
let stored = 0;
app.post("/v1/logs", async (context) => {
  const rows = rowsOf(new Uint8Array(await context.req.arrayBuffer()));
  await engine.client.insert({ table: "predictions", values: rows, format: "JSONEachRow" });
  stored += rows.length;
  return context.body(null, 200);
});
app.get("/stored", (context) => context.json({ stored }));
const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
  console.log(`listening on http://127.0.0.1:${port}`);
});
process.on("SIGTERM", async () => {
  server.close();
  await engine.close();
  process.exit(0);
});
