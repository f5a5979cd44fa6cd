import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";

type Parts = Pick<
  Prediction,
  "numericFeatures" | "categoricalFeatures" | "missingFeatures" | "segment"
>;

/** A prediction's features and segments while they are sorted by type. */
export interface MutableParts extends Parts {
  readonly numericFeatures: Record<string, number>;
  readonly categoricalFeatures: Record<string, string>;
  readonly missingFeatures: string[];
  readonly segment: Record<string, string>;
}

export function emptyParts(): MutableParts {
  return {
    numericFeatures: Object.create(null),
    categoricalFeatures: Object.create(null),
    missingFeatures: [],
    segment: Object.create(null),
  };
}

/** Numbers (NaN and infinities too) are numeric, text and booleans categorical, null is missing; false for anything else. */
export function sortFeature(parts: MutableParts, name: string, value: AttributeValue): boolean {
  if (value === null) parts.missingFeatures.push(name);
  else if (typeof value === "number") parts.numericFeatures[name] = value;
  else if (typeof value === "bigint") parts.numericFeatures[name] = Number(value);
  else if (typeof value === "string") parts.categoricalFeatures[name] = value;
  else if (typeof value === "boolean") parts.categoricalFeatures[name] = String(value);
  else return false;
  return true;
}

/** Segments are text; numbers and booleans as they print, null is left out; false for anything else. */
export function sortSegment(parts: MutableParts, name: string, value: AttributeValue): boolean {
  if (value === null) return true;
  if (typeof value === "string") parts.segment[name] = value;
  else if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    parts.segment[name] = String(value);
  else return false;
  return true;
}
