import type { Prediction, Task } from "@tiltmeter/sdk/wire/prediction";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { GIVEN, type PredictionColumns, type WordColumn } from "./prediction-columns.ts";
import { textAt } from "./texts.ts";

/**
 * Reads rows of columns as records again, in whatever order they are asked for; what `columnsOf` was given, with times to the
 * microsecond. Where values begin in the rows is worked out once, so that one row costs what it holds.
 */
export function telemetryOf(columns: PredictionColumns): (row: number) => Telemetry {
  const { lists, segments } = columns;
  const numericFrom = beginnings(columns.numeric, lists);
  const categoricalFrom = beginnings(columns.categorical, lists);
  const known: (string | undefined)[] = [];
  const word = (code: number): string => {
    known[code] ??= textAt(columns.words, code);
    return known[code] ?? "";
  };
  const named = (column: "numeric" | "categorical" | "missing", row: number): string[] =>
    [...(lists[columns[column][row] ?? 0] ?? [])].map(word);

  return (row) => {
    const said = (column: WordColumn): string => word(columns[column][row] ?? 0);
    const number = (column: keyof typeof GIVEN): number | null =>
      ((columns.given[row] ?? 0) & GIVEN[column]) === 0 ? null : (columns[column][row] ?? null);
    const segment = [...(segments[columns.segment[row] ?? 0] ?? [])].map(word);
    const numeric = numericFrom[row] ?? 0;
    const categorical = categoricalFrom[row] ?? 0;
    const statement: Prediction = {
      kind: "prediction",
      id: textAt(columns.id, row),
      timeMs: (columns.time[row] ?? 0) / 1000,
      model: {
        name: said("modelName"),
        version: said("modelVersion"),
        supplier: said("modelSupplier"),
        digest: said("modelDigest"),
      },
      // What was put into the columns was a prediction.
      task: said("task") as Task,
      label: said("label"),
      score: number("score"),
      value: number("value"),
      latency: number("latency"),
      status: said("status") as Prediction["status"],
      errorType: said("errorType"),
      numericFeatures: record(
        named("numeric", row),
        (i) => columns.numericValues[numeric + i] ?? Number.NaN,
      ),
      categoricalFeatures: record(named("categorical", row), (i) =>
        word(columns.categoricalValues[categorical + i] ?? 0),
      ),
      missingFeatures: named("missing", row),
      segment: record(
        segment.filter((_, i) => i % 2 === 0),
        (i) => segment[2 * i + 1] ?? "",
      ),
      subject: textAt(columns.subject, row),
    };
    return {
      origin: {
        system: said("system"),
        systemVersion: said("systemVersion"),
        environment: said("environment"),
        producer: said("producer"),
      },
      seq: columns.seq[row] ?? 0,
      traceId: textAt(columns.traceId, row),
      spanId: textAt(columns.spanId, row),
      statement,
    };
  };
}

/** Without a prototype, so that no name in it means anything. */
function record<Value>(
  names: readonly string[],
  valueAt: (i: number) => Value,
): Readonly<Record<string, Value>> {
  const into: Record<string, Value> = Object.create(null);
  for (const [i, name] of names.entries()) into[name] = valueAt(i);
  return into;
}

/** Where the values of each row begin, and after the last row where they end. */
export function beginnings(column: Uint32Array, lists: readonly Uint32Array[]): Uint32Array {
  const sizes = lengthsOf(lists);
  const from = new Uint32Array(column.length + 1);
  let at = 0;
  for (let row = 0; row < column.length; row += 1) {
    at += sizes[column[row] ?? 0] ?? 0;
    from[row + 1] = at;
  }
  return from;
}

/** How long each list is. */
export function lengthsOf(lists: readonly Uint32Array[]): Uint32Array {
  const lengths = new Uint32Array(lists.length);
  for (let i = 0; i < lists.length; i += 1) lengths[i] = lists[i]?.length ?? 0;
  return lengths;
}
