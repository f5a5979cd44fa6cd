import type { EvaluationRow } from "./row.ts";

/** Rows on their way into the store. */
export interface RowWriter {
  add(row: EvaluationRow): void;
  /** Lets the engine have its turn, now and then: between two controls. */
  turn(): Promise<void>;
  /** All rows, once they are stored. Rejects where some may not be. */
  done(): Promise<readonly EvaluationRow[]>;
}

/** One insert costs milliseconds whatever its size; a hundred thousand rows at once would wait for the last. */
const ROWS_AT_ONCE = 40_000;
/** Judged between two turns of the engine: some ten milliseconds. */
const ROWS_A_TURN = 4_000;

/** Writes rows in pieces while further ones are judged, on the engine's threads. */
export function rowWriter(append: (rows: readonly EvaluationRow[]) => Promise<void>): RowWriter {
  const all: EvaluationRow[] = [];
  const writing: Promise<unknown>[] = [];
  let written = 0;
  let turned = 0;
  let failure: { readonly error: unknown } | null = null;
  const flush = (): void => {
    const rows = all.slice(written);
    written = all.length;
    if (rows.length === 0) return;
    const write = append(rows).catch((error: unknown) => {
      failure ??= { error };
    });
    writing.push(write);
  };
  return {
    add: (row) => {
      all.push(row);
    },
    turn: async () => {
      if (all.length - written >= ROWS_AT_ONCE) flush();
      if (all.length - turned < ROWS_A_TURN) return;
      turned = all.length;
      await new Promise((resolve) => setImmediate(resolve));
    },
    done: async () => {
      flush();
      await Promise.all(writing);
      if (failure !== null) throw failure.error;
      return all;
    },
  };
}
