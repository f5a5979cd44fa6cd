import { randomUUID } from "node:crypto";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, outcome, oversight, prediction, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let store: Store;
const system = "credit";
const MINUTE_MS = 60_000;
/** Before the batches are received: a clock that runs ahead would be set right. */
const BEGIN_MS = START_MS - 60 * MINUTE_MS;
const version = (name: string) => ({ name: "m", version: name, supplier: "acme", digest: "" });

beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
  const predictions = Array.from({ length: 20 }, (_, i) =>
    prediction(`p${String(i).padStart(2, "0")}`, {
      timeMs: BEGIN_MS + i * MINUTE_MS,
      model: version(i < 10 ? "v1" : "v2"),
      segment: { region: i % 2 === 0 ? "north" : "south" },
      subject: i < 12 ? `person-${i % 4}` : "",
      numericFeatures: i < 10 ? { income: 1 } : {},
      categoricalFeatures: {},
    }),
  );
  const records = [
    ...predictions.map((each) => telemetry(each, { system })),
    telemetry(prediction("p00", { timeMs: BEGIN_MS }), { system: "other" }),
    telemetry(outcome("p01"), { system }),
    telemetry(outcome("p15"), { system }),
    telemetry(outcome("p01"), { system: "other" }),
    telemetry(oversight("p02"), { system }),
    telemetry(oversight("p02", { timeMs: START_MS + 1 }), { system }),
    telemetry(oversight("p19"), { system }),
  ];
  await store.apply(batches(1, records), { journal: randomUUID(), uncertain: false });
});

afterAll(() => store.close());

const minutes = (from: number, to: number) => ({
  fromMs: BEGIN_MS + from * MINUTE_MS,
  toMs: BEGIN_MS + to * MINUTE_MS,
});

test("decisions in the windows are counted exactly, with truths, reviews and subjects of them alone", async () => {
  const windows = [minutes(0, 3), minutes(10, 12)];
  expect(await store.affectedCounts({ system, windows, groups: [] })).toEqual({
    predictions: 5,
    outcomes: 1,
    reviews: 2,
    subjects: 4,
    named: 5,
  });
  const groups = [
    { system, model_version: "v1", "segment.region": "north", feature: "income" },
    { system, model_version: "v2" },
  ];
  expect(await store.affectedCounts({ system, windows: [minutes(0, 20)], groups })).toMatchObject({
    predictions: 15,
    outcomes: 1,
    reviews: 3,
  });
});

test("pages of affected decisions hold each once, in order, and end", async () => {
  const scope = { system, windows: [minutes(0, 7), minutes(12, 20)], groups: [] };
  const ids: string[] = [];
  let after: Awaited<ReturnType<Store["affected"]>>[number] | undefined;
  for (;;) {
    const page = await store.affected({ ...scope, limit: 4, ...(after ? { after } : {}) });
    ids.push(...page.map(({ id }) => id));
    after = page.at(-1);
    if (page.length < 4) break;
  }
  expect(ids).toHaveLength(15);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(await store.affectedAmong({ ...scope, ids: ["p00", "p08", "p19", "no such"] })).toEqual([
    "p00",
    "p19",
  ]);
});

test("models are told with their first prediction, and systems by the features that they send", async () => {
  const models = await store.modelsInUse({ system, ...minutes(0, 20) });
  expect(models).toEqual([
    expect.objectContaining({ version: "v1", firstMs: BEGIN_MS, predictions: 10 }),
    expect.objectContaining({
      version: "v2",
      firstMs: BEGIN_MS + 10 * MINUTE_MS,
      supplier: "acme",
    }),
  ]);
  const sent = await store.systemsWithFeatures({
    ...minutes(0, 20),
    features: ["income", "no such"],
  });
  expect(sent).toEqual([
    { system: "credit", features: ["income"] },
    { system: "other", features: ["income"] },
  ]);
});

test("a window that late data turned is a breach by its newest revision", async () => {
  const row = (end: number, dataRevision: number, kind: "pass" | "breach", of = system) => ({
    control: "errors",
    revision: "r",
    instance: { system: of },
    instanceKey: of,
    windowStartMs: end - 10,
    windowEndMs: end,
    evaluatedMs: end + dataRevision,
    dataRevision,
    watermarkMs: null,
    restatedUpToMs: null,
    isBackfilled: false,
    muted: null,
    engine: "",
    question: "",
    firstSeenMs: null,
    absentWindows: 0,
    verdict: {
      ...(kind === "pass"
        ? { kind, recovered: true, warned: false }
        : { kind, bound: "at most 5 %" }),
      measured: {
        kind: "measured" as const,
        value: 0.1,
        lower: null,
        upper: null,
        n: 5,
        detail: {},
      },
    },
    state: { phase: "ok" as const },
    rowsRead: 1,
    durationMs: 1,
  });
  await store.appendEvaluations([
    row(1_000, 1, "breach"),
    row(2_000, 1, "breach"),
    row(2_000, 2, "pass"),
    row(3_000, 1, "pass"),
    row(3_000, 2, "breach"),
    row(3_000, 1, "breach", "other"),
  ]);
  const all = { control: "errors", fromMs: 0, toMs: 10_000 };
  expect(await store.breachWindows({ ...all, system })).toEqual([
    { instance: { system }, fromMs: 990, toMs: 1_000 },
    { instance: { system }, fromMs: 2_990, toMs: 3_000 },
  ]);
  const rows = await store.evaluations({ ...all, system: "other", limit: 10 });
  expect(rows.map(({ instanceKey }) => instanceKey)).toEqual(["other"]);
});
