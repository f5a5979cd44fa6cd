import { rm } from "node:fs/promises";
import { join } from "node:path";
import { textOf } from "./text-of.ts";

/** Name of the mark in a data folder that was restored and not started since. */
export const RESTORED = "restored.json";

/** What the next start has to know of a data folder that goes back in time. */
export interface RestoredMark {
  /** Id of the backup. */
  readonly backup: string;
  /** ISO 8601: up to here the folder knows what happened. */
  readonly takenAt: string;
  readonly restoredAt: string;
  /**
   * Erasures that a newer ledger has and the backup lacks, as their entries say: what was erased since the backup
   * was taken is in it still, and goes again at the next start.
   */
  readonly erasures: readonly object[];
}

/** The mark of a data folder; null: it was not restored, or has been started since. */
export async function readRestoredMark(data: string): Promise<RestoredMark | null> {
  const text = await textOf(join(data, RESTORED));
  return text === null ? null : (JSON.parse(text) as RestoredMark); // this code wrote it
}

/** Takes the mark away, once everything it asks for is done. */
export async function clearRestoredMark(data: string): Promise<void> {
  await rm(join(data, RESTORED), { force: true });
}
