import { type Fields, fieldsAt, fieldsOf, isFields, listAt } from "./fields.ts";
import { ROWS_MAX, type Row, rowOf, type Scored } from "./tabular.ts";

/**
 * The rows of a request to an MLflow model server (`dataframe_split`, `dataframe_records`, `instances` or
 * `inputs`), and what was predicted for each. Columns without names are `0`, `1`, ….
 */
export function scoredByInvocations(request: Fields, answer: unknown): readonly Scored[] {
  const predictions = Array.isArray(answer) ? answer : listAt(fieldsOf(answer), "predictions");
  const rows = rowsOf(request);
  return predictions
    .slice(0, ROWS_MAX)
    .map((predicted: unknown, at) => ({ row: rows[at] ?? {}, predicted, said: saidBy(predicted) }));
}

/** What a model said by default, where its prediction is one text, truth or number; else null. */
function saidBy(predicted: unknown): string | number | null {
  const [only, ...others]: readonly unknown[] = Array.isArray(predicted) ? predicted : [predicted];
  if (others.length > 0) return null;
  if (typeof only === "number") return only;
  return typeof only === "string" || typeof only === "boolean" ? String(only) : null;
}

function rowsOf(request: Fields): readonly Row[] {
  const split = fieldsAt(request, "dataframe_split");
  const columns = listAt(split, "columns").map(String);
  const [first = []] = [listAt(split, "data"), listAt(request, "dataframe_records")]
    .concat([listAt(request, "instances"), listAt(request, "inputs")])
    .filter((list) => list.length > 0);
  if (first.length > 0) return first.slice(0, ROWS_MAX).map((each) => rowFrom(each, columns));
  return columnar(fieldsAt(request, "inputs"));
}

function rowFrom(value: unknown, columns: readonly string[]): Row {
  if (Array.isArray(value)) {
    return rowOf(value.map((each: unknown, at) => [columns[at] ?? String(at), each] as const));
  }
  return isFields(value) ? rowOf(Object.entries(value)) : rowOf([["0", value]]);
}

/** `inputs` may hold columns instead of rows: name → values. */
function columnar(inputs: Fields): readonly Row[] {
  const columns = Object.entries(inputs).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  const rows = Math.min(ROWS_MAX, Math.max(0, ...columns.map(([, values]) => values.length)));
  return Array.from({ length: rows }, (_, at) =>
    rowOf(columns.map(([name, values]) => [name, values[at] ?? null] as const)),
  );
}
