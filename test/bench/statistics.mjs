// How soon a shift is found, and at how many false alarms: stated budgets beside a threshold and a repeated
// test. `npm run bench:statistics`. Simulated and seeded: the figures are the same on every machine.
//
// One standard normal feature against a baseline of 100,000 rows in deciles; its mean then moves by 0.1, 0.25,
// 0.5 or 1 σ, which are indices (PSI) of 0.01, 0.06, 0.24 and 0.93: a limit of 0.1 does not mean the first
// two. Delays are hours from the shift to the first alarm, median and 90th percentile of 40 runs, "—" where
// that takes more than 2,000. False alarms are counted over five years in which nothing happens. The score
// is F1 of a shift a month, found within three days or not at all: whoever alarms always finds everything,
// and stands in every table for that reason.
import {
  calibrateWindows,
  chiSquaredTwoSample,
  normalQuantile,
  stabilityIndex,
  startBudget,
  stepBudget,
  toleratedCells,
} from "@tiltmeter/rules";

const HOURS = 8760;
const YEARS = 5;
const RUNS = 40;
const PATIENCE = 2000;
const FOUND_WITHIN = 72;
const BEFORE = 200;
const SEED = 20261124;
const SHIFTS = [0.1, 0.25, 0.5, 1];

const edges = Array.from({ length: 9 }, (_, i) => normalQuantile((i + 1) / 10));
const baseline = new Array(10).fill(10_000);

const methods = [
  ["always alarms", () => () => true],
  [
    "PSI > 0.2, each hour",
    () =>
      ({ counts }) =>
        psi(counts) > 0.2,
  ],
  [
    "PSI > 0.1, each hour",
    () =>
      ({ counts }) =>
        psi(counts) > 0.1,
  ],
  [
    "χ², α = 5 %, each hour",
    () =>
      ({ counts }) =>
        chiSquared(counts) < 0.05,
  ],
  [
    "χ², Bonferroni over a year",
    () =>
      ({ counts }) =>
        chiSquared(counts) < 0.05 / HOURS,
  ],
  ["budget: PSI at most 0.1", () => cells({ stability: 0.1 })],
  ["budget: any decile ± 1 point", () => cells({ share: 0.01 })],
  ["budget: rate above p90 ≤ 11 %", rate],
  ["budget: mean of the window", mean],
];

console.log("the budget is one false alarm a year");
const streams = [
  { name: "60 rows an hour, independent", rows: 60, correlation: 0 },
  { name: "500 rows an hour, independent", rows: 500, correlation: 0 },
  { name: "500 rows an hour, five times the variance", rows: 500, correlation: 0.008 },
];
for (const stream of streams) {
  const heads = SHIFTS.map((shift) => `${shift} σ`.padStart(16)).join("");
  console.log(`\n${stream.name.padEnd(42)}`);
  console.log(`${"".padEnd(30)}${"false/year".padStart(12)}${heads}`);
  for (const [name, start] of methods) report(name, start, stream);
}

console.log("");
await import("./statistics-speed.mjs");

function report(name, start, stream) {
  const falsePerYear = falseAlarms(start, stream);
  const found = SHIFTS.map((shift) => delays(start, shift, stream));
  const cell = (text) => text.padStart(16);
  const times = found.map((all) => cell(`${shown(all, 0.5)} / ${shown(all, 0.9)} h`)).join("");
  console.log(`${name.padEnd(30)}${falsePerYear.toFixed(1).padStart(12)}${times}`);
  const scores = found.map((all) => cell(`F1 ${score(all, falsePerYear).toFixed(2)}`)).join("");
  console.log(`${"".padEnd(42)}${scores}`);
}

function falseAlarms(start, stream) {
  const random = seeded(SEED);
  const draw = hours(0, stream, random);
  const isAlarm = start(reference(stream, random));
  let alarms = 0;
  for (let hour = 0; hour < YEARS * HOURS; hour++) if (isAlarm(draw())) alarms++;
  return alarms / YEARS;
}

function delays(start, shift, stream) {
  return Array.from({ length: RUNS }, (_, run) => {
    const random = seeded(SEED + run + 1);
    const [before, after] = [hours(0, stream, random), hours(shift, stream, random)];
    const isAlarm = start(reference(stream, random));
    for (let hour = 0; hour < BEFORE; hour++) isAlarm(before());
    for (let hour = 1; hour <= PATIENCE; hour++) if (isAlarm(after())) return hour;
    return Infinity;
  }).sort((a, b) => a - b);
}

function score(all, falsePerYear) {
  const recall = all.filter((delay) => delay <= FOUND_WITHIN).length / all.length;
  if (recall === 0) return 0;
  const precision = recall / (recall + falsePerYear / 12);
  return (2 * precision * recall) / (precision + recall);
}

function shown(all, quantile) {
  const value = all[Math.ceil(quantile * all.length) - 1];
  return value === Infinity ? "—" : String(value);
}

function psi(counts) {
  return stabilityIndex({ baseline, current: counts }).value;
}

function chiSquared(counts) {
  return chiSquaredTwoSample({ baseline, current: counts }).pValue;
}

function cells(tolerance) {
  const limit = { kind: "cells", tolerated: toleratedCells(baseline, tolerance) };
  return budgeted(limit, ({ counts }) => ({ kind: "cells", counts }));
}

function rate() {
  return budgeted({ kind: "rate", max: 0.11 }, ({ counts, rows }) => ({
    kind: "rate",
    successes: counts[9],
    trials: rows,
  }));
}

function mean(means) {
  return budgeted({ kind: "mean", calibration: calibrateWindows(means) }, (hour) => ({
    kind: "mean",
    mean: hour.mean,
  }));
}

function budgeted(limit, evidence) {
  let state = startBudget(limit);
  return (hour) => {
    const step = stepBudget(state, evidence(hour), { limit, budget: { windows: HOURS } });
    state = step.state;
    return step.alarm;
  };
}

/** Means of the hours of a reference period of ten days. */
function reference(stream, random) {
  const draw = hours(0, stream, random);
  return Array.from({ length: 240 }, () => draw().mean);
}

/**
 * One hour after another: counts in deciles, and the mean of the rows. Counts are negative binomial, Poisson
 * without a correlation: given their sum Dirichlet-multinomial. The mean is drawn beside the counts and not
 * from the same rows, which no method notices that looks at only one of them.
 */
function hours(shift, { rows, correlation }, random) {
  const below = [...edges.map((edge) => normalCumulative(edge - shift)), 1];
  const weight = 1 / correlation - 1;
  const deciles = below.map((sum, i) => {
    const share = sum - (below[i - 1] ?? 0);
    const mean = rows * share;
    if (correlation === 0) return drawn(Math.exp(-mean), (k) => mean / k, mean, random);
    const odds = rows / (weight + rows);
    const first = (1 - odds) ** (weight * share);
    return drawn(first, (k) => (odds * (k - 1 + weight * share)) / k, mean, random);
  });
  return () => {
    const counts = deciles.map((next) => next());
    const size = counts.reduce((sum, count) => sum + count, 0);
    const deviation = Math.sqrt(correlation + (1 - correlation) / size);
    return { counts, rows: size, mean: shift + deviation * normalQuantile(random() || 0.5) };
  };
}

/** Draws by inversion: the density at 0, and by how much it grows with every step. */
function drawn(first, ratio, mean, random) {
  const sums = [];
  let [density, sum] = [first, 0];
  for (let k = 1; sums.length < mean + 40 * Math.sqrt(mean) + 40; k++) {
    sum += density;
    sums.push(sum);
    density *= ratio(k);
  }
  return () => {
    const u = random();
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > u) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Trapezium rule over the density: good to 1e-8, and there is no other use for one here. */
function normalCumulative(x) {
  const steps = 4000;
  const width = (x + 9) / steps;
  const density = (at) => Math.exp((-at * at) / 2) / Math.sqrt(2 * Math.PI);
  let sum = (density(-9) + density(x)) / 2;
  for (let i = 1; i < steps; i++) sum += density(-9 + i * width);
  return sum * width;
}

/** Uniform in [0, 1): mulberry32. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
