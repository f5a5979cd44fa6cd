import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { PredictionColumns } from "../columns/prediction-columns.ts";

/** What a sender hands over at once. */
export interface Incoming {
  /** 16 bytes, the same over every retry of the same records. */
  readonly batchId: Uint8Array;
  /** All that are no plain predictions, in order; or all, where nothing is given by column. */
  readonly records: readonly Telemetry[];
  /** Plain predictions by column; `records` take the places that they leave free. */
  readonly predictions?: PredictionColumns | null;
  /** Kept beside the batch, and returned the same for a repeat. */
  readonly reply: Uint8Array;
  /** 16 bytes that a retry repeats; a digest of the records where it is left out. */
  readonly digest?: Uint8Array;
}

/** The batch is on the disk. */
export interface Receipt {
  /** The journal's id; with `seq` it names the batch for ever. */
  readonly journal: string;
  readonly seq: number;
  /** True when the batch had come before, or comes twice at the same time. */
  readonly duplicate: boolean;
  readonly reply: Uint8Array;
}

/** A durable batch, as the store gets it. */
export interface Batch {
  readonly seq: number;
  /** Unix milliseconds. */
  readonly receivedMs: number;
  /** 32 hex digits. */
  readonly batchId: string;
  /** They take the places that `predictions` leaves free, in order. */
  readonly records: readonly Telemetry[];
  /** Null where no prediction was kept by column, as in every batch of before there were columns. */
  readonly predictions: PredictionColumns | null;
  /** As it lies in the journal. */
  readonly bytes: number;
}
