import { randomUUID } from "node:crypto";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { EvaluationRow } from "tiltmeter/store/reads/evaluation-row";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  batches,
  concern,
  outcome,
  oversight,
  prediction,
  profile,
  START_MS,
  score,
  telemetry,
} from "./telemetry.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let store: Store;

beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});

afterAll(() => store.close());

const WINDOW = { fromMs: START_MS, toMs: START_MS + 30_000 };

async function apply(...records: readonly ReturnType<typeof telemetry>[]): Promise<void> {
  await store.apply(batches(1, records), { journal: randomUUID(), uncertain: false });
}

test("systems are counted exactly, with their models, environments and segments", async () => {
  const system = "counted";
  const model = (version: string): Partial<Prediction> => ({
    model: { name: "m", version, supplier: "", digest: "" },
  });
  await apply(
    telemetry(prediction("1", { ...model("a"), segment: { race: "x" } }), { system }),
    telemetry(prediction("2", { ...model("b"), timeMs: START_MS + 5.5 }), { system }),
    telemetry(prediction("3", model("b")), { system, origin: { environment: "staging" } }),
    telemetry(prediction("3", model("b")), { system }),
    telemetry(outcome("1"), { system }),
    telemetry(oversight("1"), { system }),
    telemetry(outcome("only"), { system: "only outcomes" }),
  );
  const found = (await store.systems()).filter(({ id }) => [system, "only outcomes"].includes(id));
  expect(found).toEqual([
    {
      id: "counted",
      predictions: 3,
      outcomes: 1,
      oversight: 1,
      firstSeenMs: START_MS,
      lastSeenMs: START_MS + 5.5,
      models: [
        { name: "m", version: "b", predictions: 2 },
        { name: "m", version: "a", predictions: 1 },
      ],
      environments: ["production", "staging"],
      segments: ["race"],
    },
    {
      id: "only outcomes",
      predictions: 0,
      outcomes: 1,
      oversight: 0,
      firstSeenMs: null,
      lastSeenMs: null,
      models: [],
      environments: ["production"],
      segments: [],
    },
  ]);
});

test("what producers issued less what is stored less what they dropped is unexplained", async () => {
  const system = "complete";
  const beat = (seq: number, dropped: Record<string, number>, last: number) =>
    telemetry(
      {
        kind: "heartbeat",
        timeMs: START_MS + seq,
        lastSeq: { prediction: last },
        dropped,
        queueDepth: 0,
      },
      { system, seq },
    );
  await apply(
    telemetry(prediction("1"), { system, seq: 1 }),
    telemetry(prediction("1"), { system, seq: 2 }),
    telemetry(prediction("1", { label: "other" }), { system, seq: 3 }),
    telemetry(prediction("5"), { system, seq: 5 }),
    telemetry(prediction("5"), { system, seq: 5 }),
    telemetry(prediction("x"), { system, seq: 2, origin: { producer: "producer-2" } }),
    telemetry(profile("income"), { system, seq: 1 }),
    beat(1, { "prediction.queue_full": 1 }, 8),
    // Neither a selector's fault nor a feature that was left out is a record.
    beat(
      2,
      {
        ...{ "prediction.queue_full": 1, "prediction.too_large": 1, "outcome.queue_full": 1 },
        ...{ "hook.label": 9, "features.queue_full": 9 },
      },
      10,
    ),
  );
  // producer-1: predictions 10 issued, 4 stored, 2 dropped; profiles 1 of 1; heartbeats 2 of 2. producer-2: 2 issued, 1 stored.
  expect(await store.completeness(system)).toEqual({
    expected: 15,
    stored: 8,
    declaredDrops: 3,
    unexplained: 5,
  });
});

test("scores and concerns that a producer counted are found, kept or corrected", async () => {
  const system = "all said";
  await apply(
    telemetry(score("1"), { system, seq: 1 }),
    telemetry(score("1", { passed: false }), { system, seq: 2 }),
    telemetry(score("2"), { system, seq: 4 }),
    telemetry(concern("c"), { system, seq: 1 }),
    telemetry(concern("c"), { system, seq: 2 }),
  );
  expect(await store.completeness(system)).toEqual({
    expected: 6,
    stored: 5,
    declaredDrops: 0,
    unexplained: 1,
  });
});

test("a concern is told with all that became of it, the newest concern first", async () => {
  const system = "concerned";
  await apply(
    telemetry(concern("old", { status: "resolved", by: "ombud", timeMs: START_MS + 9 }), {
      system,
      origin: { environment: "office" },
    }),
    telemetry(concern("old", { summary: "it's unfair" }), { system }),
    telemetry(concern("new", { timeMs: START_MS + 5.5 }), { system }),
    telemetry(concern("old"), { system: "another system" }),
  );
  const step = { kind: "complaint", summary: "declined without a reason", by: "" };
  const environment = "production";
  const reported = { ...step, status: "reported", environment };
  const own = await store.concerns(system);
  expect(own).toEqual([
    { system, id: "new", steps: [{ ...reported, timeMs: START_MS + 5.5 }] },
    {
      system,
      id: "old",
      steps: [
        { ...reported, timeMs: START_MS, summary: "it's unfair" },
        { ...step, timeMs: START_MS + 9, status: "resolved", by: "ombud", environment: "office" },
      ],
    },
  ]);
  const all = await store.concerns(null);
  expect(all.map((each) => each.system)).toContain("another system");
  expect(all.filter((each) => each.system === system)).toEqual(own);
});

test("completeness of a producer that does not count is not measured", async () => {
  await apply(telemetry(prediction("1"), { system: "uncounted" }));
  expect(await store.completeness("uncounted")).toBeNull();
  expect(await store.completeness("never heard of")).toBeNull();
});

test("example ids are the latest of the window and the model version", async () => {
  const system = "examples";
  const at = (id: string, ms: number, version = "a") =>
    telemetry(
      prediction(id, {
        timeMs: START_MS + ms,
        model: { name: "m", version, supplier: "", digest: "" },
      }),
      { system },
    );
  await apply(at("first", 1), at("second", 2), at("third", 3, "b"), at("late", 30_000));
  expect(await store.exampleIds({ ...WINDOW, system, limit: 2 })).toEqual(["third", "second"]);
  expect(await store.exampleIds({ ...WINDOW, system, modelVersion: "a", limit: 9 })).toEqual([
    "second",
    "first",
  ]);
});

test("segments and changes are those of the window", async () => {
  const system = "told";
  const change = {
    kind: "change",
    timeMs: START_MS + 0.5,
    change: "model",
    summary: "it's new",
    from: "a",
    to: "b",
  } as const;
  await apply(
    telemetry(prediction("1", { segment: { race: "x", age: "y" } }), { system }),
    telemetry(prediction("2", { segment: { later: "x" }, timeMs: WINDOW.toMs }), { system }),
    telemetry(change, { system }),
    telemetry({ ...change, timeMs: WINDOW.toMs }, { system }),
  );
  expect(await store.segments(system, WINDOW)).toEqual(["age", "race"]);
  expect(await store.changes(system, WINDOW)).toEqual([
    { timeMs: START_MS + 0.5, change: "model", summary: "it's new", from: "a", to: "b" },
  ]);
});

test("one prediction comes with its features, its truth and what people did", async () => {
  const system = "one";
  const whole = prediction("it's", {
    numericFeatures: { a: Number.NaN, b: -Infinity, c: 0.1 },
    categoricalFeatures: { d: "e" },
    missingFeatures: ["f"],
    segment: { race: "x" },
    score: null,
  });
  await apply(
    telemetry(whole, { system }),
    telemetry(outcome("it's", { label: "decline", timeMs: START_MS + 1 }), { system }),
    telemetry(oversight("it's", { action: "override", reason: "income_verified" }), { system }),
  );
  expect(await store.prediction(system, "it's")).toMatchObject({
    timeMs: START_MS,
    receivedMs: START_MS + 60_000,
    label: "approve",
    score: null,
    segment: { race: "x" },
    numericFeatures: { a: Number.NaN, b: -Infinity, c: 0.1 },
    categoricalFeatures: { d: "e" },
    missingFeatures: ["f"],
    outcome: { label: "decline", timeMs: START_MS + 1 },
    reviews: [{ action: "override", reason: "income_verified" }],
  });
  expect(await store.prediction(system, "unknown")).toBeNull();
});

test("feature columns are as long as the window, with null where a prediction has no value", async () => {
  const system = "columns";
  await apply(
    ...[1, 2, 3].map((n) =>
      telemetry(
        prediction(`p${n}`, {
          numericFeatures: n === 2 ? {} : { income: n },
          categoricalFeatures: { purpose: `c${n}` },
        }),
        { system },
      ),
    ),
  );
  const { columns, times } = await store.featureColumns({ ...WINDOW, system, rowsMax: 10 });
  expect([...(columns["income"] ?? [])].sort()).toEqual([1, 3, null]);
  expect([...(columns["purpose"] ?? [])].sort()).toEqual(["c1", "c2", "c3"]);
  expect(times).toEqual([START_MS, START_MS, START_MS]);
  const some = await store.featureColumns({ ...WINDOW, system, rowsMax: 2 });
  expect(some.columns["purpose"]).toHaveLength(2);
});

test("the last evaluation of each instance comes back whole, however often rows are appended", async () => {
  const row = (instanceKey: string, windowEndMs: number): EvaluationRow => ({
    control: "override-rate",
    revision: "r1",
    instance: { system: "it's", "segment.race": "x" },
    instanceKey,
    windowStartMs: windowEndMs - 1000,
    windowEndMs,
    evaluatedMs: windowEndMs + 1,
    verdict: {
      kind: "breach",
      bound: "max 0.1",
      measured: {
        kind: "measured",
        value: 0.2,
        lower: 0.15,
        upper: null,
        n: 100,
        detail: { a: [1, "b"] },
      },
    },
    state: { phase: "pending", sinceMs: windowEndMs, windows: 1 },
    dataRevision: 1,
    watermarkMs: windowEndMs,
    restatedUpToMs: windowEndMs - 500,
    isBackfilled: true,
    muted: "it's planned",
    engine: "chdb 1",
    question: "q",
    firstSeenMs: null,
    absentWindows: 3,
    rowsRead: 12,
    durationMs: 1.5,
  });
  const rows = [row("a", START_MS), row("a", START_MS + 1000), row("b", START_MS)];
  await store.appendEvaluations(rows);
  await store.appendEvaluations(rows);
  await store.appendEvaluations([]);
  const last = [...(await store.lastEvaluations())].sort((a, b) =>
    a.instanceKey < b.instanceKey ? -1 : 1,
  );
  expect(last).toEqual([row("a", START_MS + 1000), row("b", START_MS)]);

  const amended = { ...row("a", START_MS), dataRevision: 2, evaluatedMs: START_MS + 9000 };
  const other = { ...row("a", START_MS), control: "plan" };
  await store.appendEvaluations([amended, other]);
  const history = { fromMs: START_MS, toMs: START_MS + 1001, limit: 10 };
  const own = { ...history, control: "override-rate" };
  expect(await store.evaluations(own)).toEqual([
    row("a", START_MS + 1000),
    amended,
    row("b", START_MS),
  ]);
  const all = [row("a", START_MS + 1000), amended, row("a", START_MS), row("b", START_MS), other];
  expect(await store.evaluations({ ...history, allRevisions: true })).toEqual(all);
  for (const [i, after] of all.entries()) {
    const behind = await store.evaluations({ ...history, allRevisions: true, after, limit: 2 });
    expect(behind).toEqual(all.slice(i + 1, i + 3));
  }
  expect(await store.evaluations({ ...own, after: amended })).toEqual([row("b", START_MS)]);
  expect(await store.evaluations({ ...own, instanceKey: "b" })).toEqual([row("b", START_MS)]);
  expect(await store.evaluations({ ...own, toMs: START_MS })).toEqual([]);
  expect(
    await store.evaluationsAt({ controls: ["override-rate"], endsMs: [START_MS, START_MS + 5] }),
  ).toEqual([row("a", START_MS), amended, row("b", START_MS)]);
  // An amendment is no place to go on from.
  expect(await store.lastEvaluations()).toContainEqual(row("b", START_MS));
  expect(await store.lastEvaluations()).not.toContainEqual(amended);
});

test("what the door refused is kept with its reason, the latest first", async () => {
  const entry = {
    receivedMs: START_MS,
    key: "key-1",
    event: "aims.prediction",
    reason: "id is empty",
    record: '{"a":"it\'s"}',
  };
  await store.quarantine([entry, { ...entry, receivedMs: START_MS + 1 }]);
  await store.quarantine([]);
  expect(await store.quarantined({ limit: 9 })).toEqual([
    { ...entry, receivedMs: START_MS + 1 },
    entry,
  ]);
  // Leafed through, and found again by its id.
  const range = { fromMs: START_MS, toMs: START_MS + 2 };
  const [latest, ...more] = await store.refused({ ...range, limit: 1 });
  expect([latest, more]).toMatchObject([{ ...entry, receivedMs: START_MS + 1, target: "" }, []]);
  if (latest === undefined) throw new Error("nothing was refused");
  const rest = await store.refused({ ...range, after: latest, limit: 9 });
  expect(rest).toMatchObject([entry]);
  expect(await store.refused({ ...range, event: "aims.outcome", limit: 9 })).toEqual([]);
  expect(await store.refusedRecord(latest.id)).toEqual(latest);
  expect(await store.refusedRecord("00000000-0000-4000-8000-000000000000.0.0")).toBeNull();
});

test("features that came are counted by what they came as, whoever watches them", async () => {
  const system = "featured";
  const BARE = { numericFeatures: {}, categoricalFeatures: {} };
  await apply(
    telemetry(
      prediction("1", { ...BARE, numericFeatures: { a: 1, b: 2 }, missingFeatures: ["c"] }),
      {
        system,
      },
    ),
    telemetry(
      prediction("2", { ...BARE, numericFeatures: { a: 3 }, categoricalFeatures: { b: "x" } }),
      {
        system,
      },
    ),
    telemetry(prediction("3", BARE), { system }),
  );
  expect(await store.featuresSeen(system, WINDOW)).toEqual({
    predictions: 3,
    features: [
      { name: "a", numbers: 2, words: 0, missing: 0 },
      { name: "b", numbers: 1, words: 1, missing: 0 },
      { name: "c", numbers: 0, words: 0, missing: 1 },
    ],
  });
  expect(await store.featuresSeen("nobody", WINDOW)).toEqual({ predictions: 0, features: [] });
});
