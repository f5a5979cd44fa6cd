import { createHash } from "node:crypto";
import type { TableRow } from "../tables/read-rows.ts";
import type { ToRecord } from "./import-record.ts";

/** A row that was not taken, and why. */
export interface RejectedRow {
  readonly row: number;
  readonly reason: string;
}

/** Records of consecutive rows in one request. */
export interface ImportBatch {
  /** The first and the last row that it stands for, mapped or not. */
  readonly fromRow: number;
  readonly toRow: number;
  /** The row of each record. */
  readonly rows: readonly number[];
  /** A JSON array; empty where no row made a record. */
  readonly body: string;
  /** 16 bytes in hexadecimal, made of what the batch says: sent again, it is known again. */
  readonly batchId: string;
  /** Rows that made no record. */
  readonly rejected: readonly RejectedRow[];
}

/** Small enough to be taken back and sent again, large enough that the round trip does not count. */
const ROWS_MAX = 2_000;
/** Together less than the 4 MiB that a request may have on the wire. */
const BYTES_MAX = 1_048_576;
const RECORD_BYTES_MAX = 2_097_152;

/**
 * Cuts rows into batches. The cuts depend on the rows from `fromRow` on and nothing else, so an import
 * that goes on at the end of a batch makes the same batches as one that never stopped.
 */
export async function* importBatches(
  rows: AsyncIterable<TableRow>,
  map: ToRecord,
  fromRow: number,
): AsyncGenerator<ImportBatch> {
  let draft = new Draft(fromRow);
  for await (const row of rows) {
    if (row.row < fromRow) continue;
    const mapped = map(row);
    if (mapped.kind === "rejected") draft.reject(row.row, mapped.reason);
    else {
      const text = JSON.stringify(mapped.record);
      const bytes = Buffer.byteLength(text);
      if (bytes <= RECORD_BYTES_MAX) draft.add(row.row, text, bytes);
      else {
        const rule = `a record has at most ${RECORD_BYTES_MAX} bytes`;
        draft.reject(row.row, `${rule}, got ${bytes}; map fewer columns as features`);
      }
    }
    if (draft.isFull) {
      yield draft.batch();
      draft = new Draft(row.row + 1);
    }
  }
  if (!draft.isEmpty) yield draft.batch();
}

class Draft {
  readonly #fromRow: number;
  readonly #texts: string[] = [];
  readonly #rows: number[] = [];
  readonly #rejected: RejectedRow[] = [];
  #bytes = 0;
  #toRow: number;

  constructor(fromRow: number) {
    this.#fromRow = fromRow;
    this.#toRow = fromRow - 1;
  }

  get isEmpty(): boolean {
    return this.#toRow < this.#fromRow;
  }

  get isFull(): boolean {
    return this.#toRow - this.#fromRow + 1 >= ROWS_MAX || this.#bytes >= BYTES_MAX;
  }

  add(row: number, text: string, bytes: number): void {
    this.#texts.push(text);
    this.#rows.push(row);
    this.#bytes += bytes;
    this.#toRow = row;
  }

  reject(row: number, reason: string): void {
    this.#rejected.push({ row, reason });
    this.#toRow = row;
  }

  batch(): ImportBatch {
    const body = this.#texts.length === 0 ? "" : `[${this.#texts.join(",\n")}]`;
    return {
      fromRow: this.#fromRow,
      toRow: this.#toRow,
      rows: this.#rows,
      body,
      batchId: createHash("sha256")
        .update(`import ${this.#fromRow}\n${body}`)
        .digest("hex")
        .slice(0, 32),
      rejected: this.#rejected,
    };
  }
}
