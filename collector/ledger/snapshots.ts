import { createHash } from "node:crypto";
import { join } from "node:path";
import type { LogFileSystem } from "../log/file-system.ts";
import { nodeFileSystem } from "../log/node-file-system.ts";
import { readWhole, replaceWhole } from "../log/whole-file.ts";
import type { Beginning } from "./read-ledger.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot-bytes.ts";
import type { GovernanceState } from "./state.ts";

/** States that were written down, so that a restart, or a look at the past, need not fold everything. */
export interface Snapshots {
  /** Writes a state down, durably; resolves with the SHA-256 of the file, in hex. */
  readonly write: (state: GovernanceState) => Promise<string>;
  /** The newest that can be read and was written by this code; null: none. */
  readonly newest: () => Promise<Beginning | null>;
  /** One that is named by its size and digest; null where it is not there, or is not that. */
  readonly read: (of: {
    readonly size: number;
    readonly digest: string;
  }) => Promise<GovernanceState | null>;
}

/**
 * Opens (or makes) a folder of snapshots.
 *
 * A snapshot is a cache: one that is damaged, or of other code than `code`, is as if it were not there.
 * Nothing in it is trusted for being readable: whoever begins with one has to find its digest in the
 * ledger. The newest stay, and each power of two of older ones, so that the past is near everywhere.
 */
export async function openSnapshots(of: {
  readonly folder: string;
  /** Names the code that folds: a state is only as good as the fold that made it. */
  readonly code: string;
  readonly fileSystem?: LogFileSystem;
}): Promise<Snapshots> {
  const { folder, code, fileSystem = nodeFileSystem } = of;
  await fileSystem.makeFolder(folder);

  const kept = async (): Promise<readonly Named[]> =>
    (await fileSystem.list(folder))
      .flatMap((name): Named[] => {
        const [, size, digest] = NAME.exec(name) ?? [];
        return size === undefined || digest === undefined
          ? []
          : [{ name, size: Number(size), digest }];
      })
      .sort((a, b) => b.size - a.size);

  async function load({ name, size, digest }: Named): Promise<GovernanceState | null> {
    const bytes = await readWhole(fileSystem, join(folder, name));
    if (bytes === null || sha256(bytes) !== digest) return null;
    const state = decodeSnapshot(bytes, code);
    return state?.size === size ? state : null;
  }

  return {
    async write(state) {
      const bytes = await encodeSnapshot(state, code);
      const digest = sha256(bytes);
      const name = `${state.size}-${digest}.snapshot`;
      await replaceWhole(fileSystem, join(folder, name), bytes);
      for (const { name: old } of superfluous(await kept())) {
        await fileSystem.remove(join(folder, old)).catch(() => undefined);
      }
      return digest;
    },
    async newest() {
      for (const each of await kept()) {
        const state = await load(each);
        if (state !== null) return { state, digest: each.digest };
      }
      return null;
    },
    async read({ size, digest }) {
      const named = (await kept()).find((each) => each.size === size && each.digest === digest);
      return named === undefined ? null : load(named);
    },
  };
}

interface Named {
  readonly name: string;
  readonly size: number;
  readonly digest: string;
}

/** Sizes fall: the first two stay, then one for each halving of the size. */
function superfluous(kept: readonly Named[]): readonly Named[] {
  let next = kept[1]?.size ?? 0;
  return kept.slice(2).filter(({ size }) => {
    if (size > next / 2) return true;
    next = size;
    return false;
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const NAME = /^(\d+)-([0-9a-f]{64})\.snapshot$/;
