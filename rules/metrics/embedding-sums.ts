import type { EvidenceGroup } from "../evidence/request.ts";
import type { SumsBaseline } from "../profile/baseline.ts";
import { featureOf } from "./compare-cells.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** Vectors that were summed, and the sums of their components, in the unit of the components. */
export interface VectorSum {
  readonly n: number;
  readonly sum: Float64Array;
}

/** The sums of a window beside those of the baseline. */
export interface ComparedSums {
  readonly kind: "compared";
  readonly name: string;
  readonly feature: SumsBaseline;
  readonly baseline: VectorSum;
  readonly current: VectorSum;
}

/** The sums of a group beside those of its baseline, or why they cannot be compared. */
export function compareSums(
  group: EvidenceGroup,
  of: SumsBaseline["of"],
  context: MeasureContext,
): ComparedSums | Exclude<Measurement, { kind: "measured" }> {
  const found = evidenceOf(group, "cells");
  const name = group.labels["feature"] ?? "";
  const feature = featureOf(group, context);
  if (feature === undefined || context.baseline?.digest !== found.baseline) {
    return { kind: "no_data", reason: `no baseline of ${name} fits these sums` };
  }
  if (feature.kind !== "sums" || feature.of !== of) {
    const wanted = of === "fourier" ? "rff" : "centroid";
    const reason = `${name} is not the ${wanted} of an embedding`;
    return { kind: "insufficient", n: 0, reason };
  }
  const [baseline, current] = [vectorSum(feature.counts), vectorSum(found.counts)];
  if (current.n + found.missing === 0) {
    return { kind: "no_data", reason: "no predictions in the window" };
  }
  if (current.n < Math.max(1, context.minSample)) {
    return belowMinimum(current.n, "vectors", Math.max(1, context.minSample));
  }
  return { kind: "compared", name, feature, baseline, current };
}

function vectorSum(counts: readonly number[]): VectorSum {
  return { n: counts[0] ?? 0, sum: Float64Array.from(counts.slice(1), (sum) => sum / 2 ** 20) };
}
