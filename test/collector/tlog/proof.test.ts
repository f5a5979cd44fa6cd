import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { EMPTY_TREE, grow, leafHash, type MerkleTree, rootHash } from "tiltmeter/tlog/merkle";
import {
  proveConsistency,
  proveInclusion,
  readRoot,
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
} from "tiltmeter/tlog/proof";
import { newTiles, tileHashes, tilePath } from "tiltmeter/tlog/tiles";
import { expect, test } from "vitest";
import { fourBytes, perfectHashes, readFrom } from "./hashes.ts";

const SIZES = 70_000;
const levels = perfectHashes(SIZES);
const read = readFrom(levels);

/** What `oracle/rfc6962.py` prints. */
const digests: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("oracle/digests.json", import.meta.url), "utf8"),
);

/** The bytes of a tile, from the perfect subtrees. */
const tileBytes = async (tile: Parameters<typeof tilePath>[0]): Promise<Uint8Array> => {
  const level = Number(tile.level) * 8;
  const first = tile.index * 256;
  const nodes = Array.from({ length: tile.width }, (_, i) => ({ level, index: first + i }));
  return Buffer.concat([...(await read(nodes))]);
};

test("roots and proofs of every size from 0 to 70,000 are those of another implementation", async () => {
  const [roots, inclusions, consistencies] = [0, 1, 2].map(() => createHash("sha256"));
  let tree: MerkleTree = EMPTY_TREE;
  for (let size = 0; size <= SIZES; size += 1) {
    if (size > 0) tree = grow(tree, levels[0]?.[size - 1] ?? leafHash(fourBytes(size - 1)));
    roots?.update(rootHash(tree));
    if (size === 0) continue;
    const chosen = (size * 40_503 + 12_345) % size;
    for (const hash of await proveInclusion({ index: chosen, size }, read))
      inclusions?.update(hash);
    if (chosen === 0) continue;
    const proof = await proveConsistency({ from: chosen, to: size }, read);
    for (const hash of proof) consistencies?.update(hash);
  }
  expect(roots?.digest("hex")).toBe(digests["roots"]);
  expect(inclusions?.digest("hex")).toBe(digests["inclusions"]);
  expect(consistencies?.digest("hex")).toBe(digests["consistencies"]);
}, 60_000);

test("tiles of sizes around full ones are those of another implementation", async () => {
  const served = createHash("sha256");
  for (const size of [1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]) {
    for (const tile of newTiles(0, size)) {
      served.update(`${tilePath(tile)}\n`).update(await tileBytes(tile));
    }
  }
  expect(served.digest("hex")).toBe(digests["tiles"]);
});

const sized = fc
  .integer({ min: 1, max: 700 })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

test("an inclusion proof holds for its leaf, index, size and root, and for no other", async () => {
  await fc.assert(
    fc.asyncProperty(sized, fc.nat(), fc.nat(255), async ([size, index], at, bit) => {
      const proof = await proveInclusion({ index, size }, read);
      const root = await readRoot(size, read);
      const leaf = leafHash(fourBytes(index));
      const holds = { index, size, leafHash: leaf, proof, root };
      expect(verifyInclusion(holds)).toBe(true);
      expect(verifyInclusion({ ...holds, leafHash: flipped(leaf, bit) })).toBe(false);
      expect(verifyInclusion({ ...holds, root: flipped(root, bit) })).toBe(false);
      expect(verifyInclusion({ ...holds, index: size })).toBe(false);
      expect(verifyInclusion({ ...holds, proof: [...proof, leaf] })).toBe(false);
      if (size > 1) expect(verifyInclusion({ ...holds, index: (index + 1) % size })).toBe(false);
      if (proof.length === 0) return;
      expect(rootFromInclusion({ ...holds, proof: proof.slice(1) })).not.toEqual(root);
      const changed = proof.map((hash, i) => (i === at % proof.length ? flipped(hash, bit) : hash));
      expect(verifyInclusion({ ...holds, proof: changed })).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test("a consistency proof holds between its two trees, and between no others", async () => {
  const ordered = fc
    .tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 700 }))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  await fc.assert(
    fc.asyncProperty(ordered, fc.nat(), fc.nat(255), async ({ from, to }, at, bit) => {
      const proof = await proveConsistency({ from, to }, read);
      const fromRoot = await readRoot(from, read);
      const toRoot = await readRoot(to, read);
      const holds = { from, fromRoot, to, toRoot, proof };
      expect(verifyConsistency(holds)).toBe(true);
      expect(verifyConsistency({ ...holds, fromRoot: flipped(fromRoot, bit) })).toBe(false);
      if (from > 0) {
        expect(verifyConsistency({ ...holds, toRoot: flipped(toRoot, bit) })).toBe(false);
      }
      expect(verifyConsistency({ ...holds, proof: [...proof, fromRoot] })).toBe(false);
      if (proof.length === 0) return;
      const changed = proof.map((hash, i) => (i === at % proof.length ? flipped(hash, bit) : hash));
      expect(verifyConsistency({ ...holds, proof: changed })).toBe(false);
      expect(verifyConsistency({ ...holds, proof: proof.slice(0, -1) })).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test("hashes read from tiles make the same proofs as hashes kept whole", async () => {
  for (const size of [1, 2, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_793, 70_000]) {
    const asked: string[] = [];
    const fromTiles = tileHashes(size, (tile) => {
      asked.push(tilePath(tile));
      return tileBytes(tile);
    });
    expect(await readRoot(size, fromTiles)).toEqual(await readRoot(size, read));
    for (const index of [0, Math.floor(size / 2), size - 1]) {
      const proof = await proveInclusion({ index, size }, fromTiles);
      expect(proof).toEqual(await proveInclusion({ index, size }, read));
      const consistency = await proveConsistency({ from: index, to: size }, fromTiles);
      expect(consistency).toEqual(await proveConsistency({ from: index, to: size }, read));
    }
    const known = new Set(newTiles(0, size).map(tilePath));
    expect(asked.filter((path) => !known.has(path))).toEqual([]);
  }
});

test("proofs of what is not in the tree are refused", async () => {
  await expect(proveInclusion({ index: 5, size: 5 }, read)).rejects.toThrow("below the size 5");
  await expect(proveInclusion({ index: -1, size: 5 }, read)).rejects.toThrow("got -1");
  await expect(proveConsistency({ from: 6, to: 5 }, read)).rejects.toThrow("got 6 to 5");
});

test("sizes that no tree has are an answer, not an error", () => {
  const hash = leafHash(fourBytes(1));
  for (const size of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
    expect(verifyInclusion({ index: 0, size, leafHash: hash, proof: [hash], root: hash })).toBe(
      false,
    );
    expect(
      verifyConsistency({ from: 1, fromRoot: hash, to: size, toRoot: hash, proof: [hash] }),
    ).toBe(false);
  }
  const short = hash.subarray(1);
  expect(verifyInclusion({ index: 0, size: 1, leafHash: short, proof: [], root: short })).toBe(
    false,
  );
});

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(hash);
  const at = Math.floor(bit / 8) % 32;
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
  return changed;
}
