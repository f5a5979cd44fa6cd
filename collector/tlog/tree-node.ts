/** A perfect subtree: the leaves from `index × 2^level` on, `2^level` of them. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** Reads hashes of perfect subtrees that lie wholly inside the tree, in the order asked. */
export type ReadHashes = (nodes: readonly TreeNode[]) => Promise<readonly Uint8Array[]>;

/**
 * The perfect subtrees that cover the leaves [from, to), left to right: at most 2 × 53.
 *
 * `from` is where a subtree of the tree begins, so the root over the range is these hashes joined
 * from the right.
 */
export function coveringNodes(from: number, to: number): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  let at = from;
  while (at < to) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= to) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** The largest power of two smaller than n, n ≥ 2. */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
