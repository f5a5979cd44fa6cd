import { expect, test } from "vitest";
import { items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

// Names that every JavaScript object has already, and some that a query or a page could trip over.
const WORDS = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "0",
  "null",
  "it's; --",
  "<b>",
] as const;

const CONTROLS = `
version: 1
set: words
owner: team
controls:
  - id: accuracy-floor
    title: The model is wrong too often
    requirement: At least 90 % of predictions shall be right.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: accuracy
    by: [system, segment.word]
    window: 1h
    every: 1h
    data_delay: 0s
    outcomes: { wait: 1h }
    min_sample: 1
    limit: { min: 90% }
    proof: measured
    group_by: [system]
    then: [{ raise: nonconformity }]
`;

test("labels, outcomes and segments may be any text: each is counted, judged and told as itself", async () => {
  await using collector = await startCollector({ nowMs: START_MS + HOUR_MS, controls: CONTROLS });
  const time = new Date(START_MS + 1_000).toISOString();
  const predictions = WORDS.map((label, i) => ({
    system: "words",
    id: `p-${i}`,
    time,
    model: { name: "m", version: "1" },
    label,
    segment: { word: label },
    features: { valueOf: i, said: label },
  }));
  // Right everywhere but for the first and the second, which are taken for each other.
  const outcomes = WORDS.map((_, i) => ({
    system: "words",
    id: `p-${i}`,
    time,
    label: WORDS[i === 0 ? 1 : i === 1 ? 0 : i],
  }));
  expect(await collector.api("/predictions", predictions)).toMatchObject({ rejected: [] });
  expect(await collector.api("/outcomes", outcomes)).toMatchObject({ rejected: [] });
  await collector.app.settled();

  const series = async (metric: string, positive: string): Promise<readonly unknown[]> => {
    const range = `from=${iso(START_MS)}&to=${iso(START_MS + HOUR_MS)}`;
    const asked = `metric=${metric}&positive=${encodeURIComponent(positive)}&${range}`;
    const { points } = await collector.api(`/systems/words/series?${asked}`);
    return (points as { value: number | null; n: number }[]).map(({ value, n }) => [value, n]);
  };
  expect(await series("accuracy", "x")).toEqual([[6 / 8, 8]]);
  for (const [i, word] of WORDS.entries()) {
    expect(await series("selection_rate", word), word).toEqual([[1 / 8, 8]]);
    expect(await series("recall", word), word).toEqual([[i < 2 ? 0 : 1, 1]]);
  }
  expect(await series("selection_rate", "valueOf")).toEqual([[0, 8]]);

  collector.clock.nowMs = START_MS + 2 * HOUR_MS;
  expect((await collector.app.tick(collector.clock.nowMs)).errors).toEqual([]);
  const [record] = items(await collector.api("/nonconformities"));
  const episodes = record?.["episodes"] as { instance: Record<string, string> }[]; // the shape of the API
  expect(episodes.map(({ instance }) => instance["segment.word"]).sort()).toEqual([
    "__proto__",
    "constructor",
  ]);
});

test("a feature named like a member of every object drifts against its own baseline", async () => {
  await using collector = await startCollector({ nowMs: START_MS + HOUR_MS });
  const columns = {
    valueOf: Array.from({ length: 400 }, (_, i) => i),
    toString: Array(400).fill("a"),
  };
  const { digest } = await collector.api("/baselines", { system: "words", name: "b", columns });
  await collector.api(`/baselines/${digest}/approve`, {});
  const predictions = Array.from({ length: 400 }, (_, i) => ({
    system: "words",
    id: `p-${i}`,
    time: iso(START_MS + i),
    features: { valueOf: i, toString: "b" },
  }));
  await collector.api("/predictions", predictions);
  await collector.app.settled();
  const range = `from=${iso(START_MS)}&to=${iso(START_MS + HOUR_MS)}`;
  const drift = await collector.api(`/drift?system=words&${range}`);
  const features = drift["features"] as { feature: string; kind: string; value: number }[]; // the shape of the API
  expect(features.map(({ feature, kind }) => [feature, kind])).toEqual([
    ["toString", "categorical"],
    ["valueOf", "numeric"],
  ]);
  expect(features[0]?.value).toBeGreaterThan(1);
  expect(features[1]?.value).toBeLessThan(0.01);
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
