import { reassessmentTriggers, type SystemChanges } from "@tiltmeter/rules";
import { expect, test } from "vitest";

const DAY = 86_400_000;
const system: SystemChanges = {
  ...{ system: "credit", riskTier: "high", assessedMs: 100 * DAY },
  versions: [
    { model: "m", version: "1", supplier: "a", firstSeenMs: 10 * DAY },
    { model: "m", version: "2", supplier: "a", firstSeenMs: 110 * DAY },
    { model: "n", version: "1", supplier: "b", firstSeenMs: 120 * DAY },
  ],
  told: [
    { timeMs: 50 * DAY, change: "prompt" },
    { timeMs: 130 * DAY, change: "prompt" },
    { timeMs: 131 * DAY, change: "configuration" },
  ],
  declared: [
    { atMs: 99 * DAY, changed: ["purpose"] },
    { atMs: 140 * DAY, changed: ["suppliers", "owner"] },
  ],
  drifted: [{ control: "drift", episode: "NC-1", firedMs: 150 * DAY }],
};
const causes = (of: Partial<SystemChanges>) =>
  reassessmentTriggers({ ...system, ...of }).map(
    ({ cause, sinceMs }) => `${cause} ${sinceMs / DAY}`,
  );

test("what changed since the last assessment calls for another, and what was there before does not", () => {
  expect(causes({})).toEqual([
    ...["model 110", "model 120", "supplier 120", "prompt 130", "supplier 140", "population 150"],
  ]);
});

test("a new assessment settles everything before it", () => {
  expect(causes({ assessedMs: 145 * DAY })).toEqual(["population 150"]);
  expect(causes({ assessedMs: 150 * DAY })).toEqual([]);
});

test("a system that was never assessed has that one task, and no trigger", () => {
  expect(causes({ assessedMs: null })).toEqual([]);
});

test("the higher the risk, the sooner it is due", () => {
  const due = (riskTier: SystemChanges["riskTier"]) => {
    const [first] = reassessmentTriggers({ ...system, riskTier });
    return ((first?.dueMs ?? 0) - (first?.sinceMs ?? 0)) / DAY;
  };
  expect([due("high"), due("limited"), due("minimal"), due(null)]).toEqual([14, 30, 60, 30]);
});

test("the same change has the same key, however often it is looked for", () => {
  const keys = reassessmentTriggers(system).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(reassessmentTriggers(system).map(({ key }) => key)).toEqual(keys);
});

test("what answers first is what was assessed before it did", () => {
  const launched = {
    ...{ told: [], declared: [], drifted: [], assessedMs: 5 * DAY },
    versions: [
      { model: "m", version: "1", supplier: "a", firstSeenMs: 10 * DAY },
      { model: "m", version: "2", supplier: "a", firstSeenMs: 30 * DAY },
    ],
  };
  expect(causes(launched)).toEqual(["model 30"]);
});
