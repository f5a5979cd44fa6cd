import type { EvidenceGroup } from "../evidence/request.ts";
import { differenceBounds } from "../statistics/difference-interval.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";
import { againstBest, bestSegment, segmentName } from "./segments.ts";

/** A rate of one segment, counted. */
export interface SegmentRate {
  readonly kind: "rate";
  readonly successes: number;
  readonly trials: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What is compared, and which rate a segment is best off with. */
export interface Comparison {
  readonly rateOf: (group: EvidenceGroup) => SegmentRate | Measurement;
  readonly best: "highest" | "lowest";
  /** What a trial is, in the plural: `truly positive cases`. */
  readonly unit: string;
}

interface Segment extends SegmentRate {
  readonly name: string;
  readonly index: number;
}

/**
 * How far each segment's rate lies from that of the reference: the segment with the best rate among
 * those that reach the minimum sample (ties: more trials, then the earlier one).
 *
 * The gap is never negative; Newcombe's bounds, see `againstBest`. Smaller segments are "not
 * assessable", never a pass. The reference itself is 0, without width.
 */
export function segmentGaps(
  family: readonly EvidenceGroup[],
  context: MeasureContext,
  of: Comparison,
): readonly Measurement[] {
  const { minSample } = context;
  const rates = family.map((group) => of.rateOf(group));
  const segments = rates.flatMap((rate, index): readonly Segment[] =>
    rate.kind === "rate" ? [{ ...rate, name: nameOf(family[index]), index }] : [],
  );
  const assessable = segments.filter(({ trials }) => trials > 0 && trials >= minSample);
  const reference = bestSegment(assessable, (segment) => segment, of.best);
  const confidence = againstBest(context.confidence, assessable.length);
  const notAssessable = segments
    .filter((segment) => !assessable.includes(segment))
    .map(({ name, trials }) => ({ segment: name, n: trials }));
  const segmentOf = new Map(segments.map((segment) => [segment.index, segment]));

  return rates.map((rate, index): Measurement => {
    if (rate.kind !== "rate") return rate;
    const { successes, trials } = rate;
    const insufficient = (reason: string): Measurement => ({
      kind: "insufficient",
      n: trials,
      reason,
    });
    const segment = segmentOf.get(index);
    if (reference === null || segment === undefined || !assessable.includes(segment)) {
      return insufficient(`not assessable: ${trials} ${of.unit}, needs ${Math.max(1, minSample)}`);
    }
    if (assessable.length < 2) {
      return insufficient(`nothing to compare with: only ${reference.name} is assessable`);
    }
    const detail = {
      ...rate.detail,
      rate: successes / trials,
      successes,
      trials,
      reference: reference.name,
      referenceRate: reference.successes / reference.trials,
      referenceTrials: reference.trials,
      notAssessable,
    };
    if (segment === reference) {
      return { kind: "measured", value: 0, lower: 0, upper: 0, n: trials, detail };
    }
    const [over, under] = of.best === "highest" ? [reference, segment] : [segment, reference];
    return {
      kind: "measured",
      value: over.successes / over.trials - under.successes / under.trials,
      ...differenceBounds({ of: over, from: under, confidence }),
      n: trials,
      detail,
    };
  });
}

function nameOf(group: EvidenceGroup | undefined): string {
  return segmentName(group?.labels ?? {});
}
