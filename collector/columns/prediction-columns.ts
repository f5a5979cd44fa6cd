import type { Texts } from "./texts.ts";

/** The columns that name a word by its number. */
export const WORD_COLUMNS = [
  "system",
  "environment",
  "systemVersion",
  "producer",
  "modelName",
  "modelVersion",
  "modelSupplier",
  "modelDigest",
  "task",
  "label",
  "status",
  "errorType",
] as const;
export type WordColumn = (typeof WORD_COLUMNS)[number];

/** The columns that name a list of feature names, or a segment, by its number. */
export const LIST_COLUMNS = ["segment", "numeric", "categorical", "missing"] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];

/** Bits of `given`. */
export const GIVEN = { score: 1, value: 2, latency: 4 } as const;

/**
 * Predictions of one batch by column: what ingest makes of a request, the journal keeps and the store inserts, without an
 * object or a text for each.
 *
 * In order of their place. No call of a generative model is among them: those are records of their own. Whatever
 * names of features and segments are in a row is in order of their UTF-16 units, so that the same content is the
 * same bytes.
 */
export interface PredictionColumns extends Readonly<Record<WordColumn | ListColumn, Uint32Array>> {
  readonly rows: number;
  /** Place of each among all records of its batch, ascending: with the batch's number its name for ever. */
  readonly places: Uint32Array;
  /** Words that may come again, each once; word 0 is `""`. */
  readonly words: Texts;
  /** Unix microseconds, whole. */
  readonly time: Float64Array;
  /** Consecutive per producer from 1; 0 where the sender has none. */
  readonly seq: Float64Array;
  /** 0 where `given` says that there is none, as of `value` and `latency`, which is in seconds. */
  readonly score: Float64Array;
  readonly value: Float64Array;
  readonly latency: Float64Array;
  /** `GIVEN` by row. */
  readonly given: Uint8Array;
  readonly id: Texts;
  readonly traceId: Texts;
  readonly spanId: Texts;
  readonly subject: Texts;
  /** Names of features, as words in order; list 0 is empty. `numeric`, `categorical` and `missing` name one a row. */
  readonly lists: readonly Uint32Array[];
  /** Names and values in turn, as words, in order of the names; segment 0 is empty. */
  readonly segments: readonly Uint32Array[];
  /** Row after row, in the order of the row's list. */
  readonly numericValues: Float64Array;
  /** As words, likewise. */
  readonly categoricalValues: Uint32Array;
  /** The bytes that they were unpacked from, and lie in: what another thread is given in their place. */
  readonly packed?: Uint8Array;
}
