import { readFileSync } from "node:fs";

/** Reference values that `generate.py` wrote: one table for each function. */
export interface Oracle {
  readonly normalQuantile: readonly (readonly [probability: number, z: number])[];
  readonly poissonDensity: readonly (readonly [k: number, lambda: number, density: number])[];
  readonly binomialDensity: readonly (readonly [
    k: number,
    n: number,
    p: number,
    density: number,
  ])[];
  readonly incompleteGamma: readonly (readonly [a: number, x: number, value: number])[];
  readonly noncentralChiSquared: readonly (readonly [
    x: number,
    freedom: number,
    noncentrality: number,
    value: number,
  ])[];
  readonly wilson: readonly (readonly [
    successes: number,
    trials: number,
    low: number,
    high: number,
    lower: number,
    upper: number,
  ])[];
  readonly ratio: readonly (readonly [
    a: number,
    n: number,
    b: number,
    m: number,
    lower: number,
    upper: number,
  ])[];
  readonly quantileRanks: readonly (readonly [
    n: number,
    quantile: number,
    confidence: number,
    lower: number | null,
    upper: number | null,
  ])[];
  readonly populationStability: readonly {
    readonly baseline: readonly number[];
    readonly current: readonly number[];
    readonly value: number;
    readonly h: number;
    readonly debiased: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}

export const oracle: Oracle = JSON.parse(
  readFileSync(new URL("./oracle.json", import.meta.url), "utf8"),
);
