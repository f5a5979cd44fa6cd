import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { PredictionColumns } from "../../columns/prediction-columns.ts";
import { recordsInOrder } from "../../columns/records-in-order.ts";

/** One batch of the journal. Journal id, `seq` and a record's place among all of the batch name that record for ever. */
export interface Batch {
  readonly seq: number;
  /** Unix milliseconds. */
  readonly receivedMs: number;
  /** They take the places that `predictions` leaves free, in order. */
  readonly records: readonly Telemetry[];
  /** Plain predictions by column. */
  readonly predictions?: PredictionColumns | null;
}

/** One record and its name within its journal. */
export interface Entry {
  readonly seq: number;
  readonly row: number;
  readonly receivedMs: number;
  readonly telemetry: Telemetry;
}

/** The batches that are applied together, as a condition on rows. Bounds are inclusive. */
export interface Range {
  readonly journal: string;
  readonly low: number;
  readonly high: number;
  readonly receivedFromMs: number;
  readonly receivedToMs: number;
}

/** What one range became. The same range gives the same figures, however often it is applied. */
export interface Applied {
  readonly predictions: number;
  readonly outcomes: number;
  readonly oversight: number;
  readonly scores: number;
  readonly concerns: number;
  readonly changes: number;
  readonly heartbeats: number;
  readonly profiles: number;
  /** Exact repeats of a record that stands. */
  readonly duplicates: number;
  /** Other content for a (system, id) that stands: kept as a correction. */
  readonly conflicts: number;
  /** Records that the engine would not take: kept in quarantine with its reason. */
  readonly quarantined: number;
}

export const NOTHING_APPLIED: Applied = {
  predictions: 0,
  outcomes: 0,
  oversight: 0,
  scores: 0,
  concerns: 0,
  changes: 0,
  heartbeats: 0,
  profiles: 0,
  duplicates: 0,
  conflicts: 0,
  quarantined: 0,
};

export function entriesOf(batches: readonly Batch[]): Entry[] {
  return batches.flatMap((batch) => {
    const { seq, receivedMs } = batch;
    return recordsInOrder(batch).map((telemetry, row) => ({
      ...{ seq, row, telemetry },
      receivedMs: Math.round(receivedMs),
    }));
  });
}

/** Null where there is nothing to apply. Throws where the batches are not in the order of the journal. */
export function rangeOf(batches: readonly Batch[], journal: string): Range | null {
  const [first] = batches;
  if (first === undefined) return null;
  let { seq: high, receivedMs: receivedFromMs, receivedMs: receivedToMs } = first;
  for (const { seq, receivedMs } of batches.slice(1)) {
    if (seq <= high) throw new RangeError(`batches are applied in order, got ${seq} after ${high}`);
    high = seq;
    receivedFromMs = Math.min(receivedFromMs, receivedMs);
    receivedToMs = Math.max(receivedToMs, receivedMs);
  }
  return {
    journal,
    low: first.seq,
    high,
    receivedFromMs: Math.round(receivedFromMs),
    receivedToMs: Math.round(receivedToMs),
  };
}

/** Names a record within its range. */
export function placeOf(entry: { readonly seq: number; readonly row: number }): string {
  return `${entry.seq}/${entry.row}`;
}
