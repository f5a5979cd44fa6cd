import { statfs } from "node:fs/promises";
import { reportStorage, type StorageReport } from "../retention/storage-report.ts";
import type { StorageConfig } from "../retention-config.ts";
import type { Store } from "../store/store.ts";

/** Measures what is stored, when asked. */
export function openStorage(of: {
  /** The data folder. */
  readonly folder: string;
  readonly config: StorageConfig;
  /** Whether the store's disk is that of the folder. */
  readonly isEmbedded: boolean;
  readonly now: () => number;
  readonly store: Pick<Store, "retention">;
}): () => Promise<StorageReport> {
  return async () => {
    const nowMs = of.now();
    const tables = await of.store.retention.storage(nowMs);
    const disk = of.isEmbedded ? await statfs(of.folder) : null;
    return reportStorage({
      ...{ tables, nowMs, budgetBytes: of.config.budgetBytes },
      freeBytes: disk === null ? null : disk.bavail * disk.bsize,
    });
  };
}
