import { hash } from "node:crypto";

const HASH_BYTES = 32;
/** Leaves under one kept node: a perfect subtree of eight levels. */
export const LEAVES_A_NODE = 256;

/**
 * Roots of the subtrees of 256 leaves that a list of leaf hashes makes, the last one of what is left.
 *
 * `leaves` and the answer are hashes of 32 bytes one behind the other. One hash a leaf.
 */
export function packedNodes(leaves: Uint8Array): Uint8Array {
  const step = LEAVES_A_NODE * HASH_BYTES;
  const nodes = Buffer.alloc(Math.ceil(leaves.length / step) * HASH_BYTES);
  for (let at = 0, i = 0; at < leaves.length; at += step, i += 1) {
    nodes.set(packedRoot(leaves.subarray(at, at + step)), i * HASH_BYTES);
  }
  return nodes;
}

/**
 * RFC 6962 root over leaf hashes, or over what `packedNodes` makes of them, packed the same way.
 *
 * Both give the same: 256 is a power of two, where the tree splits anyway. Of none, SHA-256 of nothing.
 */
export function packedRoot(hashes: Uint8Array): Uint8Array {
  if (hashes.length % HASH_BYTES !== 0) {
    throw new RangeError(
      `hashes are packed in ${HASH_BYTES} bytes each, got ${hashes.length} bytes`,
    );
  }
  if (hashes.length === 0) return hash("sha256", EMPTY, "buffer");
  const pair = Buffer.alloc(1 + 2 * HASH_BYTES);
  pair[0] = 1;
  // Level by level: neighbours become their parent, and one without a neighbour goes up as it is.
  let level = Buffer.from(hashes);
  while (level.length > HASH_BYTES) {
    let to = 0;
    for (let at = 0; at < level.length; at += 2 * HASH_BYTES) {
      const both = level.subarray(at, at + 2 * HASH_BYTES);
      if (both.length === 2 * HASH_BYTES) {
        pair.set(both, 1);
        level.set(hash("sha256", pair, "buffer"), to);
      } else {
        level.copyWithin(to, at, at + HASH_BYTES);
      }
      to += HASH_BYTES;
    }
    level = level.subarray(0, to);
  }
  return level;
}

const EMPTY = new Uint8Array(0);
