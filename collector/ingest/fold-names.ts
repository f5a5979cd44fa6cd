import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { LIMITS } from "./limits.ts";
import type { NameBudget } from "./name-budget.ts";
import type { Rejection } from "./recognised.ts";
import { show } from "./show.ts";

/** The feature that holds what is folded: a JSON object of names and values. */
export const OVERFLOW = "_overflow";

/** One record with no more names than its system may have, and how many it has lost to `_overflow`. */
export interface Folded {
  readonly telemetry: Telemetry;
  readonly folded: number;
}

/**
 * Puts features and segments whose names are beyond the day's into one text feature, `_overflow`: readable where
 * somebody looks at the prediction, and a column less for each everywhere else. Cut at 32 KiB.
 *
 * A profile is of one feature alone, so it is refused.
 */
export function foldNames(
  telemetry: Telemetry,
  names: NameBudget,
  nowMs: number,
): Folded | Rejection {
  const { origin, statement } = telemetry;
  const { system } = origin;
  if (statement.kind === "profile") {
    const { feature, segment } = statement;
    const beyond =
      names.beyond({ system, kind: "feature" }, [feature], nowMs) ??
      names.beyond({ system, kind: "segment" }, Object.keys(segment), nowMs);
    if (beyond === null) return { telemetry, folded: 0 };
    const [name = ""] = beyond;
    const reason = `${show(name)} is beyond the ${names.perDayMax} names of features and segments that a system has a day`;
    return { kind: "rejected", reason };
  }
  if (statement.kind !== "prediction") return { telemetry, folded: 0 };
  const features = names.beyond({ system, kind: "feature" }, featuresOf(statement), nowMs);
  const segments = names.beyond({ system, kind: "segment" }, Object.keys(statement.segment), nowMs);
  if (features === null && segments === null) return { telemetry, folded: 0 };
  return {
    telemetry: { ...telemetry, statement: fold(statement, features ?? NONE, segments ?? NONE) },
    folded: (features?.size ?? 0) + (segments?.size ?? 0),
  };
}

const NONE: ReadonlySet<string> = new Set();

function featuresOf(of: Prediction): readonly string[] {
  const { numericFeatures, categoricalFeatures, missingFeatures } = of;
  const texts = Object.keys(categoricalFeatures).filter((name) => name !== OVERFLOW);
  return [...Object.keys(numericFeatures), ...texts, ...missingFeatures];
}

function fold(
  of: Prediction,
  features: ReadonlySet<string>,
  segments: ReadonlySet<string>,
): Prediction {
  const [numericFeatures, numbers] = parted(of.numericFeatures, features);
  const [{ [OVERFLOW]: own, ...texts }, words] = parted(of.categoricalFeatures, features);
  const [segment, segmentWords] = parted(of.segment, segments);
  const missing = of.missingFeatures.filter((name) => features.has(name));
  const overflow = jsonWithin(LIMITS.valueBytes, [
    ...(own === undefined ? [] : [[OVERFLOW, own] as const]),
    ...Object.entries(numbers).map(([name, value]) => [name, readable(value)] as const),
    ...Object.entries(words),
    ...missing.map((name) => [name, null] as const),
    ...Object.entries(segmentWords).map(([name, value]) => [`segment.${name}`, value] as const),
  ]);
  return {
    ...of,
    numericFeatures,
    categoricalFeatures: { ...texts, [OVERFLOW]: overflow },
    missingFeatures: of.missingFeatures.filter((name) => !features.has(name)),
    segment,
  };
}

/** What stays, and what is named. */
function parted<T>(
  of: Readonly<Record<string, T>>,
  named: ReadonlySet<string>,
): readonly [Readonly<Record<string, T>>, Readonly<Record<string, T>>] {
  const entries = Object.entries(of);
  return [
    Object.fromEntries(entries.filter(([name]) => !named.has(name))),
    Object.fromEntries(entries.filter(([name]) => named.has(name))),
  ];
}

/** JSON has no word for what is no finite number. */
function readable(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A JSON object of the first entries that have room. */
function jsonWithin(
  bytesMax: number,
  entries: readonly (readonly [string, string | number | null])[],
): string {
  const parts: string[] = [];
  let bytes = 2;
  for (const [name, value] of entries) {
    const part = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    bytes += Buffer.byteLength(part) + 1;
    if (bytes > bytesMax) break;
    parts.push(part);
  }
  return `{${parts.join(",")}}`;
}
