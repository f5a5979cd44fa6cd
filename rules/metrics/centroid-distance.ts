import { cosineDistance } from "../statistics/mean-discrepancy.ts";
import { compareSums } from "./embedding-sums.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";

/**
 * How far the mean of each embedding has turned from the baseline's: 1 − cosine, 0 where they point
 * the same way.
 *
 * To explain a drift, not to prove one: how far chance turns a mean depends on the model. No bounds,
 * so the control says `proof: measured`. Insufficient for every other feature, and where a mean is 0.
 */
export const centroidDistance: Metric = {
  id: "centroid_distance",
  title: "Centroid distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 100,
  certainty: "value",
  measure: (family, context) =>
    family.map((group): Measurement => {
      const compared = compareSums(group, "components", context);
      if (compared.kind !== "compared") return compared;
      const { baseline, current, name } = compared;
      const value = cosineDistance(baseline.sum, current.sum);
      if (value === null) {
        const reason = `a mean of ${name} is 0 and points nowhere`;
        return { kind: "insufficient", n: current.n, reason };
      }
      const detail = { baselineN: baseline.n };
      return { kind: "measured", value, lower: null, upper: null, n: current.n, detail };
    }),
  source: "1 − cos of the angle between both means",
};
