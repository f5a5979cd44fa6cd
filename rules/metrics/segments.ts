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
