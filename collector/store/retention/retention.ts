import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { type Batches, countDue, countWithin, type DueCount, type DueRows } from "./due-rows.ts";
import { type ExpiredRows, expireRows } from "./expire-rows.ts";
import { readStorage, type TableSize } from "./storage.ts";

/** What is past its time in the store, and its end. Every function may throw as reads do. */
export interface StoreRetention {
  readonly due: (of: DueRows) => Promise<DueCount>;
  readonly within: (
    of: DueRows,
    batches: Batches,
  ) => Promise<{ readonly due: number; readonly all: number }>;
  /** Deletes what is due. Whoever asks has kept what proves it before. */
  readonly expire: (of: DueRows) => Promise<ExpiredRows>;
  /** What each table takes on the disk. */
  readonly storage: (nowMs: number) => Promise<readonly TableSize[]>;
}

export function createRetention(engine: Engine, read: Read): StoreRetention {
  return {
    due: (of) => countDue(read, of),
    within: (of, batches) => countWithin(read, of, batches),
    expire: (of) => expireRows(engine, read, of),
    storage: (nowMs) => readStorage(read, engine.database, nowMs),
  };
}
