import type { AttributeValue, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";
import type { Model } from "@tiltmeter/sdk/wire/prediction";
import type { Profile } from "@tiltmeter/sdk/wire/profile";
import { sortSegment } from "../prediction-parts.ts";
import type { AttributeReader } from "./attribute-reader.ts";

/** The columns of a profile's counts are this wide, and no baseline has so many cells. */
const CELL_MAX = 65_535;
/** Sign, exponent and three bits: what is left of a double without its last 49 bits. */
const MAGNITUDE_MAX = 32_767;

/** A feature counted by its sender. Whether the counts agree with each other is `admit`'s question. */
export function readProfile(record: WireRecord, read: AttributeReader, model: Model): Profile {
  const feature = read.text(ATTRIBUTE.profileFeature) ?? "";
  if (feature === "") read.complain(ATTRIBUTE.profileFeature, "the name of a feature", null);
  const segment: Record<string, string> = Object.create(null);
  const parts = { numericFeatures: {}, categoricalFeatures: {}, missingFeatures: [], segment };
  for (const [name, value] of read.map(ATTRIBUTE.segment)) {
    if (!sortSegment(parts, name, value)) {
      read.complain(`${ATTRIBUTE.segment}.${name}`, "text, a number, true or false", value);
    }
  }
  return {
    kind: "profile",
    timeMs: record.timeMs,
    windowMs: windowMs(read),
    model,
    segment,
    feature,
    baseline: read.text(ATTRIBUTE.profileBaseline) ?? "",
    predictions: read.count(ATTRIBUTE.profilePredictions),
    missing: read.count(ATTRIBUTE.profileMissing),
    notANumber: read.count(ATTRIBUTE.profileNotANumber),
    wrongType: read.count(ATTRIBUTE.profileWrongType),
    infinite: read.count(ATTRIBUTE.profileInfinite),
    min: positiveZero(read.number(ATTRIBUTE.profileMin)),
    max: positiveZero(read.number(ATTRIBUTE.profileMax)),
    cells: counts(read, {
      keys: ATTRIBUTE.profileCells,
      counts: ATTRIBUTE.profileCellCounts,
      keyMax: CELL_MAX,
    }),
    magnitudes: counts(read, {
      keys: ATTRIBUTE.profileMagnitudes,
      counts: ATTRIBUTE.profileMagnitudeCounts,
      keyMax: MAGNITUDE_MAX,
    }),
    sum: read.text(ATTRIBUTE.profileSum) ?? "",
    sumOfSquares: read.text(ATTRIBUTE.profileSumOfSquares) ?? "",
  };
}

/** Both zeros are one value, and one of them cannot be told in JSON. */
function positiveZero(value: number | null): number | null {
  return value === 0 ? 0 : value;
}

function windowMs(read: AttributeReader): number {
  const seconds = read.number(ATTRIBUTE.profileWindow);
  const ms = Math.round((seconds ?? 0) * 1000);
  if (ms >= 1 && ms <= 3_600_000) return ms;
  read.complain(ATTRIBUTE.profileWindow, "seconds, above 0 and at most 3600", seconds);
  return 0;
}

/** Two lists of one length: which, ascending or not but each once, and how many. */
function counts(
  read: AttributeReader,
  of: { readonly keys: string; readonly counts: string; readonly keyMax: number },
): Readonly<Record<string, number>> {
  const [keys, values] = [read.list(of.keys), read.list(of.counts)];
  if (keys.length !== values.length) {
    read.complain(of.counts, `as long as ${of.keys}, which has ${keys.length}`, values);
  }
  const into: Record<string, number> = {};
  keys.forEach((given, i) => {
    const key = whole(given);
    const count = whole(values[i] ?? null);
    if (key === null || key < 0 || key > of.keyMax) {
      read.complain(of.keys, `whole numbers from 0 to ${of.keyMax}`, given);
    } else if (Object.hasOwn(into, key)) {
      read.complain(of.keys, "named once each", given);
    } else if (count === null) {
      read.complain(of.counts, "whole numbers of at most 53 bits", values[i] ?? null);
    } else {
      into[key] = count;
    }
  });
  return into;
}

/** Some clients know only doubles: 5.0 is 5. */
function whole(value: AttributeValue): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value + 0 : null;
}
