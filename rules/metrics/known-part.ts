import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";

/** A sum over calls may leave out this share of them and still stand for all; beyond it nothing is known. */
const UNKNOWN_SHARE_MAX = 0.05;

/**
 * A sum over calls of which some do not say their part. It is what is known: insufficient where more
 * than a twentieth of the answered calls is missing from it, unless the known part alone is over the limit,
 * which the rest could only add to.
 */
export function measureKnownPart(
  of: {
    readonly value: number;
    readonly answered: number;
    /** Of the answered calls, those that the value lacks. */
    readonly unknown: number;
    /** What those do not say: `tokens`, `a known cost`. */
    readonly lacks: string;
    /** The rest can only add to the value, as to a sum; not so for a mean. */
    readonly onlyGrows: boolean;
    readonly detail: Readonly<Record<string, unknown>>;
  },
  context: MeasureContext,
): Measurement {
  const { value, answered, unknown, lacks, detail } = of;
  const isOver = of.onlyGrows && value > (context.tolerance ?? Infinity);
  if (unknown > UNKNOWN_SHARE_MAX * answered && !isOver) {
    const reason = `${unknown} of ${answered} answered calls have no ${lacks}: the rest does not stand for them`;
    return { kind: "insufficient", n: answered - unknown, reason, detail };
  }
  return { kind: "measured", value, lower: null, upper: null, n: answered - unknown, detail };
}
