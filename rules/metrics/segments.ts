import type { Labels } from "../evidence/labels.ts";

/** `Caucasian`, or `Caucasian, 25-45` where several segments cross; `(not given)` for an empty one. */
export function segmentName(labels: Labels): string {
  const values = Object.entries(labels)
    .filter(([dimension]) => dimension.startsWith("segment."))
    .map(([, value]) => (value === "" ? "(not given)" : value));
  return values.length > 0 ? values.join(", ") : Object.values(labels).join(", ");
}

/**
 * The confidence of one bound against a reference that the data chose as the best of all segments.
 *
 * The best of several is best by chance too: the risk is shared over all that could have been it, so
 * that a bound holds whichever it is. With eight equal segments it would fail four times too often.
 */
export function againstBest(confidence: number, segments: number): number {
  return 1 - (1 - confidence) / Math.max(1, segments - 1);
}

/**
 * The segment that all others are compared with: the one with the highest (or lowest) rate; ties: more
 * trials, then the earlier one. null where there is none.
 */
export function bestSegment<Segment>(
  segments: readonly Segment[],
  rateOf: (segment: Segment) => { readonly successes: number; readonly trials: number },
  best: "highest" | "lowest",
): Segment | null {
  return segments.reduce<Segment | null>((found, next) => {
    if (found === null) return next;
    const [a, b] = [rateOf(next), rateOf(found)];
    // Cross-multiplied: equal rates compare equal, whatever their sample sizes.
    const higher = a.successes * b.trials - b.successes * a.trials;
    const difference = best === "highest" ? higher : -higher;
    return difference > 0 || (difference === 0 && a.trials > b.trials) ? next : found;
  }, null);
}
