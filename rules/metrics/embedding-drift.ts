import type { EvidenceGroup } from "../evidence/request.ts";
import { meanDiscrepancy } from "../statistics/mean-discrepancy.ts";
import { compareSums } from "./embedding-sums.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** What two clearly different topics show is ten times this. */
const TOLERANCE = 0.02;

/**
 * Squared maximum mean discrepancy of each embedding against the baseline, by 256 random Fourier
 * features: 0 where both come from one distribution, 2 at the most.
 *
 * Unbiased, and then at least 0. `chance95` and `chance99` in the detail are what so many vectors of
 * the baseline itself show; the first is the smallest detectable shift, and where it is beyond the
 * tolerance the answer is insufficient. No bounds: the value decides, so the control says
 * `proof: measured`. Insufficient for every other feature.
 */
export const embeddingDrift: Metric = {
  id: "embedding_drift",
  title: "Embedding drift (MMD²)",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 100,
  certainty: "value",
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureOne(group, context)),
  source: "Gretton et al. (2012); Rahimi & Recht (2007); chance by random halves of the baseline",
};

function measureOne(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareSums(group, "fourier", context);
  if (compared.kind !== "compared") return compared;
  const { feature, baseline, current, name } = compared;
  const { n: m } = current;
  const { n } = baseline;
  const raw = meanDiscrepancy(baseline, current);
  if (raw === null || feature.chance === undefined) {
    const reason = `${name} needs two vectors in the window and twenty in the baseline, got ${m} and ${n}`;
    return { kind: "insufficient", n: m, reason };
  }
  const harmonic = (n * m) / (n + m);
  const chance95 = feature.chance.p95 / harmonic;
  const chance99 = feature.chance.p99 / harmonic;
  const detail = { raw, chance95, chance99, harmonic, smallestDetectable: chance95, baselineN: n };
  const tolerance = context.tolerance ?? TOLERANCE;
  if (chance95 > tolerance) {
    const reason = `${m} vectors against ${n} show a shift of ${chance95.toPrecision(2)} at the smallest, needs ${tolerance}`;
    return { kind: "insufficient", n: m, reason, detail };
  }
  return { kind: "measured", value: Math.max(0, raw), lower: null, upper: null, n: m, detail };
}
