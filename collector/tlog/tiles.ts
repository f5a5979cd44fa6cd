import { quoted } from "./decimal.ts";
import { Malformed } from "./malformed.ts";
import { nodeHash } from "./merkle.ts";
import type { ReadHashes, TreeNode } from "./tree-node.ts";

/** Hashes in a full tile, and entries in a full bundle. Source: C2SP tlog-tiles. */
export const TILE_WIDTH = 256;
/** A length is written in 16 bits. */
export const BUNDLE_ENTRY_BYTES_MAX = 65_535;
const LEVEL_MAX = 63;

/** Consecutive hashes of one level, or consecutive entries. */
export interface Tile {
  /** 0: leaf hashes; each level above is 256 times as wide. `entries`: the entries themselves. */
  readonly level: number | "entries";
  readonly index: number;
  /** 1 to 256; below that the tile is partial, at the right edge of a tree. */
  readonly width: number;
}

/** Where a tile is served and kept, as `tile/0/x001/067` or `tile/entries/000.p/3`. */
export function tilePath({ level, index, width }: Tile): string {
  const groups = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0");
  const parts = groups.match(/\d{3}/g) ?? [];
  const path = parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part)).join("/");
  return `tile/${level}/${path}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** Reads the path of a tile; there is one for each tile. Throws `Malformed`. */
export function parseTilePath(path: string): Tile {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  const [, level = "", index = "", width = TILE_WIDTH] = match ?? [];
  const tile: Tile = {
    level: level === "entries" ? level : Number(level),
    index: Number(index.replace(/[x/]/g, "")),
    width: Number(width),
  };
  const isTile =
    (tile.level === "entries" || tile.level <= LEVEL_MAX) &&
    Number.isSafeInteger(tile.index) &&
    tile.width >= 1;
  // Zeroes in front, or a width of 256 that is said, would be other spellings of the same tile.
  if (match === null || !isTile || tilePath(tile) !== path) {
    throw new Malformed(`${quoted(path)} is no tile's path`);
  }
  return tile;
}

/** Hashes that a level of tiles holds of a tree: full tiles below it make one hash each. */
export function levelSize(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The tiles of hashes that a tree of one size has and the tree of a smaller one has not, level by level. */
export function newTiles(from: number, to: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; levelSize(level, to) > 0; level += 1) {
    tiles.push(...tilesBetween(level, levelSize(level, from), levelSize(level, to)));
  }
  return tiles;
}

/** The same for bundles of entries. */
export function newBundles(from: number, to: number): readonly Tile[] {
  return tilesBetween("entries", from, to);
}

/** What a tree of a size has begun and not filled: tiles of hashes, and the bundle. At most eight. */
export function partialTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; levelSize(level, size) > 0; level += 1) {
    const index = Math.floor(levelSize(level, size) / TILE_WIDTH);
    const width = levelSize(level, size) % TILE_WIDTH;
    if (width === 0) continue;
    tiles.push({ level, index, width });
    if (level === 0) tiles.push({ level: "entries", index, width });
  }
  return tiles;
}

/** The tile that holds what a node's hash is made of, as the tree of a size has it. */
export function tileOf(
  { level, index }: TreeNode,
  size: number,
): Tile & { readonly level: number } {
  const tileLevel = Math.floor(level / 8);
  const below = 2 ** (level % 8);
  const tileIndex = Math.floor((index * below) / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, levelSize(tileLevel, size) - tileIndex * TILE_WIDTH);
  return { level: tileLevel, index: tileIndex, width };
}

/** The hash of a node from the tile that `tileOf` names. Throws `Malformed` where the tile is too short. */
export function hashInTile({ level, index }: TreeNode, tile: Uint8Array): Uint8Array {
  const below = 2 ** (level % 8);
  const start = (index * below) % TILE_WIDTH;
  const bytes = tile.subarray(start * 32, (start + below) * 32);
  if (bytes.length !== below * 32) {
    throw new Malformed(`a tile of ${tile.length} bytes lacks hash ${start + below - 1}`);
  }
  let hashes = Array.from({ length: below }, (_, i) => bytes.subarray(i * 32, (i + 1) * 32));
  while (hashes.length > 1) hashes = pairs(hashes);
  return hashes[0] ?? bytes;
}

/** Reads hashes of a tree of a size from its tiles, each tile once for all that is asked together. */
export function tileHashes(size: number, read: (tile: Tile) => Promise<Uint8Array>): ReadHashes {
  return async (nodes) => {
    const tiles = new Map<string, Promise<Uint8Array>>();
    const wanted = nodes.map((node) => {
      const tile = tileOf(node, size);
      const path = tilePath(tile);
      const bytes = tiles.get(path) ?? read(tile);
      tiles.set(path, bytes);
      return bytes.then((it) => {
        if (it.length !== tile.width * 32) {
          throw new Malformed(`${path} has ${it.length} bytes instead of ${tile.width * 32}`);
        }
        return hashInTile(node, it);
      });
    });
    return Promise.all(wanted);
  };
}

/** Writes entries as a bundle: each behind its length in 16 bits, big-endian. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    if (entry.length > BUNDLE_ENTRY_BYTES_MAX) {
      const most = BUNDLE_ENTRY_BYTES_MAX;
      throw new RangeError(`an entry of a bundle has at most ${most} bytes, got ${entry.length}`);
    }
    return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
  });
  return Buffer.concat(parts);
}

/** Reads a bundle of a width. Throws `Malformed`. The entries are views of the bytes. */
export function decodeBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) throw new Malformed("a bundle ends in a length");
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) throw new Malformed(`entry ${entries.length} of a bundle has no end`);
    entries.push(bytes.subarray(at + 2, end));
    if (entries.length > width) throw new Malformed(`a bundle has more than ${width} entries`);
    at = end;
  }
  if (entries.length !== width) {
    throw new Malformed(`a bundle has ${entries.length} entries instead of ${width}`);
  }
  return entries;
}

function tilesBetween(level: Tile["level"], from: number, to: number): readonly Tile[] {
  const tiles: Tile[] = [];
  // The tile in which the smaller tree ended has grown, unless it was full or nothing came.
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index += 1) {
    const width = Math.min(TILE_WIDTH, to - index * TILE_WIDTH);
    if (index * TILE_WIDTH + width > from) tiles.push({ level, index, width });
  }
  return tiles;
}

function pairs(hashes: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i + 1 < hashes.length; i += 2) {
    const [left, right] = [hashes[i], hashes[i + 1]];
    if (left !== undefined && right !== undefined) above.push(nodeHash(left, right));
  }
  return above;
}
