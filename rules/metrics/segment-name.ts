import type { Labels } from "../evidence/labels.ts";

/** `Caucasian`, or `Caucasian, 25-45` where several segments cross; `(not given)` for an empty one. */
export function segmentName(labels: Labels): string {
  const values = Object.entries(labels)
    .filter(([dimension]) => dimension.startsWith("segment."))
    .map(([, value]) => (value === "" ? "(not given)" : value));
  return values.length > 0 ? values.join(", ") : Object.values(labels).join(", ");
}
