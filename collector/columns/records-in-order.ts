import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { PlacedPrediction } from "./columns-of.ts";
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

/** The records that are not among the columns, each with the place that those leave free. */
export function* placedRecords({ records, predictions = null }: Kept): Generator<PlacedPrediction> {
  let [place, row] = [0, 0];
  for (const telemetry of records) {
    for (; predictions !== null && predictions.places[row] === place; row += 1) place += 1;
    yield { place, telemetry };
    place += 1;
  }
}

/** Every record of a batch by its place. One object a record: for what is rare, or read by people. */
export function recordsInOrder(kept: Kept): readonly Telemetry[] {
  const { records, predictions = null } = kept;
  if (predictions === null || predictions.rows === 0) return records;
  const at = telemetryOf(predictions);
  const all: Telemetry[] = [];
  for (const { place, telemetry } of placedRecords(kept)) all[place] = telemetry;
  for (const [row, place] of predictions.places.entries()) all[place] = at(row);
  return all;
}
