import { jensenShannon } from "../statistics/jensen-shannon.ts";
import type { Metric } from "./metric.ts";
import { unboundedDistance } from "./unbounded-distance.ts";

const TOLERANCE = 0.13;

/**
 * Jensen–Shannon distance (base 2, with the root) of each feature against the baseline: deciles of a
 * numeric feature, categories of a categorical one.
 *
 * No bounds: the value decides, so the control says `proof: measured`. The contributions sum to the
 * divergence, the square of the value. Insufficient where chance alone shows half the tolerance:
 * √((B − 1)/(8 ln 2 · h)) > τ/2.
 */
export const jensenShannonDistance: Metric = {
  id: "jensen_shannon",
  title: "Jensen–Shannon distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 200,
  certainty: "value",
  tolerance: TOLERANCE,
  measure: unboundedDistance({
    tolerance: TOLERANCE,
    scale: 8 * Math.LN2,
    between: (histogram) => {
      const { distance, divergence, contributions } = jensenShannon(histogram);
      return { distance, contributions, detail: { divergence } };
    },
  }),
  source: "Lin (1991); Endres & Schindelin (2003): base 2, square root",
};
