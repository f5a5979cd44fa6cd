import { createHash } from "node:crypto";
import { EMPTY_TREE, grow, rootHash } from "tiltmeter/tlog/merkle";
import { packedNodes, packedRoot } from "tiltmeter/tlog/packed-tree";
import { expect, test } from "vitest";

test("packed roots, of leaves and of nodes, are the root of RFC 6962 for sizes around every power of two up to 1,300", () => {
  let tree = EMPTY_TREE;
  const leaves: Uint8Array[] = [];
  for (let size = 0; size <= 1300; size += 1) {
    const isChecked = size < 20 || size === 1300 || (size + 1) % 256 < 3;
    if (isChecked) check(tree, Buffer.concat(leaves));
    const leaf = createHash("sha256").update(String(size)).digest();
    leaves.push(leaf);
    tree = grow(tree, leaf);
  }
});

function check(tree: typeof EMPTY_TREE, packed: Uint8Array): void {
  const root = Buffer.from(rootHash(tree)).toString("hex");
  expect(Buffer.from(packedRoot(packed)).toString("hex")).toBe(root);
  const nodes = packedNodes(packed);
  expect(nodes).toHaveLength(Math.ceil(tree.size / 256) * 32);
  expect(Buffer.from(packedRoot(nodes)).toString("hex")).toBe(root);
}
