import { expect, test } from "vitest";
import {
  type Baseline,
  cellOf,
  createBaseline,
  type EvidenceGroup,
  emptyCells,
  emptyReviews,
} from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";
import { sha256 } from "../hash.ts";
import { random } from "../statistics/sequential/random.ts";
import { binomialWindows } from "../statistics/sequential/streams.ts";
import { type Weighed, weighAll } from "./weighed.ts";

const overrides = controlOf(`
  measure: override_rate
  by: [system]
  baseline: approved
  window: 1h
  every: 1h
  min_sample: 20
  limit: { max_ratio: 1.5, of: baseline }
  warn: { max_ratio: 1.1, of: baseline }
  proof: { false_alarms: 1 per year }
  recover: { below_ratio: 1.2, for: 24h }
`);
const drift = controlOf(`
  measure: psi
  baseline: approved
  window: 24h
  min_sample: 100
  limit: { max: 0.1 }
  proof: { false_alarms: 1 per year, correct_for: [feature] }
  recover: { below: 0.05, for: 2 windows }
`);

const incomes = Array.from({ length: 5000 }, (_, i) => i);
const baseline = baselineWith(0.05);
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

function baselineWith(overrideRate: number): Baseline {
  return createBaseline(
    {
      system: "s",
      name: "approved",
      version: 1,
      createdMs: 0,
      origin: "columns",
      columns: { income: incomes },
      rates: { overrideRate },
    },
    sha256,
  );
}

function reviews(override: number, decided: number): EvidenceGroup {
  const actions = { override, confirm: decided - override };
  return { startMs: 0, labels: { system: "s" }, evidence: { ...emptyReviews(), actions } };
}

/** `count` hours of 200 decisions each. */
function hours(seed: number, count: number, rate: number): readonly EvidenceGroup[] {
  const next = binomialWindows(200, rate, random(seed));
  return Array.from({ length: count }, () => reviews(next(), 200));
}

/** A day of `size` incomes, shifted by so much of their range. */
function incomesOf(uniform: () => number, size: number, shift: number): EvidenceGroup {
  const feature = baseline.features["income"];
  if (feature === undefined) throw new Error("no income");
  const counts = feature.counts.map(() => 0);
  for (let i = 0; i < size; i++) {
    const cell = cellOf(feature, Math.min(4999, 5000 * (uniform() + shift * uniform())));
    if (cell !== null) counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const labels = { system: "s", model_version: "v1", feature: "income" };
  return { startMs: 0, labels, evidence: { ...emptyCells(baseline.digest, 0), counts } };
}

function firedAt(steps: readonly Weighed[]): number {
  return steps.findIndex(({ state }) => state.phase === "firing");
}

test("an override rate that doubles fires: half the time within 30 hours, always within 48, never before", () => {
  const delays = SEEDS.map((seed) => {
    const windows = [...hours(seed, 72, 0.05), ...hours(seed + 100, 48, 0.1)];
    const steps = weighAll({ control: overrides, baseline, windows });
    expect(firedAt(steps)).toBeGreaterThanOrEqual(72);
    expect(steps.slice(0, 72).some(({ verdict }) => verdict.kind === "breach")).toBe(false);
    const fired = steps[firedAt(steps)]?.verdict;
    expect(fired).toMatchObject({ kind: "breach", bound: "at most 7.5 %" });
    expect(fired).toHaveProperty("measured.detail.evidence.threshold", 8760);
    return firedAt(steps) - 71;
  });
  const sorted = delays.sort((a, b) => a - b);
  expect(sorted[10]).toBeLessThan(30);
  expect(sorted.at(-1)).toBeLessThan(48);
});

test("a restart anywhere goes on as if there had been none", () => {
  const windows = [...hours(1, 30, 0.05), ...hours(2, 40, 0.11), ...hours(3, 40, 0.05)];
  const whole = weighAll({ control: overrides, baseline, windows });
  for (const at of [1, 29, 33, 45, 72]) {
    const from = whole[at - 1]?.state;
    if (from === undefined) throw new Error("no state");
    const rest = weighAll({ control: overrides, baseline, windows: windows.slice(at), from });
    expect(rest.map(({ verdict }) => verdict)).toEqual(
      whole.slice(at).map(({ verdict }) => verdict),
    );
    expect(rest.at(-1)?.state.gathered).toEqual(whole.at(-1)?.state.gathered);
  }
});

test("it fires once while the breach lasts, and ends after a day inside the recovery limit", () => {
  const windows = [...hours(1, 10, 0.05), ...hours(2, 60, 0.15), ...hours(3, 60, 0.045)];
  const steps = weighAll({ control: overrides, baseline, windows });
  const phases = steps.map(({ state }) => state.phase);
  const first = phases.indexOf("firing");
  expect(phases.slice(first, 70).every((phase) => phase === "firing")).toBe(true);
  expect(phases.at(-1)).toBe("ok");
  // Two windows of memory, then 24 inside the recovery limit without one outside the limit.
  expect(phases.lastIndexOf("recovering")).toBeGreaterThanOrEqual(70 + 23);
});

test("between the limits a window is inconclusive, and says where the evidence stands", () => {
  const windows = Array.from({ length: 3 }, () => reviews(17, 200));
  const [, , third] = weighAll({ control: overrides, baseline, windows });
  expect(third?.verdict.kind).toBe("inconclusive");
  expect(third?.verdict).toHaveProperty(
    "reason",
    expect.stringMatching(/^the evidence stands at \S+ of 8760 windows$/),
  );
});

test("above the warning a pass is told, above the limit none is", () => {
  const of = (overridden: number): Weighed | undefined =>
    weighAll({ control: overrides, baseline, windows: [reviews(overridden, 200)] })[0];
  expect(of(9)?.verdict).toMatchObject({ kind: "pass", recovered: true, warned: false });
  expect(of(12)?.verdict).toMatchObject({ kind: "pass", recovered: true, warned: true });
  expect(of(14)?.verdict).toMatchObject({ kind: "pass", recovered: false, warned: true });
  expect(of(16)?.verdict.kind).toBe("inconclusive");
});

test("hours that are too small, or empty, add nothing and lose nothing", () => {
  const some = hours(1, 5, 0.1);
  const sparse = some.flatMap((each) => [each, reviews(19, 19), reviews(0, 0)]);
  const a = weighAll({ control: overrides, baseline, windows: some });
  const b = weighAll({ control: overrides, baseline, windows: sparse });
  expect(b.at(-1)?.state.gathered).toEqual(a.at(-1)?.state.gathered);
  expect(b.slice(-2).map(({ verdict }) => verdict.kind)).toEqual(["inconclusive", "no_data"]);
});

test("another limit begins anew; a limit that is none any more is inconclusive", () => {
  const before = weighAll({ control: overrides, baseline, windows: hours(1, 20, 0.074) });
  const from = before.at(-1)?.state;
  if (from === undefined) throw new Error("no state");
  const one = { control: overrides, windows: hours(2, 1, 0.07) };
  const other = baselineWith(0.06);
  expect(weighAll({ ...one, baseline: other, from: { ...from, phase: "ok" } })[0]?.state).toEqual(
    weighAll({ ...one, baseline: other })[0]?.state,
  );
  const [none] = weighAll({ ...one, baseline: baselineWith(0), from });
  expect(none?.verdict).toMatchObject({ kind: "inconclusive" });
  expect(none?.state.gathered).toEqual(from.gathered);
  expect(weighAll({ ...one, baseline: null })[0]?.verdict).toHaveProperty(
    "reason",
    "the limit is a ratio, and no approved baseline says the override_rate",
  );
});

test("a drifting feature fires on days too small to tell alone, and one that does not drift stays quiet", () => {
  for (const seed of [1, 2, 3]) {
    const uniform = random(seed);
    const calm = Array.from({ length: 60 }, () => incomesOf(uniform, 150, 0));
    const quiet = weighAll({ control: drift, baseline, windows: calm, members: 12 });
    expect(firedAt(quiet)).toBe(-1);
    const moved = Array.from({ length: 20 }, () => incomesOf(uniform, 150, 0.6));
    const steps = weighAll({ control: drift, baseline, windows: [...calm, ...moved], members: 12 });
    expect(firedAt(steps)).toBeGreaterThanOrEqual(60);
    expect(steps[firedAt(steps)]?.verdict).toMatchObject({ bound: "at most 0.1" });
    // Twelve features share the budget: each has to show twelve times as much.
    expect(steps[0]?.verdict).toHaveProperty("measured.detail.evidence.threshold", 365 * 12);
  }
});

test("what is gathered stays small: under 2 kB for a rate, under 6 kB for deciles", () => {
  const uniform = random(7);
  const bytes = (steps: readonly Weighed[]): number => JSON.stringify(steps.at(-1)?.state).length;
  const rate = weighAll({ control: overrides, baseline, windows: hours(1, 200, 0.08) });
  expect(bytes(rate)).toBeLessThan(2000);
  const days = Array.from({ length: 60 }, () => incomesOf(uniform, 5000, 0.3));
  expect(bytes(weighAll({ control: drift, baseline, windows: days }))).toBeLessThan(6000);
});
