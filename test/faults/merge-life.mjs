// The store with its engine, led by lines on its input; answers on its output. Made to have the calls of its merges failed.
// Arguments: the built collector's folder, the data folder. Begins with `ready` and how many rows two tables have.
//   insert  three more predictions, each a part of both tables
//   merge   both tables, each to one part
//   drop    the second part of one table
//   again   the batches of the last insert, as after a failure
//   where   the folder of that table
//   look    at what was merged, and how many rows there are then
import { writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [dist, folder] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { openEngine } = await load("store/engine/open.js");
const { createRead } = await load("store/engine/read.js");
const { migrate } = await load("store/schema/migrate.js");
const { createApply } = await load("store/apply/apply.js");
const { createCheckMerged } = await load("store/apply/merged-parts.js");

/** Straight to the pipe: what was said before a kill was said. */
const say = (line) => writeSync(1, `${line}\n`);
const journal = "6f0d3a52-3a4e-4f0e-9d0e-6b1f0a1c2d3e";
const engine = await openEngine({ folder });
await migrate(engine);
const read = createRead(engine);
const look = await createCheckMerged(engine, read);
const apply = createApply(engine, read);

const rows = async () =>
  (
    await read(
      "merge-life.rows",
      "SELECT (SELECT count() FROM predictions_v1), (SELECT count() FROM features_v1)",
    )
  )
    .flat()
    .join(" ");

function batchOf(n) {
  const origin = { system: "s", systemVersion: "", environment: "", producer: "p" };
  const model = { name: "m", version: "1", supplier: "", digest: "" };
  const said = { task: "classification", label: `l${n}`, score: 0.5, value: null, latency: 0.01 };
  const features = { numericFeatures: { x: n }, categoricalFeatures: { word: `w${n}` } };
  const rest = { status: "ok", errorType: "", missingFeatures: [], segment: {}, subject: "" };
  const statement = { kind: "prediction", id: `p-${n}`, timeMs: 1_700_000_000_000 + n, model };
  const record = {
    ...{ origin, seq: n, traceId: "", spanId: "" },
    statement: { ...statement, ...said, ...features, ...rest },
  };
  return { seq: n, receivedMs: 1_700_000_000_000, records: [record] };
}

say(`ready ${await rows()}`);
let inserted = 0;
for await (const order of createInterface({ input: process.stdin })) {
  if (order === "insert") {
    for (const n of [1, 2, 3]) await apply([batchOf(inserted + n)], { journal, uncertain: false });
    inserted += 3;
    say("inserted");
  } else if (order === "merge") {
    let failed = 0;
    for (const table of ["predictions_v1", "features_v1"]) {
      await engine.client.command({ query: `OPTIMIZE TABLE ${table} FINAL` }).catch(() => {
        failed += 1;
      });
    }
    say(`merged ${failed === 0}`);
  } else if (order === "drop") {
    const query = "ALTER TABLE predictions_v1 DROP PART '202311_2_2_0'";
    const dropped = await engine.client.command({ query }).then(
      () => true,
      () => false,
    );
    say(`dropped ${dropped}`);
  } else if (order === "again") {
    const batches = [2, 1, 0].map((before) => batchOf(inserted - before));
    await apply(batches, { journal, uncertain: true });
    say("applied");
  } else if (order === "where") {
    const folder = await read(
      "merge-life.where",
      "SELECT data_paths[1] FROM system.tables WHERE database = {database:String} AND name = 'predictions_v1'",
      { database: engine.database },
    );
    say(`at ${folder}`);
  } else if (order === "look") {
    const found = await look().then(
      () => "whole",
      (error) => error.name,
    );
    say(`looked ${found}`);
    say(`rows ${await rows()}`);
  }
}
