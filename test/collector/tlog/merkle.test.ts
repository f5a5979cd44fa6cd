import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  EMPTY_TREE,
  grow,
  leafHash,
  type MerkleTree,
  nodeHash,
  rootHash,
} from "tiltmeter/tlog/merkle";
import { expect, test } from "vitest";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function tree(leaves: readonly Uint8Array[]): MerkleTree {
  return leaves.reduce((grown, leaf) => grow(grown, leafHash(leaf)), EMPTY_TREE);
}

/** RFC 6962, 2.1, word for word: MTH(D[n]) with k the largest power of two smaller than n. */
function reference(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return createHash("sha256").update("").digest();
  const [first] = leaves;
  if (leaves.length === 1 && first !== undefined) return leafHash(first);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(reference(leaves.slice(0, k)), reference(leaves.slice(k)));
}

// The leaves and roots that Certificate Transparency's own tests publish
// (google/certificate-transparency, merkletree/merkle_tree_test.cc).
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map((text) => Buffer.from(text, "hex"));
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

test("the published roots of the standard eight leaves come out", () => {
  expect(hex(rootHash(EMPTY_TREE))).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  expect(ROOTS.map((_, i) => hex(rootHash(tree(LEAVES.slice(0, i + 1)))))).toEqual(ROOTS);
});

test("for every size from 0 to 300 the incremental root equals the recursive definition", () => {
  const leaves = Array.from({ length: 300 }, (_, i) => Buffer.from(`leaf ${i}`));
  let grown = EMPTY_TREE;
  for (let size = 0; size <= 300; size += 1) {
    expect(grown.size).toBe(size);
    expect(hex(rootHash(grown))).toBe(hex(reference(leaves.slice(0, size))));
    const next = leaves[size];
    if (next !== undefined) grown = grow(grown, leafHash(next));
  }
});

test("changing, swapping, adding or dropping a leaf changes the root", () => {
  const leaves = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(leaves, leaves, (a, b) => {
      const same = a.length === b.length && a.every((leaf, i) => hex(leaf) === hex(b[i] ?? leaf));
      expect(hex(rootHash(tree(a))) === hex(rootHash(tree(b)))).toBe(same);
    }),
  );
});

test("growing leaves the smaller tree as it was", () => {
  const before = tree(LEAVES.slice(0, 7));
  const root = hex(rootHash(before));
  grow(before, leafHash(Buffer.from("more")));
  expect(hex(rootHash(before))).toBe(root);
});
