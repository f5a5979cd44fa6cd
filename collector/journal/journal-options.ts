import type { LogFileSystem } from "../log/file-system.ts";
import { nodeFileSystem } from "../log/node-file-system.ts";
import { type Restored, restore } from "./restore.ts";

/** Where a journal is, and how much it may hold. */
export interface JournalOptions {
  readonly folder: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly fileSystem?: LogFileSystem;
  /** Bytes that may wait for the store; 2 GiB. */
  readonly quotaBytes?: number;
  /** How long a batch id is remembered; 24 hours. */
  readonly memoryMsMax?: number;
  /** How many batch ids are remembered; a million. */
  readonly memoryBatchesMax?: number;
  readonly segmentBytesMax?: number;
  readonly segmentMsMax?: number;
}

const MEMORY_MS = 24 * 60 * 60 * 1000;
const MEMORY_BATCHES = 1_000_000;

/** Opens the files that the options name, with the limits where they name none. */
export function restored(options: JournalOptions): Promise<Restored> {
  return restore({
    ...options,
    fileSystem: options.fileSystem ?? nodeFileSystem,
    limits: {
      ageMsMax: options.memoryMsMax ?? MEMORY_MS,
      batchesMax: options.memoryBatchesMax ?? MEMORY_BATCHES,
    },
  });
}
