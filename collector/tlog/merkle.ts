import { hash } from "node:crypto";

/**
 * A growing RFC 6962 Merkle tree, kept as its compact range: the roots of the perfect subtrees that
 * cover it, largest first. One for each bit set in `size`, so at most 53 hashes.
 */
export interface MerkleTree {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const EMPTY_TREE: MerkleTree = { size: 0, peaks: [] };

/** Hash of one leaf: SHA-256(0x00 ‖ data). Source: RFC 6962, 2.1. */
export function leafHash(data: Uint8Array): Uint8Array {
  return hash("sha256", Buffer.concat([LEAF, data]), "buffer");
}

/** Hash of two subtrees: SHA-256(0x01 ‖ left ‖ right). Source: RFC 6962, 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash("sha256", Buffer.concat([NODE, left, right]), "buffer");
}

/** The tree with one leaf more. Amortised one hash; the old tree stays as it is. */
export function grow(tree: MerkleTree, leaf: Uint8Array): MerkleTree {
  const peaks = [...tree.peaks];
  let right = leaf;
  // Each trailing one of the size is a perfect subtree as large as `right`: they become one.
  for (let size = tree.size; size % 2 === 1; size = (size - 1) / 2) {
    const left = peaks.pop();
    if (left === undefined) throw new Error(`tree of ${tree.size} leaves lacks a peak`);
    right = nodeHash(left, right);
  }
  peaks.push(right);
  return { size: tree.size + 1, peaks };
}

/** The tree head: of no leaves, SHA-256 of nothing. At most 52 hashes. Source: RFC 6962, 2.1. */
export function rootHash(tree: MerkleTree): Uint8Array {
  const last = tree.peaks.at(-1);
  if (last === undefined) return hash("sha256", "", "buffer");
  return tree.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
