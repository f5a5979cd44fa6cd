import type { VerdictTotals } from "@tiltmeter/rules";
import { keptVerdicts } from "tiltmeter/wiring/kept-verdicts";
import { verdictAnswers } from "tiltmeter/wiring/verdict-answers";
import { expect, test } from "vitest";
import { parsed } from "../acts/roadmap/world.ts";

const NOW = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
const controls = parsed(`version: 1
set: s
owner: o
controls:
  - { id: errors, title: t, requirement: r, severity: low, measure: error_rate, window: 1h, every: 1h, limit: { max: 5% } }
`);

/** Verdicts that came without a word, as others write them to a store that is shared. */
function verdictsOf() {
  const stored = { windows: 1 };
  const totals = async (): Promise<readonly VerdictTotals[]> => [
    { control: "errors", system: "s", half: "later", passed: stored.windows, breached: 0 },
  ];
  const end = NOW - 10 * HOUR;
  const store = {
    verdictsVersion: () => "as before",
    windowVerdicts: async () => [],
    verdictTotals: totals,
    lastVerdicts: async () => [
      { control: "errors", windowEndMs: end + stored.windows * HOUR, verdict: "pass" as const },
    ],
    evaluationCounts: async () => [
      {
        ...{ control: "errors", windows: stored.windows, backFilled: 0, firstEndMs: end },
        ...{ evaluations: stored.windows, conclusive: stored.windows, lastConclusiveMs: end },
      },
    ],
    controlActivity: async () => [
      {
        ...{ control: "errors", system: "s", firstEndMs: end, lastEndMs: end },
        ...{ lastConclusiveMs: end, conclusive: stored.windows, hasFired: false },
      },
    ],
  };
  return { stored, store };
}

test("what is recorded is computed anew, whatever pages are still shown", async () => {
  const { stored, store } = verdictsOf();
  const judged = { nowMs: () => NOW, controls: () => controls };
  const range = { fromMs: NOW - 24 * HOUR, toMs: NOW };
  const all = (from: ReturnType<typeof verdictAnswers>): Promise<readonly unknown[]> =>
    Promise.all([
      from.verdictTotals(range),
      from.lastVerdicts(range),
      from.evaluationCounts(range),
      from.activity(NOW),
    ]);
  const shown = verdictAnswers(keptVerdicts(store), judged);
  const recorded = verdictAnswers(store, judged);
  const before = await all(shown);
  expect(await all(recorded)).toEqual(before);
  stored.windows = 7;
  expect(await all(shown)).toEqual(before);
  const after = await all(recorded);
  expect(after).toEqual(await all(verdictAnswers(keptVerdicts(store), judged)));
  for (const [i, answer] of after.entries()) expect(answer).not.toEqual(before[i]);
});
