import { randomUUID } from "node:crypto";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { Arena } from "tiltmeter/columns/arena";
import { columnsOf, isPlainPrediction } from "tiltmeter/columns/columns-of";
import { createApply } from "tiltmeter/store/apply/apply";
import { applyByRecord } from "tiltmeter/store/apply/apply-by-record";
import type { Batch } from "tiltmeter/store/apply/batch";
import { threadedWork } from "tiltmeter/store/apply/columns/threaded-work";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arbitraryTelemetry } from "../../../journal/arbitrary-telemetry.ts";
import { batches, outcome, prediction, START_MS, telemetry } from "../../telemetry.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { BUILT_THREAD } from "./built-thread.ts";

const RUNS = Number(process.env["TILTMETER_APPLY_RUNS"] ?? 6);

let engine: Engine;
let read: Read;

beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
  await migrate(engine);
  read = createRead(engine);
});

const threaded = threadedWork(BUILT_THREAD, 0);

afterAll(async () => {
  await threaded.close();
  await engine.close();
});

/** As ingest hands it over: plain predictions by column, the rest as records. */
function byColumn(batch: Batch): Batch {
  const placed = batch.records.map((one, place) => ({ place, telemetry: one }));
  return {
    ...batch,
    records: batch.records.filter((one) => !isPlainPrediction(one)),
    predictions: columnsOf(placed.filter((one) => isPlainPrediction(one.telemetry))),
  };
}

function ofSystem(story: readonly Batch[], system: string): readonly Batch[] {
  const own = (one: Telemetry): Telemetry => ({ ...one, origin: { ...one.origin, system } });
  return story.map((batch) => ({ ...batch, records: batch.records.map(own) }));
}

const TABLES = [
  ["predictions_v1", "* EXCEPT (system, identity, _journal)"],
  ["features_v1", "* EXCEPT (system, _journal)"],
  ["calls_v1", "* EXCEPT (system, _journal)"],
  ["outcomes_v1", "* EXCEPT (system, identity, _journal)"],
  ["corrections_v1", "* EXCEPT (system, _journal, first_journal, content)"],
  ["quarantine_v1", "_seq, _row, event, target"],
] as const;

/** Every row that a journal became, with all that it says but whose it is. */
async function rowsOf(journal: string): Promise<Record<string, readonly unknown[]>> {
  const rows: Record<string, readonly unknown[]> = {};
  for (const [table, columns] of TABLES) {
    rows[table] = await read(
      "test.rows",
      `SELECT toJSONString(tuple(said.*)) FROM (SELECT ${columns} FROM ${table} WHERE _journal = {journal:UUID}) AS said
       ORDER BY _seq, _row`,
      { journal },
    );
  }
  return rows;
}

/** Numbers such as senders send; others, of which there is no such time or place, are in a test of their own. */
const sent: fc.Arbitrary<Telemetry> = fc
  .record({
    drawn: arbitraryTelemetry.filter(({ statement }) =>
      ["prediction", "outcome"].includes(statement.kind),
    ),
    id: fc.integer({ min: 0, max: 30 }),
    micros: fc.integer({ min: -1e9, max: Date.UTC(2100, 0, 1) * 1000 }),
    isEarlier: fc.boolean(),
    seq: fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
  })
  .map(({ drawn, id, micros, isEarlier, seq }): Telemetry => {
    const timeMs = (isEarlier ? START_MS * 1000 + (micros % 1e12) : micros) / 1000;
    const { statement } = drawn;
    if (statement.kind !== "prediction" && statement.kind !== "outcome") return drawn;
    const latency = "latency" in statement && statement.latency !== null ? { latency: 0.1 } : {};
    return { ...drawn, seq, statement: { ...statement, ...latency, id: `p${id}`, timeMs } };
  });

const memory = new Arena();
const story = fc
  .array(fc.array(sent, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 })
  .map((all) => batches(1, ...all));

test("by column in a thread, as objects of a chunk and record by record, the same batches become the same rows", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (drawn) => {
      const [columns, objects, records] = [randomUUID(), randomUUID(), randomUUID()];
      const apply = createApply(engine, read);
      const inThread = createApply(engine, read, threaded);
      const own = (journal: string) => ofSystem(drawn, `same ${journal}`);
      // Memory is never empty: what is not written would be read as this.
      memory.bytes(500_000).fill(0xa5);
      memory.reset();
      const first = await inThread(own(columns).map(byColumn), {
        ...{ journal: columns, uncertain: false, memory },
      });
      memory.reset();
      const second = await apply(own(objects), { journal: objects, uncertain: false });
      const third = await applyByRecord(engine, read, own(records).map(byColumn), records);
      expect(second).toEqual(first);
      expect(third).toEqual(first);
      const said = await rowsOf(columns);
      expect(await rowsOf(objects)).toEqual(said);
      expect(await rowsOf(records)).toEqual(said);
    }),
    { numRuns: RUNS },
  );
});

test("a repeat is known in whatever form it comes and whichever stood first, in one batch or apart", async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.array(fc.boolean(), { minLength: 8 }), async (drawn, forms) => {
      const journal = randomUUID();
      const apply = createApply(engine, read);
      const twice = ofSystem(
        [...drawn, ...drawn].map((batch, i) => ({ ...batch, seq: i + 1 })),
        `again ${journal}`,
      ).map((batch, i) => (forms[i] ? byColumn(batch) : batch));
      const once = await apply(twice.slice(0, drawn.length), { journal, uncertain: false });
      const again = await apply(twice.slice(drawn.length), { journal, uncertain: false });
      expect(again.predictions + again.outcomes).toBe(0);
      expect(again.duplicates).toBeGreaterThanOrEqual(once.predictions + once.outcomes);
    }),
    { numRuns: RUNS },
  );
});

test("what no table takes goes to quarantine, and the rows beside it are in", async () => {
  const journal = randomUUID();
  const records = [
    telemetry(prediction("sound")),
    telemetry(prediction("at no time", { timeMs: Number.NaN })),
    telemetry(outcome("sound")),
    telemetry(prediction("sound too"), { seq: 2 ** 60 }),
    telemetry(prediction("of no number"), { seq: -1 }),
  ];
  const apply = createApply(engine, read);
  const all = batches(1, records).map(byColumn);
  const applied = await apply(all, { journal, uncertain: false });
  expect(applied).toMatchObject({ predictions: 2, outcomes: 1, quarantined: 2 });
  expect(await createApply(engine, read)(all, { journal, uncertain: true })).toEqual(applied);
  const rows = await rowsOf(journal);
  expect(rows["quarantine_v1"]).toHaveLength(2);
  expect(rows["predictions_v1"]).toHaveLength(2);
});

test("dictionaries of any size, lists of any length and texts of any length are read back as they were", async () => {
  const journal = randomUUID();
  const features = 1_024;
  const made = Array.from({ length: 70 }, (_, row) =>
    telemetry(
      prediction(`wide-${row}`, {
        label: `label ${row}`,
        subject: "é".repeat(row * 3),
        numericFeatures: row === 5 ? {} : { [`n${row}`]: row, same: -0 },
        categoricalFeatures: Object.fromEntries(
          Array.from({ length: row === 6 ? 0 : features }, (_v, i) => [`c${i}`, `${row} ${i}`]),
        ),
        missingFeatures: row % 2 === 0 ? ["m1", "m2"] : [],
        segment: row % 3 === 0 ? { region: `r${row}` } : {},
      }),
      { system: `wide ${journal}` },
    ),
  );
  const apply = createApply(engine, read);
  await apply(batches(1, made).map(byColumn), { journal, uncertain: false });
  const rows = await read(
    "test.wide",
    `SELECT f.id, lengthUTF8(p.subject), p.label, f.num, f.missing, f.segment, length(f.cat),
       arrayAll((name, value) -> value = concat(toString(f._row), ' ', substring(name, 2)), mapKeys(f.cat), mapValues(f.cat))
     FROM features_v1 AS f INNER JOIN predictions_v1 AS p ON p._seq = f._seq AND p._row = f._row AND p._journal = f._journal
     WHERE f._journal = {journal:UUID} ORDER BY f._row`,
    { journal },
  );
  expect(rows).toEqual(
    made.map((_, row) => [
      ...[`wide-${row}`, row * 3, `label ${row}`],
      row === 5 ? {} : { [`n${row}`]: row, same: 0 },
      row % 2 === 0 ? ["m1", "m2"] : [],
      row % 3 === 0 ? { region: `r${row}` } : {},
      ...[row === 6 ? 0 : features, 1],
    ]),
  );
});
