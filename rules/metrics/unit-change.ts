import type { EvidenceGroup } from "../evidence/request.ts";
import { type Sizes, shareBelow, sizeAt, sizesOfMagnitudes } from "../profile/sizes.ts";
import { compareCells } from "./compare-cells.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";
import { UNIT_FACTORS } from "./unit-factors.ts";

/** A smaller difference of sizes is drift, not another unit. */
const GAP_MIN = 0.15;
/** What may be left of it in the right unit: other drift goes on. */
const GAP_LEFT_MAX = 0.1;
/** Sizes are known to an eighth of a power of two; over many values the error is about half of it. */
const STEP = 1.125;
const FACTOR_ERROR_MAX = 0.06;
/** Factors that stand so close cannot be told apart: 1000 and 1024. */
const SAME_FACTOR = 0.03;
const SIGN_SHARE = 0.1;

/**
 * Whether the numbers of a feature look as if they came in another unit than the baseline's, or with
 * the other sign: 1 or 0. The detail names the factor, the likely units and what the difference was
 * with and without it.
 *
 * Found where sizes differ by more than drift does, and hardly at all once divided by one of the
 * factors that units differ by. Zeros have no size. A fact about the window, so there are no bounds:
 * it is a strong hint, not a proof. Insufficient for categories, and where the evidence or the
 * baseline was stored without magnitudes.
 */
export const unitChange: Metric = {
  id: "unit_change",
  title: "Change of unit or sign",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 100,
  certainty: "fact",
  measure: (family, context) => family.map((group) => measureOne(group, context)),
  source: "the largest gap between distributions of log |x|, shifted by the log of known factors",
};

function measureOne(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const { feature, name, m } = compared;
  const insufficient = (reason: string): Measurement => ({ kind: "insufficient", n: m, reason });
  if (feature.kind !== "numeric") return insufficient(`${name} is categorical and has no unit`);
  if (m < context.minSample) return belowMinimum(m, "values", context.minSample);
  if (feature.magnitudes === undefined) {
    return insufficient(`the baseline of ${name} has no magnitudes: make a new one`);
  }
  const baseline = sizesOfMagnitudes(feature.magnitudes);
  const current = sizesOfMagnitudes(evidenceOf(group, "cells").magnitudes);
  if (current.total + baseline.total === 0) return measured(m, 0, { reason: "all values are 0" });
  if (current.total === 0 || baseline.total === 0) {
    const side = current.total === 0 ? "the window" : "the baseline";
    return insufficient(`${side} has no magnitudes of ${name} other than 0`);
  }
  const ratio = ratioOf(baseline, current);
  const before = gap(baseline, current, 1, 1);
  const isFlipped =
    Math.abs(baseline.negative - positive(current)) < SIGN_SHARE &&
    Math.abs(positive(baseline) - current.negative) < SIGN_SHARE &&
    Math.abs(baseline.negative - current.negative) > 2 * SIGN_SHARE;
  const isSameSign = Math.abs(baseline.negative - current.negative) < SIGN_SHARE;
  const signs = { baseline: baseline.negative, current: current.negative };
  const detail = { ratio, gap: before, negative: signs };
  // The 95 % point of Kolmogorov's distribution: below twice of it, chance alone may be at work.
  const noise = 1.36 * Math.sqrt(1 / baseline.total + 1 / current.total);
  if (isFlipped && before <= GAP_LEFT_MAX + noise) {
    return measured(m, 1, { ...detail, factor: -1, likely: ["the sign was turned round"] });
  }
  if (!(isSameSign || isFlipped) || before < Math.max(GAP_MIN, 2 * noise)) {
    return measured(m, 0, detail);
  }
  const found = likelyFactors(ratio).filter(
    ({ factor }) =>
      gap(baseline, current, factor, STEP) <= Math.min(GAP_LEFT_MAX + noise, before / 3),
  );
  const [best] = found;
  if (best === undefined) return measured(m, 0, detail);
  return measured(m, 1, {
    ...detail,
    factor: isFlipped ? -best.factor : best.factor,
    gapLeft: gap(baseline, current, best.factor, 1),
    likely: found.flatMap(({ words }) => words),
  });
}

function measured(n: number, value: 0 | 1, detail: Readonly<Record<string, unknown>>): Measurement {
  return { kind: "measured", value, lower: value, upper: value, n, detail };
}

function positive({ negative, zero }: Sizes): number {
  return 1 - negative - zero;
}

/** How many times larger sizes are than they were: the mean over nine deciles, in logarithms. */
function ratioOf(baseline: Sizes, current: Sizes): number {
  let sum = 0;
  for (let k = 1; k <= 9; k++) {
    sum += Math.log(sizeAt(current, k / 10) / sizeAt(baseline, k / 10)) / 9;
  }
  return Math.exp(sum);
}

/** Known factors near a ratio, the nearest first, with what they would mean. */
function likelyFactors(
  ratio: number,
): readonly { readonly factor: number; readonly words: readonly string[] }[] {
  const off = (factor: number): number => Math.abs(Math.log(ratio / factor));
  const all = UNIT_FACTORS.flatMap(({ factor, units }) => [
    { factor, words: units.map(([coarse, fine]) => `from ${coarse} to ${fine}`) },
    { factor: 1 / factor, words: units.map(([coarse, fine]) => `from ${fine} to ${coarse}`) },
  ])
    .filter(({ factor }) => off(factor) <= FACTOR_ERROR_MAX)
    .sort((a, b) => off(a.factor) - off(b.factor));
  const nearest = all[0]?.factor ?? 1;
  return all.filter(({ factor }) => Math.abs(Math.log(factor / nearest)) <= SAME_FACTOR);
}

/**
 * The largest gap between the shares below each size, once the window's sizes are divided by a
 * factor; gaps that moving sizes by up to `slack` would close do not count.
 */
function gap(baseline: Sizes, current: Sizes, factor: number, slack: number): number {
  let largest = 0;
  const look = (size: number): void => {
    const share = shareBelow(current, size * factor);
    const low = shareBelow(baseline, size / slack);
    const high = shareBelow(baseline, size * slack);
    largest = Math.max(largest, low - share, share - high);
  };
  for (const { from, to } of baseline.ranges) {
    look(from);
    look(to);
  }
  for (const { from, to } of current.ranges) {
    look(from / factor);
    look(to / factor);
  }
  return largest;
}
