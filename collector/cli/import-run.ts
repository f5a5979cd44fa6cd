import { readRows, type TableOutline } from "../tables/read-rows.ts";
import type { TableFile } from "../tables/table-format.ts";
import { importBatches, type RejectedRow } from "./import-batches.ts";
import type { ToRecord } from "./import-record.ts";
import { type SendOptions, type Sent, sendBatch } from "./import-send.ts";
import type { ImportState } from "./import-state.ts";

/** How far an import has come. */
export interface ImportTotals {
  /** Rows that are done with, this time. */
  readonly rows: number;
  readonly state: ImportState;
  /** Every row has been sent or refused. */
  readonly isFinished: boolean;
}

export interface ImportRun {
  readonly file: TableFile;
  readonly outline: TableOutline;
  readonly map: ToRecord;
  readonly state: ImportState;
  readonly send: SendOptions;
  /** Keeps the state on disk; called once for each batch, in order, after it is acknowledged. */
  readonly keep: (state: ImportState, rejected: readonly RejectedRow[]) => Promise<void>;
  /** Rows done in all, and the share of the file that was read (0 to 1). */
  readonly progress: (row: number, share: number) => void;
}

/** Requests under way at once: enough to keep the collector busy while the next batch is made. */
const WINDOW = 4;

/**
 * Reads rows, maps them and sends them in batches, from where the state stands.
 *
 * The state moves over a batch once it and all before it are on the collector's disk, so a break at
 * any point sends at most a few batches again, which the collector knows by their ids. Ends early,
 * with what is done kept, when the signal says so. Throws what `sendBatch` does.
 */
export async function runImport(run: ImportRun): Promise<ImportTotals> {
  const { signal } = run.send;
  const pending: Promise<Sent>[] = [];
  const firstRow = run.state.nextRow;
  let state = run.state;
  let bytes = 0;
  const settleFirst = async (): Promise<void> => {
    const sent = await pending.shift();
    if (sent === undefined) return;
    state = after(state, sent);
    await run.keep(state, sent.rejected);
    const done = state.nextRow - 1;
    const { rows } = run.outline;
    run.progress(done, rows === null ? bytes / run.file.bytes : done / Math.max(1, rows));
  };
  const rows = readRows(run.file, (count) => {
    bytes = count;
  });
  let isRead = false;
  try {
    for await (const batch of importBatches(rows, run.map, firstRow)) {
      if (signal.aborted) break;
      const sending = sendBatch(batch, run.send);
      sending.catch(() => undefined); // looked at when its turn comes
      pending.push(sending);
      if (pending.length >= WINDOW) await settleFirst();
    }
    isRead = !signal.aborted;
    while (pending.length > 0) await settleFirst();
  } catch (error) {
    await Promise.allSettled(pending);
    if (!signal.aborted) throw error;
    isRead = false;
  }
  return { rows: state.nextRow - firstRow, state, isFinished: isRead };
}

function after(
  state: ImportState,
  { batch, accepted, repeated, rejectedCount }: Sent,
): ImportState {
  return {
    ...state,
    nextRow: batch.toRow + 1,
    accepted: state.accepted + accepted,
    repeated: state.repeated + repeated,
    rejected: state.rejected + rejectedCount,
  };
}
