import { expect, test } from "vitest";
import { type Collector, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CONTROLS = `
version: 1
set: late
owner: team
defaults: { data_delay: 0s }
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most 5 % of predictions shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: 5% }
    proof: measured
    then: [{ raise: nonconformity }]
`;

const prediction = (id: string, more: Readonly<Record<string, unknown>> = {}): object => ({
  system: "s",
  id,
  time: iso(START_MS + MINUTE_MS),
  model: { name: "m", version: "1" },
  label: "yes",
  ...more,
});

async function point(
  collector: Collector,
  metric: string,
  fromMs: number = START_MS,
): Promise<readonly unknown[]> {
  const range = `from=${iso(fromMs)}&to=${iso(fromMs + HOUR_MS)}`;
  const { points } = await collector.api(`/systems/s/series?metric=${metric}&${range}`);
  return (points as { value: number | null; n: number }[]).map(({ value, n }) => [value, n]); // the shape of the API
}

async function stored(collector: Collector): Promise<Record<string, unknown>> {
  await collector.app.settled();
  return collector.api("/systems/s");
}

test("an outcome that comes before its prediction is joined when the prediction comes", async () => {
  await using collector = await startCollector({ nowMs: START_MS + HOUR_MS });
  const outcome = { system: "s", id: "a", label: "yes", time: iso(START_MS) };
  await collector.api("/outcomes", [outcome, { ...outcome, id: "b", label: "no" }]);
  expect(await stored(collector)).toMatchObject({ predictions: 0, outcomes: 2 });
  expect(await point(collector, "accuracy")).toEqual([]);
  await collector.api("/predictions", [prediction("a"), prediction("b")]);
  await collector.app.settled();
  expect(await point(collector, "accuracy")).toEqual([[0.5, 2]]);
});

test("the same id again: an exact repeat changes nothing, and of other content the first stands", async () => {
  await using collector = await startCollector({ nowMs: START_MS + HOUR_MS });
  const outcome = { system: "s", id: "a", label: "yes", time: iso(START_MS) };
  await collector.api("/predictions", [prediction("a")]);
  await collector.api("/outcomes", [outcome]);
  // Other batches, so that the repeat is the store's to find, within one request and across them.
  await collector.api("/predictions", [prediction("a"), prediction("b"), prediction("b")]);
  await collector.api("/predictions", [prediction("a", { label: "no" })]);
  await collector.api("/outcomes", [{ ...outcome, label: "no" }, outcome]);
  expect(await stored(collector)).toMatchObject({ predictions: 2, outcomes: 1 });
  expect(await point(collector, "accuracy")).toEqual([[1, 1]]);
  expect(await point(collector, "count")).toEqual([[2, 2]]);
});

test("several people may decide about one prediction, and all of it counts", async () => {
  await using collector = await startCollector({ nowMs: START_MS + HOUR_MS });
  await collector.api("/predictions", [prediction("a")]);
  const review = { system: "s", id: "a", time: iso(START_MS + MINUTE_MS), by: "ann" };
  const confirm = { ...review, action: "confirm" };
  const override = { ...review, action: "override", by: "bob", from: "yes", to: "no" };
  await collector.api("/oversight", [confirm, override]);
  await collector.api("/oversight", [override]);
  expect(await stored(collector)).toMatchObject({ oversight: 2 });
  expect(await point(collector, "override_rate")).toEqual([[0.5, 2]]);
});

test("what claims to come from more than ten minutes ahead counts in the window of its receipt", async () => {
  const nowMs = START_MS + 30 * MINUTE_MS;
  await using collector = await startCollector({ nowMs });
  await collector.api("/predictions", [
    prediction("soon", { time: iso(nowMs + 9 * MINUTE_MS) }),
    prediction("ahead", { time: iso(nowMs + 24 * HOUR_MS) }),
  ]);
  await collector.app.settled();
  expect(await point(collector, "count")).toEqual([[2, 2]]);
  expect(await point(collector, "count", START_MS + 24 * HOUR_MS)).toEqual([]);
});

test("a window waits for the store: nothing is judged on what has not arrived there", async () => {
  await using collector = await startCollector({ nowMs: START_MS + MINUTE_MS, controls: CONTROLS });
  const failed = Array.from({ length: 20 }, (_, i) => prediction(`p-${i}`, { status: "error" }));
  // Acknowledged, and surely not in the store yet: the applier gathers for a tenth of a second.
  await collector.api("/predictions", failed);
  collector.clock.nowMs = START_MS + HOUR_MS;
  const early = await collector.app.tick(collector.clock.nowMs);
  expect(early).toMatchObject({ windows: 0, missed: 0, raised: [] });
  await collector.app.settled();
  const late = await collector.app.tick(collector.clock.nowMs);
  expect(late).toMatchObject({ windows: 1, errors: [] });
  const raised = items(await collector.api("/nonconformities"));
  expect(raised.map((record) => record["control"])).toEqual(["error-rate"]);
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
