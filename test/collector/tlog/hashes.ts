import { leafHash, nodeHash } from "tiltmeter/tlog/merkle";
import type { ReadHashes } from "tiltmeter/tlog/tree-node";

/** Every perfect subtree of a tree, by level; leaf i is the four bytes of i, big-endian. */
export function perfectHashes(size: number): readonly (readonly Uint8Array[])[] {
  const levels: Uint8Array[][] = [Array.from({ length: size }, (_, i) => leafHash(fourBytes(i)))];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < below.length; i += 2) {
      above.push(nodeHash(below[i] ?? NONE, below[i + 1] ?? NONE));
    }
    levels.push(above);
  }
  return levels;
}

/** Reads from what `perfectHashes` gave; refuses whatever is outside. */
export function readFrom(levels: readonly (readonly Uint8Array[])[]): ReadHashes {
  return async (nodes) =>
    nodes.map(({ level, index }) => {
      const hash = levels[level]?.[index];
      if (hash === undefined) throw new Error(`node ${level}/${index} is outside`);
      return hash;
    });
}

export function fourBytes(i: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(i);
  return bytes;
}

const NONE = new Uint8Array();
