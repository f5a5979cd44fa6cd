import { createHash } from "node:crypto";
import { nodeHash } from "../tlog/merkle.ts";
import {
  decodeBundle,
  encodeBundle,
  levelSize,
  TILE_WIDTH,
  type Tile,
  tilePath,
} from "../tlog/tiles.ts";

/** A tile with its bytes. */
export interface WrittenTile {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

/**
 * What a growing tree has begun and not finished: of each level the hashes of its last tile, and the
 * entries of the last bundle. From these alone the next tiles are made; at most 256 of each.
 */
export class RightEdge {
  readonly #hashes: Uint8Array[][] = [];
  #bundle: Uint8Array[] = [];
  #size = 0;

  /** The edge of a tree of a size, from its partial tiles. Throws where one is missing or cut. */
  static async read(
    size: number,
    read: (tile: Tile) => Promise<Uint8Array | null>,
  ): Promise<RightEdge> {
    const edge = new RightEdge();
    const readTile = async (tile: Tile): Promise<Uint8Array> => {
      const bytes = await read(tile);
      if (bytes === null) throw new Error(`${tilePath(tile)} is missing`);
      return bytes;
    };
    for (let level = 0; levelSize(level, size) > 0; level += 1) {
      const width = levelSize(level, size) % TILE_WIDTH;
      const index = Math.floor(levelSize(level, size) / TILE_WIDTH);
      const bytes = width === 0 ? NOTHING : await readTile({ level, index, width });
      if (bytes.length !== width * 32) throw new Error(`a tile of level ${level} is cut`);
      edge.#hashes.push(Array.from({ length: width }, (_, i) => bytes.slice(i * 32, i * 32 + 32)));
    }
    const width = size % TILE_WIDTH;
    const index = Math.floor(size / TILE_WIDTH);
    const bundle = width === 0 ? NOTHING : await readTile({ level: "entries", index, width });
    edge.#bundle = [...decodeBundle(bundle, width)];
    edge.#size = size;
    return edge;
  }

  get size(): number {
    return this.#size;
  }

  /** By level, lowest first. */
  get hashes(): readonly (readonly Uint8Array[])[] {
    return this.#hashes;
  }

  get bundle(): readonly Uint8Array[] {
    return this.#bundle;
  }

  /** One leaf more; returns the tiles that are full by it, lowest level first. */
  push(leaf: { readonly bytes: Uint8Array; readonly leafHash: Uint8Array }): WrittenTile[] {
    const full: WrittenTile[] = [];
    this.#bundle.push(leaf.bytes);
    this.#size += 1;
    if (this.#bundle.length === TILE_WIDTH) {
      const index = this.#size / TILE_WIDTH - 1;
      const tile: Tile = { level: "entries", index, width: TILE_WIDTH };
      full.push({ tile, bytes: encodeBundle(this.#bundle) });
      this.#bundle = [];
    }
    let hash = leaf.leafHash;
    for (let level = 0; ; level += 1) {
      const hashes = this.#hashes[level] ?? [];
      this.#hashes[level] = hashes;
      hashes.push(hash);
      if (hashes.length < TILE_WIDTH) return full;
      const index = levelSize(level + 1, this.#size) - 1;
      full.push({ tile: { level, index, width: TILE_WIDTH }, bytes: Buffer.concat(hashes) });
      hash = rootOf(hashes);
      this.#hashes[level] = [];
    }
  }

  /** The tiles and the bundle that are not full; none of them empty. */
  partial(): readonly WrittenTile[] {
    const tiles = this.#hashes.flatMap((hashes, level): WrittenTile[] => {
      const width = hashes.length;
      const index = levelSize(level + 1, this.#size);
      if (width === 0) return [];
      return [{ tile: { level, index, width }, bytes: Buffer.concat(hashes) }];
    });
    const width = this.#bundle.length;
    if (width === 0) return tiles;
    const index = Math.floor(this.#size / TILE_WIDTH);
    return [
      ...tiles,
      { tile: { level: "entries", index, width }, bytes: encodeBundle(this.#bundle) },
    ];
  }

  /** The root of the tree. A full level has no hashes here: they are one in the level above. */
  root(): Uint8Array {
    const peaks = this.#hashes.flatMap((hashes) => peaksOf(hashes).reverse());
    const [first, ...above] = peaks;
    if (first === undefined) return createHash("sha256").digest();
    return above.reduce((right, left) => nodeHash(left, right), first);
  }
}

/** The roots of the perfect subtrees over a tile's hashes, largest first. */
function peaksOf(hashes: readonly Uint8Array[]): Uint8Array[] {
  const peaks: Uint8Array[] = [];
  let at = 0;
  for (let width = TILE_WIDTH; width >= 1; width /= 2) {
    if (hashes.length - at < width) continue;
    peaks.push(rootOf(hashes.slice(at, at + width)));
    at += width;
  }
  return peaks;
}

/** Of a power of two of them. */
function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  let level = [...hashes];
  while (level.length > 1) {
    level = Array.from({ length: level.length / 2 }, (_, i) =>
      nodeHash(level[i * 2] ?? NOTHING, level[i * 2 + 1] ?? NOTHING),
    );
  }
  return level[0] ?? NOTHING;
}

const NOTHING = new Uint8Array();
