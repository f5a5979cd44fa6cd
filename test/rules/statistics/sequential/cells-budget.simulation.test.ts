import { expect, test, vi } from "vitest";
import {
  type CellTolerance,
  toleratedCells,
} from "../../../../rules/statistics/sequential/cells-detector.ts";
import type {
  BudgetedLimit,
  WindowEvidence,
} from "../../../../rules/statistics/sequential/false-alarm-budget.ts";
import { alarmsOver, poissonUpper } from "./budget.ts";
import { random } from "./random.ts";
import { cycled, dirichletMultinomialWindows, multinomialWindows } from "./streams.ts";

// Years of windows: one of these took over a minute on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

// One false alarm a year is allowed; 200 years are watched day by day, each from its first window on and
// against a baseline of its own, which is a sample as large as the test says. Hour by hour 20 years are
// watched, for time's sake.
const YEARS = 200;
const YEARS_HOURLY = 20;
const HOURS = 8760;
const DAYS = 365;
const even = new Array<number>(10).fill(0.1);
/** The most that one point of tolerance allows for two cells. */
const shifted = even.map((share, i) => share + (i === 0 ? -0.01 : i === 9 ? 0.01 : 0));

type Stream = (seed: number) => () => readonly number[];

function alarmsPerYear(of: {
  readonly windows: number;
  readonly baseline: number;
  readonly tolerance: CellTolerance;
  readonly stream: Stream;
}): number {
  let alarms = 0;
  const years = of.windows === HOURS ? YEARS_HOURLY : YEARS;
  for (let year = 1; year <= years; year++) {
    const baseline = multinomialWindows(of.baseline, even, random(year + 10_000))();
    const limit: BudgetedLimit = {
      kind: "cells",
      tolerated: toleratedCells(baseline, of.tolerance),
    };
    const draw = of.stream(year);
    const next = (): WindowEvidence => ({ kind: "cells", counts: draw() });
    alarms += alarmsOver({ windows: of.windows, next, limit, allowedEvery: of.windows });
  }
  return poissonUpper(alarms) / years;
}

/** Every cell's share 10 % up and down over the day, one after the other. */
function swing(size: number, windowsPerDay = 24): Stream {
  return (seed) => {
    const uniform = random(seed);
    return cycled(
      Array.from({ length: windowsPerDay }, (_, window) => {
        const shares = even.map(
          (share, i) =>
            share * (1 + 0.1 * Math.sin(2 * Math.PI * (window / windowsPerDay + i / 10))),
        );
        return multinomialWindows(size, shares, uniform);
      }),
    );
  };
}

test("independent rows against a tolerated index, hourly: within the budget", () => {
  const stream: Stream = (seed) => multinomialWindows(500, even, random(seed));
  const of = { windows: HOURS, baseline: 20_000, tolerance: { stability: 0.1 }, stream };
  expect(alarmsPerYear(of)).toBeLessThan(1);
});

test("a daily swing of ±10 % in every cell, hourly: within the budget", () => {
  for (const tolerance of [{ stability: 0.1 }, { share: 0.02 }]) {
    const of = { windows: HOURS, baseline: 20_000, tolerance, stream: swing(500) };
    expect(alarmsPerYear(of)).toBeLessThan(1);
  }
});

test("windows of six hours through the day, ±10 %: within the budget over 200 years", () => {
  const of = { windows: DAYS * 4, baseline: 20_000, tolerance: { stability: 0.1 } };
  expect(alarmsPerYear({ ...of, stream: swing(3000, 4) })).toBeLessThan(1);
});

test("a point of tolerance, daily: within the budget, with two shares on their bounds", () => {
  for (const correlation of [0, 0.001, 0.005]) {
    const stream: Stream = (seed) =>
      correlation === 0
        ? multinomialWindows(5000, shifted, random(seed))
        : dirichletMultinomialWindows(5000, shifted, correlation, random(seed));
    const of = { windows: DAYS, baseline: 100_000, tolerance: { share: 0.01 }, stream };
    expect(alarmsPerYear(of)).toBeLessThan(1);
  }
});

test("a tolerated index, daily, with the index on the limit itself: within the budget", () => {
  // Index 0.0999 against even shares.
  const onLimit = even.map((share, i) => share * (1 + 0.1067 * (i - 4.5)));
  for (const correlation of [0, 0.005]) {
    const stream: Stream = (seed) =>
      correlation === 0
        ? multinomialWindows(5000, onLimit, random(seed))
        : dirichletMultinomialWindows(5000, onLimit, correlation, random(seed));
    const of = { windows: DAYS, baseline: 100_000, tolerance: { stability: 0.1 }, stream };
    expect(alarmsPerYear(of)).toBeLessThan(1);
  }
});

// A baseline of 2,000 values does not know its shares to a point: testing against them as if it did gives
// hundreds of false alarms.
test("a small baseline, windows of six hours: within the budget", () => {
  const stream: Stream = (seed) => multinomialWindows(500, even, random(seed));
  const of = { windows: DAYS * 4, baseline: 2000, tolerance: { share: 0.005 }, stream };
  expect(alarmsPerYear(of)).toBeLessThan(1);
});
