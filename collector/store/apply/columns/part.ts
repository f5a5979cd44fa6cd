import type { PredictionColumns } from "../../../columns/prediction-columns.ts";

/** The predictions of one batch, or those of them that go into a block. */
export interface Part {
  readonly seq: number;
  /** Unix milliseconds, whole. */
  readonly receivedMs: number;
  readonly columns: PredictionColumns;
  /** Which rows, ascending. */
  readonly rows: Uint32Array;
  /** Of every row of `columns`. */
  readonly names: Names;
}

/** What the rows of columns are recognised by; see `identityOf` and `contentDigest`. */
export interface Names {
  readonly identities: Float64Array;
  /** 16 bytes a row. */
  readonly digests: Uint8Array;
}

export function rowsOfParts(parts: readonly Part[]): number {
  let sum = 0;
  for (const { rows } of parts) sum += rows.length;
  return sum;
}
