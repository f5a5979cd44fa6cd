import { access } from "node:fs/promises";
import { join } from "node:path";
import { TreeFolder } from "../ledger/tree-folder.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { proveInclusion } from "../tlog/proof.ts";
import { TILE_WIDTH } from "../tlog/tiles.ts";
import { printTlogProof } from "../tlog/tlog-proof.ts";
import { type CollectorAddress, demand, isRecord } from "./collector-api.ts";

/** Where proofs come from: entries under a signed checkpoint. */
export interface ProofSource {
  /** Entries that the newest checkpoint covers. */
  readonly size: number;
  /** The canonical JSON of entries from an index on; fewer than `count` where there are no more. */
  readonly entries: (from: number, count: number) => Promise<readonly Uint8Array[]>;
  /** C2SP tlog-proof of one entry. */
  readonly proof: (index: number) => Promise<string>;
}

/** Entries that are read at once; a collector answers at most two hundred. */
export const ENTRIES_AT_ONCE = 200;

/** A collector that runs. Throws `ApiRefused`, and an `Error` where nobody answers or nothing is signed yet. */
export async function collectorProofs(address: CollectorAddress): Promise<ProofSource> {
  const { checkpoint } = await demand(address, { path: "/ledger" });
  const size = isRecord(checkpoint) ? Number(checkpoint["size"]) : 0;
  if (size === 0)
    throw new Error(`${address.url} has signed no checkpoint yet; try again in ten seconds`);
  return {
    size,
    entries: async (from, count) => {
      const limit = Math.min(count, size - from);
      const { items } = await demand(address, {
        path: `/ledger/entries?from=${from}&limit=${limit}`,
      });
      if (!Array.isArray(items)) throw new Error(`${address.url} answered no entries`);
      return items.filter(isRecord).map(({ entry }) => Buffer.from(canonicalJson(entry), "utf8"));
    },
    proof: async (index) => {
      const { tlogProof } = await demand(address, { path: `/ledger/proofs?index=${index}` });
      if (typeof tlogProof === "string") return tlogProof;
      throw new Error(`${address.url} answered no proof of entry ${index}`);
    },
  };
}

/**
 * A data folder, whether or not a collector runs over it: the signed tree lies there in plain files, of
 * which nothing is changed. Throws where there is none.
 */
export async function folderProofs(data: string): Promise<ProofSource> {
  const path = join(data, "tree");
  try {
    await access(join(path, "checkpoint"));
  } catch (cause) {
    throw new Error(
      `${data} holds no signed ledger; name the data folder of a collector with --data`,
      { cause },
    );
  }
  const folder = await TreeFolder.open({ folder: path });
  const { published } = folder;
  if (published === null) throw new Error(`the checkpoint in ${path} cannot be read`);
  const { size } = published.head;
  const bundle = async (index: number): Promise<readonly Uint8Array[]> => {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bytes = await folder.read({ level: "entries", index, width });
    if (bytes === null) throw new Error(`bundle ${index} of the tree in ${path} is missing`);
    return unbundled(bytes);
  };
  return {
    size,
    entries: async (from, count) => {
      const found: Uint8Array[] = [];
      for (let at = from; at < Math.min(from + count, size); ) {
        const [index, skip] = [Math.floor(at / TILE_WIDTH), at % TILE_WIDTH];
        const some = (await bundle(index)).slice(skip, skip + Math.min(from + count, size) - at);
        if (some.length === 0)
          throw new Error(`bundle ${index} of the tree in ${path} is too short`);
        found.push(...some);
        at += some.length;
      }
      return found;
    },
    proof: async (index) =>
      printTlogProof({
        extra: null,
        index,
        proof: await proveInclusion({ index, size }, folder.hashes(size)),
        checkpoint: published.note,
      }),
  };
}

/** The entries of a bundle, each behind its length in 16 bits (C2SP tlog-tiles). */
function unbundled(bytes: Uint8Array): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
