import { leafHash } from "../tlog/merkle.ts";
import { proveConsistency, proveInclusion, readRoot, verifyInclusion } from "../tlog/proof.ts";
import { printTlogProof } from "../tlog/tlog-proof.ts";
import type { Ledger, LedgerLeaf } from "./ledger.ts";
import type { TreeFolder } from "./tree-folder.ts";

/** A proof that an entry is in the tree of a size. Hashes are base64, as in checkpoints. */
export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly leafHash: string;
  readonly root: string;
  /** From the leaf's sibling to the root's child. */
  readonly proof: readonly string[];
  /** With the signed checkpoint, as C2SP tlog-proof; null where the size is not that of the newest. */
  readonly tlogProof: string | null;
}

export interface ConsistencyProof {
  readonly from: number;
  readonly fromRoot: string;
  readonly to: number;
  readonly toRoot: string;
  readonly proof: readonly string[];
}

/** Beyond what is published: nothing is proven of it yet, or there is nothing. */
export class NotPublished extends RangeError {
  override readonly name = "NotPublished";
}

/**
 * Proves that an entry is in the tree of a size, of the newest checkpoint where that is null. The
 * proof is verified before it is given: tiles may have been damaged. Throws `NotPublished`.
 */
export async function inclusionProof(
  of: { readonly index: number; readonly size: number | null },
  deps: { readonly ledger: Ledger; readonly folder: TreeFolder },
): Promise<InclusionProof> {
  const { folder } = deps;
  const { published } = folder;
  const size = of.size ?? published?.head.size ?? 0;
  checkPublished(Math.max(size, of.index + 1), folder);
  if (of.index >= size)
    throw new NotPublished(`a tree of ${size} entries has no entry ${of.index}`);
  const { bytes } = await leafOf(deps.ledger, of.index);
  const hash = leafHash(bytes);
  const read = folder.hashes(size);
  const proof = await proveInclusion({ index: of.index, size }, read);
  const root = await readRoot(size, read);
  if (!verifyInclusion({ index: of.index, size, leafHash: hash, proof, root })) {
    throw new Error(`the tiles do not lead from entry ${of.index} to the root of ${size}`);
  }
  const isNewest = published !== null && published.head.size === size;
  const tlogProof = isNewest
    ? printTlogProof({ extra: null, index: of.index, proof, checkpoint: published.note })
    : null;
  return {
    index: of.index,
    size,
    leafHash: base64(hash),
    root: base64(root),
    proof: proof.map(base64),
    tlogProof,
  };
}

/** Proves that the tree of a size begins with that of a smaller one. Throws `NotPublished`. */
export async function consistencyProof(
  of: { readonly from: number; readonly to: number | null },
  { folder }: { readonly folder: TreeFolder },
): Promise<ConsistencyProof> {
  const to = of.to ?? folder.published?.head.size ?? 0;
  checkPublished(to, folder);
  if (of.from > to) {
    throw new NotPublished(`a tree of ${to} entries does not begin with one of ${of.from}`);
  }
  const proof = await proveConsistency({ from: of.from, to }, folder.hashes(to));
  return {
    from: of.from,
    fromRoot: base64(await readRoot(of.from, folder.hashes(of.from))),
    to,
    toRoot: base64(await readRoot(to, folder.hashes(to))),
    proof: proof.map(base64),
  };
}

function checkPublished(size: number, { published }: TreeFolder): void {
  const there = published?.head.size ?? 0;
  if (size > there) {
    throw new NotPublished(`the newest checkpoint is of ${there} entries, asked for ${size}`);
  }
}

async function leafOf(ledger: Ledger, index: number): Promise<LedgerLeaf> {
  for await (const leaf of ledger.leaves(index)) return leaf;
  throw new NotPublished(`there is no entry ${index}`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
