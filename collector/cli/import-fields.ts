/** What can be imported. */
export type ImportKind = "predictions" | "outcomes";

/** How a field is filled: only some may be the same for all rows. */
export type FieldType = "constant or column" | "text" | "number" | "time";

const BOTH: readonly (readonly [string, FieldType])[] = [
  ["system", "constant or column"],
  ["environment", "constant or column"],
  ["system_version", "constant or column"],
  ["id", "text"],
  ["time", "time"],
  ["label", "text"],
  ["value", "number"],
];

const FIELDS: Readonly<Record<ImportKind, ReadonlyMap<string, FieldType>>> = {
  predictions: new Map([
    ...BOTH,
    ["model.name", "constant or column"],
    ["model.version", "constant or column"],
    ["model.supplier", "constant or column"],
    ["model.digest", "constant or column"],
    ["task", "constant or column"],
    ["score", "number"],
    ["latency", "number"],
    ["status", "text"],
    ["error_type", "text"],
    ["subject", "text"],
  ]),
  outcomes: new Map([...BOTH, ["source", "constant or column"]]),
};

/** The fields of one kind of record, as a mapping file names them. */
export function fieldsOf(kind: ImportKind): ReadonlyMap<string, FieldType> {
  return FIELDS[kind];
}

/** The key of a field in the JSON of the API. */
export function apiKey(field: string): string {
  return field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
