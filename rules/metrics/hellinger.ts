import { hellinger } from "../statistics/hellinger.ts";
import type { Metric } from "./metric.ts";
import { unboundedDistance } from "./unbounded-distance.ts";

/** √(0.2 / 8): what 0.2 is for PSI. */
const TOLERANCE = 0.158;

/**
 * Hellinger distance of each feature against the baseline: deciles of a numeric feature, categories
 * of a categorical one. Near √(PSI/8) for small shifts.
 *
 * No bounds: the value decides, so the control says `proof: measured`. The contributions sum to the
 * square of the value. Insufficient where chance alone shows half the tolerance: √((B − 1)/8h) > τ/2.
 */
export const hellingerDistance: Metric = {
  id: "hellinger",
  title: "Hellinger distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 200,
  certainty: "value",
  tolerance: TOLERANCE,
  measure: unboundedDistance({
    tolerance: TOLERANCE,
    scale: 8,
    between: (histogram) => ({ ...hellinger(histogram), detail: {} }),
  }),
  source: "Hellinger (1909): √(1 − Σ√(pq))",
};
