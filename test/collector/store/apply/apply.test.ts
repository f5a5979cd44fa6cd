import { randomUUID } from "node:crypto";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { createApply } from "tiltmeter/store/apply/apply";
import type { Applied, Batch } from "tiltmeter/store/apply/batch";
import { claimOf } from "tiltmeter/store/apply/claim";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  batches,
  concern,
  genAiCall,
  outcome,
  oversight,
  prediction,
  profile,
  START_MS,
  score,
  telemetry,
} from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let engine: Engine;
let read: Read;
let apply: ReturnType<typeof createApply>;

beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
  await migrate(engine);
  read = createRead(engine);
  apply = createApply(engine, read);
});

afterAll(() => engine.close());

const NOTHING: Applied = {
  predictions: 0,
  outcomes: 0,
  oversight: 0,
  scores: 0,
  concerns: 0,
  changes: 0,
  heartbeats: 0,
  profiles: 0,
  duplicates: 0,
  conflicts: 0,
  quarantined: 0,
};

/** An apply that has forgotten what it did before, as after a crash. */
function afterCrash(): ReturnType<typeof createApply> {
  return createApply(engine, read);
}

async function rowsOf(journal: string, table: string): Promise<readonly (readonly unknown[])[]> {
  return read(
    "test.rows",
    `SELECT _seq, _row FROM ${table} WHERE _journal = {journal:UUID} ORDER BY _seq, _row`,
    { journal },
  );
}

test("every kind of record becomes one row, a prediction with features two", async () => {
  const journal = randomUUID();
  const applied = await apply(
    batches(
      1,
      [
        telemetry(prediction("every-1")),
        telemetry(prediction("every-2", { numericFeatures: {}, categoricalFeatures: {} })),
      ],
      [
        telemetry(outcome("every-1")),
        telemetry(oversight("every-1")),
        telemetry(score("every-1")),
        telemetry(concern("every-1")),
        telemetry({
          kind: "change",
          timeMs: START_MS,
          change: "model",
          summary: "s",
          from: "",
          to: "",
        }),
        telemetry({
          kind: "heartbeat",
          timeMs: START_MS,
          lastSeq: { prediction: 2 },
          dropped: {},
          queueDepth: 0,
        }),
        telemetry(profile("income")),
      ],
    ),
    { journal, uncertain: false },
  );
  expect(applied).toEqual({
    ...NOTHING,
    predictions: 2,
    outcomes: 1,
    oversight: 1,
    scores: 1,
    concerns: 1,
    changes: 1,
    heartbeats: 1,
    profiles: 1,
  });
  expect(await rowsOf(journal, "predictions_v1")).toEqual([
    [1, 0],
    [1, 1],
  ]);
  expect(await rowsOf(journal, "features_v1")).toEqual([[1, 0]]);
  expect(await rowsOf(journal, "heartbeats_v1")).toEqual([[2, 5]]);
});

test("a call of a generative model is a row beside its prediction, and unknown stays unknown", async () => {
  const journal = randomUUID();
  const unknown = genAiCall({
    ...{ inputTokens: null, cachedTokens: null, outputTokens: null, firstChunk: null },
    ...{ isRefused: null, isStreamed: null, finishReasons: [] },
  });
  const tools = { search: 2 };
  await apply(
    batches(1, [
      telemetry(prediction("call-1", { call: genAiCall({ tools, firstChunk: 1.02 }) })),
      telemetry(prediction("call-2", { call: unknown })),
      telemetry(prediction("no call")),
    ]),
    { journal, uncertain: false },
  );
  const rows = await read(
    "calls",
    `SELECT id, input_tokens, output_tokens, is_refused, first_chunk_cell, finish_reasons, tools, dialect
     FROM calls_v1 WHERE _journal = {journal:UUID} ORDER BY _row`,
    { journal },
  );
  expect(rows).toEqual([
    ["call-1", 120, 30, false, 1, ["stop"], { search: 2 }, "tiltmeter"],
    ["call-2", null, null, null, null, [], {}, "tiltmeter"],
  ]);
});

test("a call that another observer tells of again is a repeat, and one with other tokens a conflict", async () => {
  const journal = randomUUID();
  const observed = (scope: string, inputTokens: number) => {
    const source = { ...genAiCall().source, scope, seenBy: [scope] };
    return telemetry(prediction("observed", { call: genAiCall({ inputTokens, source }) }));
  };
  const applied = await apply(batches(1, [observed("a", 5), observed("b", 5), observed("a", 6)]), {
    journal,
    uncertain: false,
  });
  expect(applied).toEqual({ ...NOTHING, predictions: 1, duplicates: 1, conflicts: 1 });
});

test("a call stands once whoever tells of it under which name, in any order, in one batch or apart", async () => {
  const system = `assistant ${randomUUID()}`;
  const traceId = "0c".repeat(16);
  const told = (id: string, responseId: string, inputTokens: number | null, trace = traceId) => ({
    ...telemetry(prediction(id, { call: genAiCall({ responseId, inputTokens }) })),
    traceId: trace,
  });
  const ours = told("r-1", "r-1", 12);
  const byOthers = told(`${traceId}:r-1`, "r-1", 12);
  const knowsLess = told(`${traceId}:r-1`, "r-1", null);
  const elsewhere = told(`${"0d".repeat(16)}:r-1`, "r-1", 12, "0d".repeat(16));
  for (const [story, parts] of [
    [[ours, byOthers, knowsLess, elsewhere]],
    [[byOthers], [ours], [knowsLess], [elsewhere]],
    [[ours], [elsewhere, byOthers], [knowsLess]],
    [
      [byOthers, elsewhere],
      [knowsLess, told("r-1#2", "r-1", 12)],
    ],
    [[told("r-1#2", "r-1", 12)], [byOthers, knowsLess, elsewhere]],
  ].entries()) {
    const apart = parts.map((part) =>
      part.map((each) => ({ ...each, origin: { ...each.origin, system: `${system} ${story}` } })),
    );
    const journal = randomUUID();
    const sums: Awaited<ReturnType<typeof apply>>[] = [];
    for (const [at, part] of apart.entries()) {
      sums.push(await apply(batches(at + 1, part), { journal, uncertain: false }));
    }
    const total = (of: "predictions" | "duplicates" | "conflicts"): number =>
      sums.reduce((sum, applied) => sum + applied[of], 0);
    expect([total("predictions"), total("duplicates"), total("conflicts")]).toEqual([2, 2, 0]);
  }
});

test("a prediction without a call has the digests that it always had: what stands is recognised", () => {
  const claim = claimOf({ seq: 1, row: 0, receivedMs: 0, telemetry: telemetry(prediction("p")) });
  expect(claim?.formerDigest()).toBe("fc50441d-0f35-a6a6-bf74-db241e631a83");
  expect(claim?.digest).toBe("a80f0122-36f0-5d98-57d2-35e337e04303");
});

test("what stands from before there were columns is recognised: the same as a repeat, other content as a conflict", async () => {
  const journal = randomUUID();
  const stood = telemetry(prediction("stood"));
  await apply(batches(1, [stood]), { journal, uncertain: false });
  const claim = claimOf({ seq: 1, row: 0, receivedMs: 0, telemetry: stood });
  await engine.client.command({
    query:
      "ALTER TABLE predictions_v1 UPDATE digest = {digest:UUID} WHERE _journal = {journal:UUID}",
    query_params: { journal, digest: claim?.formerDigest() ?? "" },
    clickhouse_settings: { mutations_sync: "2" },
  });
  const again = [stood, telemetry(prediction("stood", { label: "decline" }))];
  const applied = await apply(batches(2, again), { journal, uncertain: false });
  expect(applied).toEqual({ ...NOTHING, duplicates: 1, conflicts: 1 });
});

test("a profile is kept figure by figure, and twice the same is two: counts have no id", async () => {
  const journal = randomUUID();
  const said = profile("amount", {
    segment: { region: "north" },
    infinite: 1,
    predictions: 4,
    min: -0.1,
    max: 2 ** 60,
    cells: { 0: 2, 65535: 1 },
    magnitudes: { 0: 1, 32767: 1 },
    sum: "1p60",
    sumOfSquares: "1p120",
  });
  const sums = profile("resume:rff", { cells: { 0: 2, 7: -(2 ** 53) + 1 }, magnitudes: {} });
  const records = [said, said, sums].map((statement, i) => telemetry(statement, { seq: i + 1 }));
  const applied = await apply(batches(1, records), { journal, uncertain: false });
  expect(applied).toEqual({ ...NOTHING, profiles: 3 });
  const again = await apply(batches(1, records), { journal, uncertain: true });
  expect(again).toEqual(applied);
  const rows = await read(
    "test.profiles",
    `SELECT system, model_name, model_version, producer, seq, feature, baseline, toUnixTimestamp64Milli(time),
       toUnixTimestamp64Milli(window_time), window_ms, toString(segment), predictions, missing, infinite, min, max,
       toString(cells), toString(magnitudes), sum, sum_of_squares, _row
     FROM profiles_v1 WHERE _journal = {journal:UUID} ORDER BY _row`,
    { journal },
  );
  const own = ["credit-scoring", "xgb-credit", "2026-11-01", "producer-1"];
  const figures = ["{'region':'north'}", 4, 1, 1, -0.1, 2 ** 60, "{0:2,65535:1}", "{0:1,32767:1}"];
  const row = (seq: number): unknown[] => [
    ...[...own, seq, "amount", "ab".repeat(32), START_MS, START_MS, 60_000],
    ...[...figures, "1p60", "1p120", seq - 1],
  ];
  expect(rows.slice(0, 2)).toEqual([row(1), row(2)]);
  expect(rows[2]).toContain("{0:2,7:-9007199254740991}");
});

test("a profile from the future is filed under its receipt, as its predictions are", async () => {
  const journal = randomUUID();
  const timeMs = START_MS + 86_400_000;
  await apply(batches(1, [telemetry(profile("income", { timeMs }))]), {
    journal,
    uncertain: false,
  });
  const [row] = await read(
    "test.future",
    "SELECT toUnixTimestamp64Milli(time), toUnixTimestamp64Milli(window_time) FROM profiles_v1 WHERE _journal = {journal:UUID}",
    { journal },
  );
  expect(row).toEqual([timeMs, START_MS + 60_000]);
});

test("the same record again is a repeat; other content is a conflict that names what stands", async () => {
  const journal = randomUUID();
  const first = telemetry(prediction("twice"), { seq: 1 });
  await apply(batches(1, [first]), { journal, uncertain: false });
  const applied = await apply(
    batches(2, [
      { ...first, seq: 9, traceId: "another trace" },
      telemetry(prediction("twice", { label: "decline" })),
      telemetry(prediction("twice"), { system: "another-system" }),
    ]),
    { journal, uncertain: false },
  );
  expect(applied).toEqual({ ...NOTHING, predictions: 1, duplicates: 1, conflicts: 1 });
  const kept = await read(
    "test.corrections",
    `SELECT relation, toString(first_journal), first_seq, first_row, JSONExtractString(content, 'statement', 'label')
     FROM corrections_v1 WHERE _journal = {journal:UUID} ORDER BY _row`,
    { journal },
  );
  expect(kept).toEqual([
    ["repeat", journal, 1, 0, ""],
    ["conflict", journal, 1, 0, "decline"],
  ]);
});

test("content is the same in any order of its keys, and not when a value is NaN rather than missing", async () => {
  const journal = randomUUID();
  const applied = await apply(
    batches(1, [
      telemetry(prediction("keys", { numericFeatures: { a: 1, b: 2 } })),
      telemetry(prediction("keys", { numericFeatures: { b: 2, a: 1 } })),
      telemetry(prediction("keys", { numericFeatures: { a: 1, b: Number.NaN } })),
    ]),
    { journal, uncertain: false },
  );
  expect(applied).toEqual({ ...NOTHING, predictions: 1, duplicates: 1, conflicts: 1 });
});

test("several decisions of people about one prediction all stand; only an exact repeat does not", async () => {
  const journal = randomUUID();
  const applied = await apply(
    batches(1, [
      telemetry(oversight("reviewed")),
      telemetry(oversight("reviewed", { by: "reviewer-2", action: "override", to: "decline" })),
      telemetry(oversight("reviewed", { timeMs: START_MS + 1 })),
      telemetry(oversight("reviewed")),
    ]),
    { journal, uncertain: false },
  );
  expect(applied).toEqual({ ...NOTHING, oversight: 3, duplicates: 1 });
});

test("a prediction has one score of a check, the first: of another check or prediction there is room", async () => {
  const journal = randomUUID();
  const toxic = { name: "toxic", passed: null, value: Number.NaN, label: "it's\n" };
  await apply(batches(1, [telemetry(score("scored"))]), { journal, uncertain: false });
  const records = [
    telemetry(score("scored")),
    telemetry(score("scored", { passed: false })),
    telemetry(score("scored", toxic)),
    telemetry(score("scored too")),
  ];
  const applied = await apply(batches(2, records), { journal, uncertain: false });
  expect(applied).toEqual({ ...NOTHING, scores: 2, duplicates: 1, conflicts: 1 });
  expect(await afterCrash()(batches(2, records), { journal, uncertain: true })).toEqual(applied);
  const rows = await read(
    "test.scores",
    "SELECT id, name, passed, value, label, source FROM scores_v1 WHERE _journal = {journal:UUID} ORDER BY _seq, _row",
    { journal },
  );
  expect(rows).toEqual([
    ["scored", "faithfulness", true, 0.9, "", "llm-judge"],
    ["scored", "toxic", null, "nan", "it's\n", "llm-judge"],
    ["scored too", "faithfulness", true, 0.9, "", "llm-judge"],
  ]);
});

test("every step of a concern stands; only an exact repeat does not", async () => {
  const journal = randomUUID();
  const applied = await apply(
    batches(1, [
      telemetry(concern("c-1", { summary: "declined; it's unfair\n\nSELECT 1" })),
      telemetry(concern("c-1", { status: "acknowledged", by: "ombud" })),
      telemetry(concern("c-1", { status: "acknowledged", by: "ombud" })),
      telemetry(concern("c-1", { status: "resolved", by: "ombud", timeMs: START_MS + 5.5 })),
    ]),
    { journal, uncertain: false },
  );
  expect(applied).toEqual({ ...NOTHING, concerns: 3, duplicates: 1 });
  const rows = await read(
    "test.concerns",
    "SELECT status, concern, summary, actor, toUnixTimestamp64Micro(window_time) / 1000 FROM concerns_v1 WHERE _journal = {journal:UUID} ORDER BY _row",
    { journal },
  );
  expect(rows).toEqual([
    ["reported", "complaint", "declined; it's unfair\n\nSELECT 1", "", START_MS],
    ["acknowledged", "complaint", "declined without a reason", "ombud", START_MS],
    ["resolved", "complaint", "declined without a reason", "ombud", START_MS + 5.5],
  ]);
});

test("the first outcome stands", async () => {
  const journal = randomUUID();
  await apply(batches(1, [telemetry(outcome("truth"))]), { journal, uncertain: false });
  const applied = await apply(batches(2, [telemetry(outcome("truth", { label: "decline" }))]), {
    journal,
    uncertain: false,
  });
  expect(applied).toEqual({ ...NOTHING, conflicts: 1 });
});

test("one insert is one part in one partition, and batches over a month's end are two", async () => {
  const journal = randomUUID();
  const many = Array.from({ length: 12_000 }, (_, i) =>
    telemetry(prediction(`part-${i}`, { categoricalFeatures: { note: "x".repeat(400) } })),
  );
  const next = [telemetry(prediction("next-month"))];
  await apply(
    [
      { seq: 1, receivedMs: START_MS, records: many },
      { seq: 2, receivedMs: START_MS + 31 * 86_400_000, records: next },
    ],
    { journal, uncertain: false },
  );
  const parts = await read(
    "test.parts",
    "SELECT _partition_id, uniqExact(_part), count() FROM predictions_v1 WHERE _journal = {journal:UUID} GROUP BY _partition_id ORDER BY _partition_id",
    { journal },
  );
  expect(parts).toEqual([
    ["202611", 1, 12_000],
    ["202612", 1, 1],
  ]);
});

test("whatever part of a range is there already, applying it leaves each row once", async () => {
  const record = fc.oneof(
    fc
      .record({ id: fc.integer({ min: 0, max: 9 }), label: fc.constantFrom("a", "b") })
      .map(({ id, label }) => telemetry(prediction(`p${id}`, { label }))),
    fc
      .record({ id: fc.integer({ min: 0, max: 9 }), label: fc.constantFrom("a", "b") })
      .map(({ id, label }) => telemetry(outcome(`p${id}`, { label }))),
    fc.integer({ min: 0, max: 9 }).map((id) => telemetry(oversight(`p${id}`))),
    fc
      .record({ id: fc.integer({ min: 0, max: 9 }), name: fc.constantFrom("a", "b") })
      .map(({ id, name }) => telemetry(score(`p${id}`, { name, passed: id % 2 === 0 }))),
    fc
      .record({
        id: fc.integer({ min: 0, max: 9 }),
        status: fc.constantFrom("reported", "resolved"),
      })
      .map(({ id, status }) => telemetry(concern(`c${id}`, { status }))),
  );
  const story = fc.array(fc.array(record, { minLength: 1, maxLength: 6 }), {
    minLength: 2,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(
      story,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      async (records, share, cut) => {
        const [journal, system] = [randomUUID(), `story-${randomUUID()}`];
        const own = records.map((batch) =>
          batch.map((one): Telemetry => ({ ...one, origin: { ...one.origin, system } })),
        );
        const all = batches(1, ...own);
        const first = await apply(all, { journal, uncertain: false });
        const before = await contents(journal);

        await forget(journal, share);
        const middle = 1 + (cut % all.length);
        const again = afterCrash();
        const left = await again(all.slice(0, middle), { journal, uncertain: true });
        const right = await again(all.slice(middle), { journal, uncertain: true });

        expect(await contents(journal)).toEqual(before);
        expect(sum(left, right)).toEqual(first);
      },
    ),
    { numRuns: 12 },
  );
}, 180_000);

/** Every row of a journal, by table, with what it says. */
async function contents(journal: string): Promise<unknown> {
  return read(
    "test.contents",
    `SELECT name, _seq, _row, said FROM (
       SELECT 'predictions' AS name, _journal, _seq, _row, concat(id, label) AS said FROM predictions_v1
       UNION ALL SELECT 'features', _journal, _seq, _row, id FROM features_v1
       UNION ALL SELECT 'outcomes', _journal, _seq, _row, concat(id, label) FROM outcomes_v1
       UNION ALL SELECT 'oversight', _journal, _seq, _row, id FROM oversight_v1
       UNION ALL SELECT 'scores', _journal, _seq, _row, concat(id, name) FROM scores_v1
       UNION ALL SELECT 'concerns', _journal, _seq, _row, concat(id, status) FROM concerns_v1
       UNION ALL SELECT 'corrections', _journal, _seq, _row, concat(id, relation, toString(first_seq), '/', toString(first_row)) FROM corrections_v1
     ) WHERE _journal = {journal:UUID} ORDER BY name, _seq, _row`,
    { journal },
  );
}

/** Takes away about a share of a journal's rows, as if their inserts had never happened. */
async function forget(journal: string, share: number): Promise<void> {
  const bound = Math.round(share * 1000);
  const tables = [
    ...["predictions_v1", "features_v1", "outcomes_v1", "oversight_v1", "scores_v1"],
    ...["concerns_v1", "corrections_v1"],
  ];
  await Promise.all(
    tables.map((table) =>
      engine.client.command({
        query: `ALTER TABLE ${table} DELETE WHERE _journal = {journal:UUID} AND cityHash64({table:String}, _seq, _row) % 1000 < {bound:UInt32}`,
        query_params: { journal, table, bound },
        clickhouse_settings: { mutations_sync: "2" },
      }),
    ),
  );
}

function sum(a: Applied, b: Applied): Applied {
  return {
    predictions: a.predictions + b.predictions,
    outcomes: a.outcomes + b.outcomes,
    oversight: a.oversight + b.oversight,
    scores: a.scores + b.scores,
    concerns: a.concerns + b.concerns,
    changes: a.changes + b.changes,
    heartbeats: a.heartbeats + b.heartbeats,
    profiles: a.profiles + b.profiles,
    duplicates: a.duplicates + b.duplicates,
    conflicts: a.conflicts + b.conflicts,
    quarantined: a.quarantined + b.quarantined,
  };
}

test("a record that the engine will never take goes to quarantine, the others beside it are in", async () => {
  const journal = randomUUID();
  const records = [
    telemetry(prediction("well-1")),
    telemetry(prediction("sick", { timeMs: Number.NaN })),
    telemetry(prediction("well-2")),
    telemetry({
      kind: "heartbeat",
      timeMs: START_MS,
      lastSeq: { prediction: -1 },
      dropped: {},
      queueDepth: 0,
    }),
  ];
  const once = await apply(batches(1, records), { journal, uncertain: false });
  expect(once).toEqual({ ...NOTHING, predictions: 2, quarantined: 2 });
  expect(await afterCrash()(batches(1, records), { journal, uncertain: true })).toEqual(once);
  const kept = await read(
    "test.quarantine",
    "SELECT event, target, reason != '', JSONExtractString(record, 'statement', 'id') FROM quarantine_v1 WHERE _journal = {journal:UUID} ORDER BY _row",
    { journal },
  );
  expect(kept).toEqual([
    ["prediction", "features_v1", 1, "sick"],
    ["heartbeat", "heartbeats_v1", 1, ""],
  ]);
});

test("texts that are no texts elsewhere are stored: quotes, line breaks, NUL, half a surrogate pair", async () => {
  const journal = randomUUID();
  const nasty = "it's \"\\ \n\n; DROP TABLE predictions_v1 \t\0 \u{1f600} \ud800";
  await apply(batches(1, [telemetry(prediction(nasty, { label: nasty }), { system: "nasty" })]), {
    journal,
    uncertain: false,
  });
  const whole = nasty.replace("\ud800", "\ufffd");
  expect(
    await read(
      "test.nasty",
      "SELECT id, label FROM predictions_v1 WHERE _journal = {journal:UUID}",
      { journal },
    ),
  ).toEqual([[whole, whole]]);
});

test("a store with more rows than the journal has records is not touched", async () => {
  const journal = randomUUID();
  const two: readonly Batch[] = batches(1, [
    telemetry(prediction("more-1")),
    telemetry(prediction("more-2")),
  ]);
  await apply(two, { journal, uncertain: false });
  const [batch] = two;
  const one = [
    { seq: 1, receivedMs: batch?.receivedMs ?? 0, records: batch?.records.slice(0, 1) ?? [] },
  ];
  await expect(apply(one, { journal, uncertain: true })).rejects.toThrow(
    "two processes may be applying one journal",
  );
});

test("windows go by receipt where a sender's clock runs more than ten minutes ahead", async () => {
  const journal = randomUUID();
  const receivedMs = START_MS + 60_000;
  await apply(
    batches(1, [
      telemetry(prediction("ahead", { timeMs: receivedMs + 600_001 })),
      telemetry(prediction("hardly-ahead", { timeMs: receivedMs + 600_000 })),
      telemetry(prediction("microseconds", { timeMs: START_MS + 0.125 })),
    ]),
    { journal, uncertain: false },
  );
  expect(
    await read(
      "test.window_time",
      "SELECT toUnixTimestamp64Micro(time) / 1000, toUnixTimestamp64Micro(window_time) / 1000 FROM predictions_v1 WHERE _journal = {journal:UUID} ORDER BY _row",
      { journal },
    ),
  ).toEqual([
    [receivedMs + 600_001, receivedMs],
    [receivedMs + 600_000, receivedMs + 600_000],
    [START_MS + 0.125, START_MS + 0.125],
  ]);
});
