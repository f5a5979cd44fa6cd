import fc from "fast-check";
import { expect, test } from "vitest";
import { toleratedCells } from "../../../../rules/statistics/sequential/cells-detector.ts";
import {
  type BudgetedLimit,
  type BudgetState,
  startBudget,
  stepBudget,
  type WindowEvidence,
  windowsPerFalseAlarm,
} from "../../../../rules/statistics/sequential/false-alarm-budget.ts";
import { delayOf } from "./budget.ts";
import { binomialOutcomes } from "./enumerate.ts";
import { random } from "./random.ts";
import { binomialWindows, multinomialWindows } from "./streams.ts";

const HOUR = 3_600_000;
const YEAR = 8760;
const even = new Array<number>(10).fill(0.1);
const budget = { windows: YEAR };
const rateLimit: BudgetedLimit = { kind: "rate", max: 0.05, min: 0.01 };
const meanLimit: BudgetedLimit = { kind: "mean", max: 10 };
const cellsLimit: BudgetedLimit = {
  kind: "cells",
  tolerated: toleratedCells([4000, 3000, 2000, 1000], { stability: 0.1 }),
};

const count = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(5_000_000));
const rateWindow = fc
  .tuple(count, count)
  .map(([successes, rest]) => ({ kind: "rate" as const, successes, trials: successes + rest }));
const meanWindow = fc
  .option(fc.double({ min: -1e9, max: 1e9, noNaN: true }))
  .map((mean) => ({ kind: "mean" as const, mean }));
const cellsWindow = fc
  .array(count, { minLength: 4, maxLength: 4 })
  .map((counts) => ({ kind: "cells" as const, counts }));
const watched = fc.oneof(
  fc.tuple(fc.constant(rateLimit), fc.array(rateWindow, { maxLength: 30 })),
  fc.tuple(fc.constant(meanLimit), fc.array(meanWindow, { maxLength: 30 })),
  fc.tuple(fc.constant(cellsLimit), fc.array(cellsWindow, { maxLength: 30 })),
);

test("a state that went through JSON goes on as if it had not, and every number is finite", () => {
  fc.assert(
    fc.property(watched, ([limit, windows]) => {
      let state = startBudget(limit);
      for (const window of windows) {
        const stored: BudgetState = JSON.parse(JSON.stringify(state));
        expect(stored).toEqual(state);
        const step = stepBudget(state, window, { limit, budget });
        expect(stepBudget(stored, window, { limit, budget })).toEqual(step);
        expect(step.value).toSatisfy(Number.isFinite);
        expect(step.value).toBeGreaterThanOrEqual(0);
        expect(step.alarm).toBe(step.value >= step.threshold);
        state = step.state;
      }
    }),
    { numRuns: 150 },
  );
});

test("an empty window changes nothing", () => {
  const empty: Record<BudgetedLimit["kind"], WindowEvidence> = {
    rate: { kind: "rate", successes: 0, trials: 0 },
    mean: { kind: "mean", mean: null },
    cells: { kind: "cells", counts: [0, 0, 0, 0] },
  };
  fc.assert(
    fc.property(watched, ([limit, windows]) => {
      let state = startBudget(limit);
      for (const window of windows) state = stepBudget(state, window, { limit, budget }).state;
      const step = stepBudget(state, empty[limit.kind], { limit, budget });
      expect(step.state).toEqual(state);
      expect(step.alarm).toBe(false);
    }),
  );
});

// The exact form of the promise: R grows by at most 1 a window, so alarms at R ≥ A are one in A windows.
test("while the limit is kept, a window adds at most 1 to the value, over all its outcomes", () => {
  const limit: BudgetedLimit = { kind: "rate", max: 0.2 };
  fc.assert(
    fc.property(
      fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.01, max: 0.2, noNaN: true }),
      (past, rate) => {
        let state = startBudget(limit);
        let before = 0;
        for (const successes of past) {
          const window = { kind: "rate", successes, trials: 12 } as const;
          const step = stepBudget(state, window, { limit, budget: { windows: 1e12 } });
          [state, before] = [step.state, step.value];
        }
        const after = binomialOutcomes(25, rate).reduce((sum, { successes, chance }) => {
          const window = { kind: "rate", successes, trials: 25 } as const;
          return sum + chance * stepBudget(state, window, { limit, budget }).value;
        }, 0);
        expect(after).toBeLessThan(before + 1 + 1e-9);
      },
    ),
  );
});

test("a rate that doubles is found within three hours, one that triples in its first", () => {
  const delays = (rate: number): readonly number[] =>
    Array.from({ length: 20 }, (_, seed) => {
      const next = random(seed + 1);
      const [unshifted, shifted] = [0.04, rate].map((p) => {
        const draw = binomialWindows(1000, p, next);
        return () => ({ kind: "rate" as const, successes: draw(), trials: 1000 });
      });
      if (unshifted === undefined || shifted === undefined) throw new Error("two streams");
      const limit = { kind: "rate", max: 0.05 } as const;
      return delayOf({ before: 200, patience: 50, unshifted, shifted, limit, allowedEvery: YEAR });
    });
  expect(Math.max(...delays(0.1))).toBeLessThanOrEqual(3);
  expect(Math.max(...delays(0.15))).toBe(1);
});

test("after an alarm the evidence begins anew, alarms again while the breach lasts, and ends with it", () => {
  const limit: BudgetedLimit = { kind: "rate", max: 0.05 };
  let state = startBudget(limit);
  const alarms: number[] = [];
  const inside: (boolean | null)[] = [];
  for (let hour = 0; hour < 90; hour++) {
    const successes = hour >= 40 && hour < 60 ? 150 : 40;
    const window = { kind: "rate", successes, trials: 1000 } as const;
    const step = stepBudget(state, window, { limit, budget });
    if (step.alarm) alarms.push(hour);
    inside.push(step.currentlyInside);
    state = step.state;
  }
  expect(alarms[0]).toBe(40);
  expect(alarms.length).toBeGreaterThan(10);
  expect(Math.max(...alarms)).toBeLessThan(60);
  expect(inside[39]).toBe(true);
  expect(inside.slice(41, 60)).toEqual(new Array(19).fill(false));
  expect(inside[65]).toBe(true);
});

test("a floor is watched as a ceiling is", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { minLength: 1, maxLength: 20 }), (windows) => {
      const ceiling: BudgetedLimit = { kind: "rate", max: 0.25 };
      const floor: BudgetedLimit = { kind: "rate", min: 0.75 };
      let [a, b] = [startBudget(ceiling), startBudget(floor)];
      for (const successes of windows) {
        const up = { kind: "rate", successes, trials: 200 } as const;
        const down = { kind: "rate", successes: 200 - successes, trials: 200 } as const;
        const [x, y] = [
          stepBudget(a, up, { limit: ceiling, budget }),
          stepBudget(b, down, { limit: floor, budget }),
        ];
        expect(Math.abs(x.value - y.value)).toBeLessThan(1e-6 * (1 + x.value));
        [a, b] = [x.state, y.state];
      }
    }),
  );
});

test("a shift beyond the tolerated index is found, one within it never is", () => {
  const tolerated = toleratedCells(
    even.map((share) => share * 100_000),
    { stability: 0.1 },
  );
  const limit: BudgetedLimit = { kind: "cells", tolerated };
  const tilted = (by: number): number[] => even.map((share, i) => share * (1 + by * (i - 4.5)));
  const delay = (by: number, seed: number): number => {
    const next = random(seed);
    const streams = [even, tilted(by)].map((shares) => {
      const draw = multinomialWindows(1000, shares, next);
      return () => ({ kind: "cells" as const, counts: draw() });
    });
    const [unshifted, shifted] = streams;
    if (unshifted === undefined || shifted === undefined) throw new Error("two streams");
    return delayOf({ before: 50, patience: 2000, unshifted, shifted, limit, allowedEvery: YEAR });
  };
  // Indices of 0.087 and 0.157.
  for (let seed = 1; seed <= 5; seed++) {
    expect(delay(0.1, seed)).toBe(Infinity);
    expect(delay(0.13, seed)).toBeLessThan(60);
  }
});

test("members that share a budget share it by a higher threshold", () => {
  const of = { limit: rateLimit, budget: { windows: 8760, members: 50 } };
  const window = { kind: "rate", successes: 3, trials: 100 } as const;
  expect(stepBudget(startBudget(rateLimit), window, of).threshold).toBe(438_000);
});

test("one alarm a year of hourly windows is one in 8,760 windows", () => {
  expect(windowsPerFalseAlarm({ alarms: 1, perMs: 365 * 24 * HOUR, everyMs: HOUR })).toBe(8760);
  expect(windowsPerFalseAlarm({ alarms: 2, perMs: 365 * 24 * HOUR, everyMs: 24 * HOUR })).toBe(
    182.5,
  );
});

test("what does not belong together is refused", () => {
  const of = { limit: cellsLimit, budget };
  const state = startBudget(cellsLimit);
  expect(() => stepBudget(state, { kind: "mean", mean: 1 }, of)).toThrow("got cells and mean");
  expect(() => stepBudget(state, { kind: "cells", counts: [1, 2] }, of)).toThrow("got 4 and 2");
  expect(() => startBudget({ kind: "rate", max: 0 })).toThrow("lies in (0, 1) to have a budget");
});

test("a mean that halves to nothing below 0 survives JSON as 0", () => {
  const limit = { kind: "mean", max: 1 } as const;
  let state = startBudget(limit);
  for (const mean of [-5e-324, 0]) {
    const step = stepBudget(state, { kind: "mean", mean }, { limit, budget: { windows: 100 } });
    state = step.state;
  }
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});
