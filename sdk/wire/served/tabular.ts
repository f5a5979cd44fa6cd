import { setOwn } from "../own-property.ts";

/** What one row of a table is by column: what a model was asked about. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** One row that a model was asked about, and what it said of it. */
export interface Scored {
  readonly row: Row;
  /** As the server put it: an element of MLflow's predictions, or KServe's outputs by name. */
  readonly predicted: unknown;
  /** What it said by default: a text is a label, a number a value; null where only its user can tell. */
  readonly said: string | number | null;
}

/** Rows of one request that become predictions; of a larger batch, the first. */
export const ROWS_MAX = 10_000;

/** A row from names and values; what is no scalar, such as a vector, is left out. */
export function rowOf(entries: Iterable<readonly [name: string, value: unknown]>): Row {
  const row: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of entries) {
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
      setOwn(row, name, value as string | number | boolean | null); // as just tested
    }
  }
  return row;
}
