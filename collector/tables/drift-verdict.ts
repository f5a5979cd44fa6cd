import { wilsonBounds } from "@tiltmeter/rules";

/** What counts as drift. */
export interface DriftLimits {
  /** The lower bound of the population stability index above which a column is told about. */
  readonly warn: number;
  /** Above which it has drifted. */
  readonly breach: number;
  /** One-sided, of every bound; in (0.5, 1). */
  readonly confidence: number;
}

/** The limits of the control library: a warning above 0.1, a breach above 0.2, bounds at 95 %. */
export const DRIFT_LIMITS: DriftLimits = { warn: 0.1, breach: 0.2, confidence: 0.95 };

/** From the worst to the best; `insufficient` is no pass. */
export type DriftVerdict = "breach" | "warn" | "insufficient" | "pass";

/** A verdict and what it rests on, in words. */
export interface Judged {
  readonly verdict: DriftVerdict;
  readonly reasons: readonly string[];
}

/** Missing, new and out-of-range values may rise by this much, in shares. */
const RATE_RISE_MAX = 0.01;

/**
 * Judges one column: the index by its lower bound, against the evidence that it needs, and the rates
 * of missing and unseen values by the lower bound of their rise. The worst finding is the verdict.
 */
export function judged(
  of: {
    readonly n: number;
    readonly m: number;
    readonly index: { readonly value: number; readonly lower: number } | null;
    readonly smallestDetectable: number | null;
    readonly missing: { readonly reference: number; readonly current: number };
    readonly unseen: { readonly what: string; readonly count: number; readonly expected: number };
    /** Why the column is no feature; null where it may be one. */
    readonly foreign: string | null;
  },
  limits: DriftLimits,
): Judged {
  if (of.foreign !== null) return { verdict: "insufficient", reasons: [of.foreign] };
  if (of.n === 0) return { verdict: "insufficient", reasons: ["the reference has no value"] };
  if (of.m === 0 && of.missing.current === 0) {
    return { verdict: "insufficient", reasons: ["the current file has no row"] };
  }
  if (of.m === 0) {
    return {
      verdict: "breach",
      reasons: ["no value is left: every row of the current file is missing"],
    };
  }
  const found = [stability(of, limits), missingness(of, limits), novelty(of, limits)].filter(
    (each) => each !== null,
  );
  const verdict = ORDER.find((each) => found.some((finding) => finding.verdict === each)) ?? "pass";
  return {
    verdict,
    reasons: found.filter((each) => each.verdict === verdict).map(({ reason }) => reason),
  };
}

/** The worst first. */
export const ORDER: readonly DriftVerdict[] = ["breach", "warn", "insufficient", "pass"];

type Case = Parameters<typeof judged>[0];

interface DriftFinding {
  readonly verdict: DriftVerdict;
  readonly reason: string;
}

function stability(of: Case, limits: DriftLimits): DriftFinding | null {
  const { index, smallestDetectable, n, m } = of;
  if (index === null || smallestDetectable === null) return null;
  if (smallestDetectable > limits.breach) {
    return {
      verdict: "insufficient",
      reason: `${m} values against ${n} show a PSI of ${smallestDetectable.toPrecision(2)} at the smallest; judging one of ${limits.breach} needs more rows`,
    };
  }
  const over = (limit: number): string =>
    `PSI ${index.value.toPrecision(3)}, at least ${index.lower.toPrecision(3)}, over ${limit}`;
  if (index.lower > limits.breach) return { verdict: "breach", reason: over(limits.breach) };
  if (index.lower > limits.warn) return { verdict: "warn", reason: over(limits.warn) };
  return null;
}

function missingness(of: Case, limits: DriftLimits): DriftFinding | null {
  const { n, m, missing } = of;
  const before = rateOf(missing.reference, n + missing.reference, limits);
  const after = rateOf(missing.current, m + missing.current, limits);
  // Newcombe's lower bound of a difference: the distances of both bounds add up as squares.
  const rise = after.rate - before.rate;
  const atLeast = rise - Math.hypot(after.rate - after.lower, before.upper - before.rate);
  if (atLeast <= RATE_RISE_MAX) return null;
  return {
    verdict: "warn",
    reason: `missing in ${percent(after.rate)} of rows, was ${percent(before.rate)}`,
  };
}

function novelty(of: Case, limits: DriftLimits): DriftFinding | null {
  const { what, count, expected } = of.unseen;
  const { rate, lower } = rateOf(count, of.m, limits);
  if (lower - expected <= RATE_RISE_MAX) return null;
  return { verdict: "warn", reason: `${percent(rate)} of values ${what}` };
}

function rateOf(
  count: number,
  trials: number,
  { confidence }: DriftLimits,
): { readonly rate: number; readonly lower: number; readonly upper: number } {
  if (trials === 0) return { rate: 0, lower: 0, upper: 1 };
  return { rate: count / trials, ...wilsonBounds({ successes: count, trials, confidence }) };
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(3)} %`;
}
