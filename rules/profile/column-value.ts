/** One value of a column: a missing one is null, undefined or NaN. */
export type ColumnValue = number | string | boolean | null | undefined;
