import { readFileSync } from "node:fs";

type Counts = readonly number[];

/** Reference values that `generate.py` wrote. */
interface Oracle {
  readonly logBeta: readonly (readonly [a: number, b: number, value: number])[];
  readonly incompleteBeta: readonly (readonly [
    x: number,
    a: number,
    b: number,
    lower: number,
    logLower: number,
    logUpper: number,
  ])[];
  readonly betaMixture: readonly (readonly [
    successes: number,
    trials: number,
    limit: number,
    side: "above" | "below",
    tolerance: number,
    a: number,
    b: number,
    logE: number,
  ])[];
  readonly dirichletMultinomial: readonly (readonly [
    counts: Counts,
    shares: Counts,
    concentration: number,
    logE: number,
  ])[];
  readonly normalMixture: readonly (readonly [
    variance: number,
    alpha: number,
    best: number,
    scale: number,
    boundary: number,
  ])[];
  readonly rateSequence: readonly (readonly [
    successes: number,
    trials: number,
    alpha: number,
    lower: number,
    upper: number,
  ])[];
  readonly twoSample: readonly (readonly [
    blocks: readonly (readonly [a: Counts, b: Counts])[],
    logEs: readonly number[],
  ])[];
  readonly boundedMean: readonly {
    readonly values: readonly number[];
    readonly alpha: number;
    readonly limit: number;
    readonly at: readonly number[];
    readonly lower: readonly number[];
    readonly upper: readonly number[];
    readonly logE: readonly number[];
  }[];
  /** The divergence that is left after the projection. */
  readonly projection: readonly (readonly [
    baseline: Counts,
    alternative: Counts,
    limit: number,
    divergence: number,
  ])[];
  readonly shareBounds: readonly (readonly [
    share: number,
    limit: number,
    low: number,
    high: number,
  ])[];
  readonly shiryaevRoberts: readonly {
    readonly low: Counts;
    readonly high: Counts;
    readonly windows: readonly Counts[];
    readonly dispersion: number;
    readonly values: readonly number[];
  }[];
}

export const oracle: Oracle = JSON.parse(
  readFileSync(new URL("./oracle.json", import.meta.url), "utf8"),
);
