import { createHash } from "node:crypto";
import { nodeHash } from "./merkle.ts";
import { coveringNodes, type ReadHashes, splitPoint } from "./tree-node.ts";

/**
 * Proves that a leaf is in the tree of a size: the hashes from its sibling up to the root's child.
 *
 * 0 ≤ index < size. Reads about 2 × log2(size) hashes. Source: RFC 6962, 2.1.1.
 */
export async function proveInclusion(
  of: { readonly index: number; readonly size: number },
  read: ReadHashes,
): Promise<readonly Uint8Array[]> {
  const { index, size } = of;
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) {
    throw new RangeError(`an inclusion proof takes an index below the size ${size}, got ${index}`);
  }
  return readRanges(inclusionRanges(index, 0, size), read);
}

/**
 * Proves that the tree of a size is the beginning of a larger one.
 *
 * 0 ≤ from ≤ to; empty where either tree says it all, which is where one is empty or both are one.
 * Source: RFC 6962, 2.1.2.
 */
export async function proveConsistency(
  of: { readonly from: number; readonly to: number },
  read: ReadHashes,
): Promise<readonly Uint8Array[]> {
  const { from, to } = of;
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to)) {
    throw new RangeError(`a consistency proof leads from a size to a larger, got ${from} to ${to}`);
  }
  if (from === 0 || from === to) return [];
  return readRanges(consistencyRanges(from, { from: 0, to }, true), read);
}

/** The root of the tree of a size. */
export async function readRoot(size: number, read: ReadHashes): Promise<Uint8Array> {
  if (size === 0) return createHash("sha256").digest();
  const [root] = await readRanges([{ from: 0, to: size }], read);
  if (root === undefined) throw new Error(`the tree of ${size} leaves has no root`);
  return root;
}

/** Whether the proof leads from the leaf to the root. Total: a proof of any length is an answer. */
export function verifyInclusion(of: {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}): boolean {
  const root = rootFromInclusion(of);
  return root !== null && equal(root, of.root);
}

/** The root that an inclusion proof leads to; null where it has not the length that it must have. */
export function rootFromInclusion(of: {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
}): Uint8Array | null {
  const { index, size, leafHash, proof } = of;
  if (!(Number.isSafeInteger(size) && Number.isSafeInteger(index))) return null;
  if (index < 0 || index >= size || !areHashes([leafHash, ...proof])) return null;
  let [fn, sn] = [index, size - 1];
  let root = leafHash;
  for (const hash of proof) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(hash, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      root = nodeHash(root, hash);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? root : null;
}

/**
 * Whether the tree of the larger size begins with the tree of the smaller. Total.
 *
 * Source: the algorithm of RFC 9162, 2.1.4.2, over the proofs of RFC 6962.
 */
export function verifyConsistency(of: {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}): boolean {
  const { from, fromRoot, to, toRoot, proof } = of;
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to)) || from < 0 || from > to) {
    return false;
  }
  if (!areHashes([fromRoot, toRoot, ...proof])) return false;
  if (from === to) return proof.length === 0 && equal(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && equal(fromRoot, createHash("sha256").digest());
  // A smaller tree that is a perfect subtree is itself the first hash, and is not sent.
  const [seed, ...path] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  if (seed === undefined) return false;
  let [fn, sn] = [from - 1, to - 1];
  while (fn % 2 === 1) [fn, sn] = [(fn - 1) / 2, Math.floor(sn / 2)];
  let [smaller, larger] = [seed, seed];
  for (const hash of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      smaller = nodeHash(hash, smaller);
      larger = nodeHash(hash, larger);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      larger = nodeHash(larger, hash);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && equal(smaller, fromRoot) && equal(larger, toRoot);
}

/** Leaves [from, to) whose root is one hash of a proof. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function inclusionRanges(index: number, from: number, to: number): readonly Range[] {
  if (to - from === 1) return [];
  const middle = from + splitPoint(to - from);
  return index < middle
    ? [...inclusionRanges(index, from, middle), { from: middle, to }]
    : [...inclusionRanges(index, middle, to), { from, to: middle }];
}

/** `isWhole`: the smaller tree as a whole is a subtree here, so whoever verifies has its root. */
function consistencyRanges(size: number, { from, to }: Range, isWhole: boolean): readonly Range[] {
  if (size === to) return isWhole ? [] : [{ from, to }];
  const middle = from + splitPoint(to - from);
  return size <= middle
    ? [...consistencyRanges(size, { from, to: middle }, isWhole), { from: middle, to }]
    : [...consistencyRanges(size, { from: middle, to }, false), { from, to: middle }];
}

async function readRanges(
  ranges: readonly Range[],
  read: ReadHashes,
): Promise<readonly Uint8Array[]> {
  const wanted = ranges.map(({ from, to }) => coveringNodes(from, to));
  const hashes = await read(wanted.flat());
  let next = 0;
  return wanted.map((nodes) => {
    const own = hashes.slice(next, next + nodes.length);
    next += nodes.length;
    const last = own.at(-1);
    if (last === undefined || own.length !== nodes.length) {
      throw new Error(`${wanted.flat().length} hashes were asked for, got ${hashes.length}`);
    }
    return own.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  });
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === 32);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}
