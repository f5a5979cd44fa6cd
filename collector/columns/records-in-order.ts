import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { PredictionColumns } from "./prediction-columns.ts";
import { telemetryOf } from "./telemetry-of.ts";

/** All that a batch holds: plain predictions by column, where there are any, and the records that are none. */
export interface Kept {
  /** In order; they take the places that `predictions` leaves free. */
  readonly records: readonly Telemetry[];
  readonly predictions?: PredictionColumns | null;
}

/** How many records a batch has, as columns and apart from them. */
export function rowsOf(batch: {
  readonly records: readonly unknown[];
  readonly predictions?: { readonly rows: number } | null;
}): number {
  return batch.records.length + (batch.predictions?.rows ?? 0);
}

/** Every record of a batch by its place. One object a record: for what is rare, or read by people. */
export function recordsInOrder({ records, predictions = null }: Kept): readonly Telemetry[] {
  if (predictions === null || predictions.rows === 0) return records;
  const at = telemetryOf(predictions);
  const all: Telemetry[] = [];
  let row = 0;
  for (const record of records) {
    while (predictions.places[row] === all.length) all.push(at(row++));
    all.push(record);
  }
  while (row < predictions.rows) all.push(at(row++));
  return all;
}
