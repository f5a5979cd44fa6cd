import type { Control, Labels, Verdict } from "@tiltmeter/rules";
import fc from "fast-check";
import {
  readCounts,
  readEvaluations,
  readStrips,
  type VerdictSources,
} from "tiltmeter/reads/verdicts";
import { expect, test } from "vitest";
import { terms } from "../../dashboards/fixture-terms.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 23);

const hourly = (id: string, of: Partial<Control> = {}): Control =>
  terms({
    ...{ id, measure: "psi", limit: { max: 0.2 }, everyMs: HOUR, windowMs: HOUR },
    dataDelayMs: 0,
    ...of,
  });

function sources(of: Partial<VerdictSources>): VerdictSources {
  return {
    nowMs: () => START + 10 * HOUR,
    controls: () => [hourly("drift"), hourly("errors")],
    lastEndMs: () => null,
    windowVerdicts: async () => [],
    instanceEvaluations: async () => [],
    evaluationCounts: async () => [],
    ...of,
  };
}

test("strips are one question for all, each from its own newest verdict back", async () => {
  const asked: unknown[] = [];
  const window = {
    windowStartMs: START,
    windowEndMs: START + HOUR,
    verdicts: { pass: 1, breach: 0, inconclusive: 0, no_data: 0, error: 0 },
    maintenance: false,
    amended: true,
  };
  const strips = await readStrips(
    { controls: ["drift", "errors", "gone"], windows: 24 },
    sources({
      controls: () => [hourly("drift"), hourly("errors"), hourly("other"), hourly("silent")],
      lastEndMs: (id) => (id === "errors" ? START + 9 * HOUR : START),
      windowVerdicts: async (questions) => {
        asked.push(questions);
        return [{ control: "drift", ...window }];
      },
    }),
  );
  expect(asked).toEqual([
    [
      { control: "drift", sinceMs: START - 24 * HOUR },
      { control: "errors", sinceMs: START - 15 * HOUR },
    ],
  ]);
  expect(strips).toEqual([{ control: "drift", windows: [window] }]);
});

test("the history of an instance is told oldest first, and says what late data amended", async () => {
  const verdict: Verdict = { kind: "no_data", reason: "nothing came" };
  const labels: Labels = { system: "a", feature: "x" };
  const row = (hour: number, dataRevision: number) => ({
    windowStartMs: START + (hour - 1) * HOUR,
    windowEndMs: START + hour * HOUR,
    evaluatedMs: START + hour * HOUR,
    revision: "r1",
    verdict,
    dataRevision,
    state: { phase: "ok" as const },
  });
  const history = await readEvaluations(
    { control: "drift", labels, range: { fromMs: START, toMs: START + 4 * HOUR } },
    sources({
      instanceEvaluations: async ({ instanceKey }) => {
        expect(instanceKey).toBe('[["feature","x"],["system","a"]]');
        return [row(3, 1), row(2, 2)];
      },
    }),
  );
  expect(history.map(({ windowEndMs, amended }) => [windowEndMs, amended])).toEqual([
    [START + 2 * HOUR, true],
    [START + 3 * HOUR, false],
  ]);
});

test("what was scheduled is every window from the first that was judged to the newest that closed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 48 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 48 }),
      async (hours, delayHours) => {
        const judged = hours.map((hour) => START + hour * HOUR);
        const [counts] = await readCounts(
          { range: { fromMs: START, toMs: START + 48 * HOUR + 1 } },
          sources({
            nowMs: () => START + 48 * HOUR + delayHours * HOUR,
            controls: () => [hourly("drift", { dataDelayMs: delayHours * HOUR })],
            evaluationCounts: async () => [
              {
                ...{ control: "drift", windows: judged.length, backFilled: 0, evaluations: 1 },
                ...{ conclusive: 0, lastConclusiveMs: null },
                firstEndMs: Math.min(...judged),
              },
            ],
          }),
        );
        expect(counts?.scheduled).toBe(48 - Math.min(...hours) + 1);
        expect(counts?.judged).toBe(hours.length);
      },
    ),
  );
});
