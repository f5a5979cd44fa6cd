import { noColumn } from "../tables/choose-columns.ts";
import { csvNumber } from "../tables/csv-cell.ts";
import type { PlainValue } from "../tables/flatten.ts";
import type { TableOutline, TableRow } from "../tables/read-rows.ts";
import { shown } from "../tables/table-error.ts";
import { apiKey, fieldsOf } from "./import-fields.ts";
import type { Mapping, MappingFinding, NamedColumn, Source } from "./import-mapping.ts";
import { instantText } from "./import-time.ts";

/** One record as the API takes it, or why the row makes none. */
export type Mapped =
  | { readonly kind: "record"; readonly record: Readonly<Record<string, unknown>> }
  | { readonly kind: "rejected"; readonly reason: string };

/** Turns rows into records. */
export type ToRecord = (row: TableRow) => Mapped;

/** Columns that a mapping names and the file does not have. Of a long JSON lines file nobody knows. */
export function absentColumns(mapping: Mapping, outline: TableOutline): readonly MappingFinding[] {
  const { columns, rows } = outline;
  if (rows === null) return [];
  // A column of Parquet may be a structure: `customer` has `customer.id`.
  const isThere = (name: string): boolean =>
    columns.some((column) => column === name || name.startsWith(`${column}.`));
  return namedColumns(mapping)
    .filter(({ column }) => !isThere(column))
    .map(({ column, at }) => ({ at, message: `the file has ${noColumn(column, columns)}` }));
}

function namedColumns(
  mapping: Mapping,
): readonly { readonly column: string; readonly at: string }[] {
  const sources = [...mapping.fields.values()].filter((source) => source.kind === "column");
  const features = mapping.features === "rest" ? [] : mapping.features;
  return [...sources, ...features, ...mapping.exclude, ...mapping.segment];
}

/** Prepares the mapping for the columns of a file. `idOf` names rows where no column does. */
export function toRecord(
  mapping: Mapping,
  outline: TableOutline,
  idOf: (row: number) => string,
): ToRecord {
  const used = new Set(
    [...mapping.fields.values(), ...mapping.segment, ...mapping.exclude].flatMap((of) =>
      "column" in of ? [of.column] : [],
    ),
  );
  const featuresOf = (row: TableRow): readonly NamedColumn[] =>
    mapping.features === "rest"
      ? [...row.values.keys()]
          .filter((name) => !used.has(name))
          .map((name) => ({ name, column: name, at: "" }))
      : mapping.features;
  const featureOf = (value: PlainValue, column: string): PlainValue => {
    if (mapping.text.has(column)) return value === null ? null : String(value);
    return typeof value === "string" && outline.numeric.has(column) ? csvNumber(value) : value;
  };
  const types = fieldsOf(mapping.kind);
  return (row) => {
    if (row.problem !== null) return { kind: "rejected", reason: row.problem };
    const record: Record<string, unknown> = {};
    const model: Record<string, unknown> = {};
    for (const [field, source] of mapping.fields) {
      const value = fieldValue(field, source, row, types.get(field) === "number");
      if (typeof value === "object" && value !== null) return value;
      if (value === null) continue;
      if (field.startsWith("model.")) model[field.slice(6)] = value;
      else record[apiKey(field)] = value;
    }
    if (Object.keys(model).length > 0) record["model"] = model;
    if (mapping.kind === "predictions") {
      if (!mapping.fields.has("id")) record["id"] = idOf(row.row);
      const features = featuresOf(row);
      if (features.length > 0) record["features"] = pick(row, features, featureOf);
      if (mapping.segment.length > 0) record["segment"] = pick(row, mapping.segment, segmentOf);
    }
    return { kind: "record", record };
  };
}

function fieldValue(
  field: string,
  source: Source,
  row: TableRow,
  isNumber: boolean,
): string | number | null | Extract<Mapped, { kind: "rejected" }> {
  if (source.kind === "constant") return source.value;
  const value = row.values.get(source.column) ?? null;
  if (value === null) {
    if (field !== "id") return null;
    return { kind: "rejected", reason: `id is missing in column ${source.column}` };
  }
  const wrong = (rule: string): Extract<Mapped, { kind: "rejected" }> => ({
    kind: "rejected",
    reason: `${field} must be ${rule}, got ${shown(value)} in column ${source.column}`,
  });
  if (field === "time") {
    if (typeof value === "boolean") return wrong("a time");
    return (
      instantText(value, source) ??
      wrong(source.format === "iso" ? "an ISO 8601 time" : `a time in ${source.format}`)
    );
  }
  if (isNumber) {
    const number = typeof value === "string" ? Number(value || Number.NaN) : Number(value);
    return Number.isFinite(number) ? number * source.scale : wrong("a number");
  }
  const text = String(value);
  return source.values.get(text) ?? text;
}

/** Missing segments are absent; a missing feature is something to know. */
const segmentOf = (value: PlainValue): PlainValue | undefined =>
  value === null ? undefined : String(value);

function pick(
  row: TableRow,
  columns: readonly NamedColumn[],
  as: (value: PlainValue, column: string) => PlainValue | undefined,
): Readonly<Record<string, PlainValue>> {
  // Without a prototype `__proto__` is a name like any other; the collector refuses it in words.
  const picked: Record<string, PlainValue> = Object.create(null);
  for (const { name, column } of columns) {
    const value = as(row.values.get(column) ?? null, column);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
