import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import {
  GIVEN,
  LIST_COLUMNS,
  type PredictionColumns,
  WORD_COLUMNS,
  type WordColumn,
} from "./prediction-columns.ts";
import { textsOf, wellFormed } from "./texts.ts";

/** A prediction, and its place among the records of its batch. */
export interface PlacedPrediction {
  readonly place: number;
  readonly telemetry: Telemetry;
}

/** Whether a record can be a row of columns: a prediction that is no call of a generative model. */
export function isPlainPrediction(telemetry: Telemetry): boolean {
  const { statement } = telemetry;
  return statement.kind === "prediction" && statement.call === undefined;
}

/**
 * Columns from records, in the order in which they are given. Times are rounded to the microsecond; half of a
 * surrogate pair becomes U+FFFD. Throws `TypeError` where one is no plain prediction.
 */
export function columnsOf(placed: readonly PlacedPrediction[]): PredictionColumns {
  const words = numbered<string>((word) => word, "");
  const lists = numbered<readonly number[]>((list) => list.join(","), []);
  const segments = numbered<readonly number[]>((segment) => segment.join(","), []);
  const rows = placed.length;
  const u32 = (): Uint32Array => new Uint32Array(rows);
  const f64 = (): Float64Array => new Float64Array(rows);
  const coded = Object.fromEntries(
    [...WORD_COLUMNS, ...LIST_COLUMNS].map((name) => [name, u32()]),
  ) as Record<WordColumn | (typeof LIST_COLUMNS)[number], Uint32Array>; // every name is there
  const numbers = { time: f64(), seq: f64(), score: f64(), value: f64(), latency: f64() };
  const given = new Uint8Array(rows);
  const places = u32();
  const numericValues: number[] = [];
  const categoricalValues: number[] = [];
  const predictions = placed.map(({ telemetry }) => plain(telemetry));
  for (const [i, prediction] of predictions.entries()) {
    const { place, telemetry } = placed[i] as PlacedPrediction; // as many as predictions
    places[i] = place;
    const said = wordsOf(telemetry, prediction);
    for (const name of WORD_COLUMNS) coded[name][i] = words.of(said[name]);
    numbers.time[i] = Math.round(prediction.timeMs * 1000);
    numbers.seq[i] = telemetry.seq;
    for (const name of ["score", "value", "latency"] as const) {
      const number = prediction[name];
      if (number === null) continue;
      numbers[name][i] = number;
      given[i] = (given[i] ?? 0) | GIVEN[name];
    }
    const numeric = ordered(prediction.numericFeatures);
    const categorical = ordered(prediction.categoricalFeatures);
    const namesOf = (of: readonly (readonly [string, unknown])[]): number =>
      lists.of(of.map(([name]) => words.of(name)));
    coded.numeric[i] = namesOf(numeric);
    for (const [, number] of numeric) numericValues.push(number);
    coded.categorical[i] = namesOf(categorical);
    for (const [, word] of categorical) categoricalValues.push(words.of(word));
    const missing = prediction.missingFeatures.map(wellFormed).sort();
    coded.missing[i] = lists.of(missing.map((name) => words.of(name)));
    const segment = ordered(prediction.segment);
    coded.segment[i] = segments.of(segment.flatMap((pair) => pair.map((word) => words.of(word))));
  }
  return {
    ...{ rows, places, ...coded, ...numbers, given },
    words: textsOf(words.all()),
    id: textsOf(predictions.map(({ id }) => id)),
    traceId: textsOf(placed.map(({ telemetry }) => telemetry.traceId)),
    spanId: textsOf(placed.map(({ telemetry }) => telemetry.spanId)),
    subject: textsOf(predictions.map(({ subject }) => subject)),
    lists: lists.all().map((list) => Uint32Array.from(list)),
    segments: segments.all().map((list) => Uint32Array.from(list)),
    numericValues: Float64Array.from(numericValues),
    categoricalValues: Uint32Array.from(categoricalValues),
  };
}

function plain({ statement }: Telemetry): Prediction {
  if (statement.kind === "prediction" && statement.call === undefined) return statement;
  throw new TypeError(`columns hold predictions that are no calls, got a ${statement.kind}`);
}

function wordsOf({ origin }: Telemetry, said: Prediction): Readonly<Record<WordColumn, string>> {
  const { model, task, label, status, errorType } = said;
  const { system, environment, systemVersion, producer } = origin;
  return {
    ...{ system, environment, systemVersion, producer, task, label, status, errorType },
    ...{ modelName: model.name, modelVersion: model.version },
    ...{ modelSupplier: model.supplier, modelDigest: model.digest },
  };
}

/** By names as they are stored. */
function ordered<Value>(
  map: Readonly<Record<string, Value>>,
): readonly (readonly [string, Value])[] {
  const entries = Object.entries(map).map(([name, value]) => [wellFormed(name), value] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}

/** Numbers things in the order in which they come first, `first` with 0. */
function numbered<Thing>(
  keyOf: (thing: Thing) => string,
  first: Thing,
): { readonly of: (thing: Thing) => number; readonly all: () => readonly Thing[] } {
  const all: Thing[] = [first];
  const known = new Map([[keyOf(first), 0]]);
  return {
    of: (thing) => {
      const key = keyOf(thing);
      const found = known.get(key);
      if (found !== undefined) return found;
      known.set(key, all.length);
      return all.push(thing) - 1;
    },
    all: () => all,
  };
}
