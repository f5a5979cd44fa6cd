import { expect, test } from "vitest";
import type { WindowEvidence } from "../../../../rules/statistics/sequential/false-alarm-budget.ts";
import { alarmsOver, poissonUpper } from "./budget.ts";
import { random } from "./random.ts";
import { betaBinomialWindows, binomialWindows, cycled } from "./streams.ts";

// One false alarm a year is allowed; 200 years are watched, hour by hour, each from its first window on.
// The one-sided 99 % bound of their mean stays within the budget.
const YEARS = 200;
const HOURS = 8760;
const DAYS = 365;
const ROWS = 1000;
const limit = { kind: "rate", max: 0.05 } as const;

function alarmsPerYear(windows: number, stream: (seed: number) => () => number): number {
  let alarms = 0;
  for (let year = 1; year <= YEARS; year++) {
    const draw = stream(year);
    const next = (): WindowEvidence => ({ kind: "rate", successes: draw(), trials: ROWS });
    alarms += alarmsOver({ windows, next, limit, allowedEvery: windows });
  }
  return poissonUpper(alarms) / YEARS;
}

test("independent rows: within the budget, with the rate on the limit itself", () => {
  const bound = alarmsPerYear(HOURS, (seed) => binomialWindows(ROWS, 0.05, random(seed)));
  expect(bound).toBeLessThan(1);
});

test("rows that resemble each other, eleven times the variance: within the budget, on the limit itself", () => {
  const bound = alarmsPerYear(HOURS, (seed) => betaBinomialWindows(ROWS, 0.05, 0.01, random(seed)));
  expect(bound).toBeLessThan(1);
});

test("a daily swing of ±10 % that peaks below the limit: within the budget", () => {
  const bound = alarmsPerYear(HOURS, (seed) => {
    const uniform = random(seed);
    return cycled(
      Array.from({ length: 24 }, (_, hour) => {
        const swing = 1 + 0.1 * Math.sin((2 * Math.PI * hour) / 24);
        return binomialWindows(ROWS, 0.042 * swing, uniform);
      }),
    );
  });
  expect(bound).toBeLessThan(1);
});

test("daily windows, independent and over-dispersed: within the budget, on the limit itself", () => {
  for (const correlation of [0, 0.01, 0.03]) {
    const bound = alarmsPerYear(DAYS, (seed) =>
      correlation === 0
        ? binomialWindows(ROWS, 0.05, random(seed))
        : betaBinomialWindows(ROWS, 0.05, correlation, random(seed)),
    );
    expect(bound).toBeLessThan(1);
  }
});

// A budget that is used up soon shows the mean run length itself: 2,000 × 100 windows, one alarm in 20.
test("a small budget is kept just as well: no more than one alarm in twenty windows", () => {
  let alarms = 0;
  const runs = 2000;
  for (let run = 1; run <= runs; run++) {
    const draw = binomialWindows(ROWS, 0.05, random(run));
    const next = (): WindowEvidence => ({ kind: "rate", successes: draw(), trials: ROWS });
    const both = { ...limit, min: 0.01 };
    alarms += alarmsOver({ windows: 100, next, limit: both, allowedEvery: 20 });
  }
  expect(poissonUpper(alarms) / (runs * 5)).toBeLessThan(1);
});
