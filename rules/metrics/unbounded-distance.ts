import type { EvidenceGroup } from "../evidence/request.ts";
import type { CountPair } from "../statistics/count-pair.ts";
import { compareCells, comparedBins, measureDistance } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** A distance of two histograms that has no bounds, and whose square chance makes a χ² of. */
export interface UnboundedDistance {
  /** What counts as a shift where the control has no limit. */
  readonly tolerance: number;
  /** Between equal distributions, h times the square of the distance is (B − 1)/scale on average. */
  readonly scale: number;
  readonly between: (histogram: CountPair) => {
    readonly distance: number;
    readonly contributions: readonly number[];
    readonly detail: Readonly<Record<string, unknown>>;
  };
}

/**
 * Measures such a distance in deciles or categories: insufficient where chance alone shows half the
 * tolerance, √((B − 1)/(scale · h)) > τ/2, over the B bins that hold something.
 */
export function unboundedDistance(of: UnboundedDistance): Metric["measure"] {
  return (family, context) => family.map((group) => measureOne(group, of, context));
}

function measureOne(
  group: EvidenceGroup,
  { tolerance, scale, between }: UnboundedDistance,
  context: MeasureContext,
): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const { n, m } = compared;
  const histogram = comparedBins(compared);
  const { distance, contributions, detail } = between(histogram);
  const bins = histogram.baseline.filter((a, i) => a + (histogram.current[i] ?? 0) > 0).length;
  const chance = Math.sqrt(((bins - 1) * (n + m)) / (scale * n * m));
  return measureDistance(
    compared,
    {
      value: distance,
      lower: null,
      upper: null,
      smallestDetectable: 2 * chance,
      tolerance,
      among: `${bins} bins`,
      histogram,
      contributions,
      detail,
    },
    context,
  );
}
