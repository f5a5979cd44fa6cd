import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { TreeFolder, type TreeLeaf } from "tiltmeter/ledger/tree-folder";
import { printCheckpoint } from "tiltmeter/tlog/checkpoint";
import { leafHash } from "tiltmeter/tlog/merkle";
import { proveConsistency, proveInclusion, readRoot, verifyInclusion } from "tiltmeter/tlog/proof";
import type { SignedNote } from "tiltmeter/tlog/signed-note";
import { decodeBundle, newBundles, newTiles } from "tiltmeter/tlog/tiles";
import { expect, test } from "vitest";
import { seeded } from "../log/seeded.ts";
import { SimulatedFileSystem } from "../log/simulated-file-system.ts";
import { fourBytes, perfectHashes, readFrom } from "../tlog/hashes.ts";

const SIZE = 70_000;
const reference = readFrom(perfectHashes(SIZE));

async function* leaves(from: number): AsyncIterable<TreeLeaf> {
  for (let index = from; index < SIZE; index += 1) {
    const bytes = fourBytes(index);
    yield { index, bytes, leafHash: leafHash(bytes) };
  }
}

async function note(size: number): Promise<SignedNote> {
  const root = await readRoot(size, reference);
  const text = printCheckpoint({ origin: "log.example", size, root, extensions: [] });
  return {
    text,
    signatures: [{ name: "log.example", keyId: "00000000", signature: new Uint8Array(64) }],
  };
}

async function grow(folder: TreeFolder, size: number): Promise<void> {
  await folder.add(leaves(folder.size), size);
  expect(folder.root()).toEqual(await readRoot(size, reference));
  await folder.publish(await note(size));
}

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-tree-"));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("tiles of a growing tree give the proofs of every size that was ever published", async () => {
  await inFolder(async (path) => {
    const sizes = [1, 2, 255, 256, 257, 600, 65_535, 65_536, 65_900, SIZE];
    let folder = await TreeFolder.open({ folder: path });
    for (const size of sizes) {
      await grow(folder, size);
      // What a restart finds is what was there.
      folder = await TreeFolder.open({ folder: path });
      expect(folder.size).toBe(size);
    }
    for (const size of sizes) {
      const read = folder.hashes(size);
      const of = { index: Math.floor(size / 3), size };
      expect(await proveInclusion(of, read)).toEqual(await proveInclusion(of, reference));
      const step = { from: Math.floor(size / 2), to: size };
      expect(await proveConsistency(step, read)).toEqual(await proveConsistency(step, reference));
    }
  });
});

test("every tile and bundle of a size is served, its partial ones from the wider ones that took their place", async () => {
  await inFolder(async (path) => {
    const folder = await TreeFolder.open({ folder: path });
    for (const size of [3, 300, 515]) await grow(folder, size);
    for (const size of [1, 3, 255, 256, 300, 515]) {
      for (const tile of newTiles(0, size)) {
        const nodes = Array.from({ length: tile.width }, (_, i) => ({
          level: Number(tile.level) * 8,
          index: tile.index * 256 + i,
        }));
        const expected = Buffer.concat([...(await reference(nodes))]);
        expect(await folder.read(tile)).toEqual(expected);
      }
      for (const tile of newBundles(0, size)) {
        const entries = decodeBundle((await folder.read(tile)) ?? new Uint8Array(), tile.width);
        expect(entries.map((it) => Buffer.from(it).readUInt32BE())).toEqual(
          Array.from({ length: tile.width }, (_, i) => tile.index * 256 + i),
        );
      }
    }
    expect(await folder.read({ level: 0, index: 2, width: 4 })).toBeNull();
    expect(await folder.read({ level: 0, index: 3, width: 1 })).toBeNull();
    expect(await folder.read({ level: 2, index: 0, width: 1 })).toBeNull();
    expect((await readdir(join(path, "tile", "0"))).sort()).toEqual(["000", "001", "002.p"]);
  });
});

test("a crash at any step leaves a published tree whole, and the next publication goes on", async () => {
  const random = seeded(20_261_127);
  const sizes = [3, 250, 256, 300, 513];
  let states = 0;
  for (const crash of ["powerCut", "killed"] as const) {
    const disks: { readonly disk: SimulatedFileSystem; readonly atLeast: number }[] = [];
    const disk = new SimulatedFileSystem(random);
    const folder = await TreeFolder.open({ folder: "/tree", fileSystem: disk });
    disk.onOperation = () => {
      disks.push({ disk: disk[crash](random), atLeast: folder.published?.head.size ?? 0 });
    };
    for (const size of sizes) await grow(folder, size);
    disk.onOperation = () => {};
    for (const { disk: left, atLeast } of disks) {
      states += 1;
      const again = await TreeFolder.open({ folder: "/tree", fileSystem: left });
      const size = again.published?.head.size ?? 0;
      expect(size).toBeGreaterThanOrEqual(atLeast);
      expect(size === 0 || sizes.includes(size)).toBe(true);
      expect(again.size).toBe(size);
      for (const index of size === 0 ? [] : [0, size - 1]) {
        const proof = await proveInclusion({ index, size }, again.hashes(size));
        const root = again.published?.head.root ?? new Uint8Array();
        const leaf = leafHash(fourBytes(index));
        expect(verifyInclusion({ index, size, leafHash: leaf, proof, root })).toBe(true);
      }
      await grow(again, 520);
    }
  }
  expect(states).toBeGreaterThan(200);
});

test("a tile, bundle or checkpoint that was changed is not built upon", async () => {
  const random = seeded(7);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44", "checkpoint"),
      fc.nat(),
      fc.boolean(),
      async (name, at, isRemoved) => {
        const disk = new SimulatedFileSystem(random);
        const folder = await TreeFolder.open({ folder: "/tree", fileSystem: disk });
        await grow(folder, 300);
        const bytes = disk.contents(`/tree/${name}`);
        // Signatures are not this class's to judge.
        const end = name === "checkpoint" ? bytes.indexOf("\n\n") : bytes.length;
        const place = at % end;
        bytes[place] = (bytes[place] ?? 0) ^ 1;
        disk.damage(`/tree/${name}`, isRemoved ? null : bytes);
        const again = await TreeFolder.open({ folder: "/tree", fileSystem: disk });
        if (name === "checkpoint" && again.published?.head.origin !== "log.example") return;
        expect(again.size).toBe(0);
        await grow(again, 301);
      },
    ),
    { numRuns: 60 },
  );
});
