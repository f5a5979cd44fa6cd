import { expect, test } from "vitest";
import { calibrateWindows } from "../../../../rules/statistics/sequential/e-detector.ts";
import type { BudgetedLimit } from "../../../../rules/statistics/sequential/false-alarm-budget.ts";
import { alarmsOver, poissonUpper } from "./budget.ts";
import { random } from "./random.ts";

// One false alarm a year is allowed; 200 years are watched, hour by hour.
const YEARS = 200;
const HOURS = 8760;

type Stream = (seed: number) => () => number;

function alarmsPerYear(limit: (draw: () => number) => BudgetedLimit, stream: Stream): number {
  let alarms = 0;
  for (let year = 1; year <= YEARS; year++) {
    const draw = stream(year);
    const of = { windows: HOURS, allowedEvery: HOURS, limit: limit(stream(year + 10_000)) };
    alarms += alarmsOver({ ...of, next: () => ({ kind: "mean", mean: draw() }) });
  }
  return poissonUpper(alarms) / YEARS;
}

const normal: Stream = (seed) => {
  const uniform = random(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
};

/** Means of windows whose level differs from hour to hour, skewed: an exponential beside the noise. */
const skewed: Stream = (seed) => {
  const [noise, uniform] = [normal(seed), random(seed + 50_000)];
  return () => 0.8 * noise() + 0.6 * (-Math.log(1 - uniform()) - 1);
};

const swinging: Stream = (seed) => {
  const draw = normal(seed);
  let hour = 0;
  return () => 10 + Math.sin((2 * Math.PI * hour++) / 24) + 0.5 * draw();
};

test("means on their limit, whose deviation is learnt from the stream: within the budget", () => {
  expect(alarmsPerYear(() => ({ kind: "mean", max: 0 }), normal)).toBeLessThan(1);
});

test("a mean that swings by 10 % every day below its limit: within the budget", () => {
  expect(alarmsPerYear(() => ({ kind: "mean", max: 11 }), swinging)).toBeLessThan(1);
});

test("against two hundred reference windows, normal or over-dispersed and skewed: within the budget", () => {
  for (const stream of [normal, skewed]) {
    const bound = alarmsPerYear((draw) => {
      const calibration = calibrateWindows(Array.from({ length: 200 }, draw));
      return { kind: "mean", calibration };
    }, stream);
    expect(bound).toBeLessThan(1);
  }
});
