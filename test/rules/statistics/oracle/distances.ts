import { readFileSync } from "node:fs";
import { seeded } from "../seeded.ts";

/** Reference values that `distances.py` wrote. */
interface Distances {
  readonly counts: readonly {
    readonly baseline: readonly number[];
    readonly current: readonly number[];
    readonly edges: readonly number[];
    readonly jensenShannon: number;
    readonly hellinger: number;
    readonly totalVariation: number;
    readonly largest: number;
    readonly chiSquared: readonly [statistic: number, freedom: number, pValue: number];
    /** The same with bins merged until both sides expect 5. */
    readonly merged: readonly [statistic: number, freedom: number, pValue: number];
    readonly cramersV: number;
    readonly kolmogorovSmirnov: readonly [distance: number, pValue: number];
    readonly wasserstein: number;
    readonly quartiles: number;
    /** p of "the true PSI is at most 0.1". */
    readonly tolerance: number;
  }[];
  readonly samples: readonly {
    readonly seed: number;
    readonly shape: Shape;
    readonly n: number;
    readonly m: number;
    readonly shift: number;
    readonly distance: number;
    readonly pValue: number;
    readonly wasserstein: number;
    readonly normalised: number;
  }[];
  readonly kolmogorov: readonly (readonly [x: number, tail: number])[];
  readonly kolmogorovSmirnovTail: readonly (readonly [n: number, d: number, tail: number])[];
}

type Shape = "uniform" | "ties" | "signed" | "square";

export const distances: Distances = JSON.parse(
  readFileSync(new URL("./distances.json", import.meta.url), "utf8"),
);

const SHAPES: Readonly<Record<Shape, (u: number) => number>> = {
  uniform: (u) => u,
  ties: (u) => Math.floor(u * 20),
  signed: (u) => (u - 0.5) * 8,
  square: (u) => u * u * 100,
};

/** The samples of a case, as the program drew them. */
export function samplesOf(of: Distances["samples"][number]): {
  readonly baseline: readonly number[];
  readonly current: readonly number[];
} {
  const random = seeded(of.seed);
  const draw = (): number => SHAPES[of.shape](random());
  const baseline = Array.from({ length: of.n }, draw);
  return { baseline, current: Array.from({ length: of.m }, () => draw() + of.shift) };
}
