import { ratioBounds } from "../statistics/ratio-interval.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { againstBest, bestSegment, segmentName } from "./segments.ts";
import { selectionOf } from "./selection-rate.ts";

/**
 * Selection rate of each segment over that of the reference: the segment with the highest rate
 * among those that reach the minimum sample (ties: more decisions, then the earlier one).
 *
 * Smaller segments are "not assessable", never a pass. The reference itself is 1, without width; for
 * the bounds of all others see `againstBest`.
 */
export const selectionRateRatio: Metric = {
  id: "selection_rate_ratio",
  title: "Selection rate ratio",
  unit: "1",
  display: "number",
  worse: "lower",
  evidence: "decisions",
  needs: ["label"],
  minSample: 100,
  comparesSegments: true,
  measure: (family, context) => {
    const selections = family.map((group) => ({
      name: segmentName(group.labels),
      ...(selectionOf(group, context) ?? { selected: 0, decisions: 0, favourable: null }),
    }));
    const assessable = selections.filter(
      ({ decisions }) => decisions > 0 && decisions >= context.minSample,
    );
    const reference = bestSegment(
      assessable,
      ({ selected, decisions }) => ({ successes: selected, trials: decisions }),
      "highest",
    );
    return selections.map((segment): Measurement => {
      const { selected, decisions, favourable } = segment;
      const insufficient = (reason: string): Measurement => ({
        kind: "insufficient",
        n: decisions,
        reason,
      });
      if (favourable === null) return insufficient("no favourable label is named");
      if (decisions === 0) return { kind: "no_data", reason: "no decisions in the window" };
      if (reference === null || decisions < context.minSample) {
        return insufficient(`not assessable: ${decisions} decisions, needs ${context.minSample}`);
      }
      if (assessable.length < 2) {
        return insufficient(`nothing to compare with: only ${reference.name} is assessable`);
      }
      if (reference.selected === 0) return insufficient(`no segment has any ${favourable}`);
      const detail = {
        favourable,
        rate: selected / decisions,
        selected,
        reference: reference.name,
        referenceRate: reference.selected / reference.decisions,
        referenceDecisions: reference.decisions,
        notAssessable: selections
          .filter((other) => !assessable.includes(other))
          .map(({ name, decisions: n }) => ({ segment: name, n })),
      };
      if (segment === reference) {
        return { kind: "measured", value: 1, lower: 1, upper: 1, n: decisions, detail };
      }
      return {
        kind: "measured",
        value: detail.rate / detail.referenceRate,
        ...ratioBounds({
          over: { successes: selected, trials: decisions },
          under: { successes: reference.selected, trials: reference.decisions },
          confidence: againstBest(context.confidence, assessable.length),
        }),
        n: decisions,
        detail,
      };
    });
  },
  source: "29 CFR 1607.4 D (four-fifths rule); Katz et al. (1978) bounds",
};
