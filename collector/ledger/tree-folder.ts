import { rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LogFileSystem } from "../log/file-system.ts";
import { nodeFileSystem } from "../log/node-file-system.ts";
import { readWhole, replaceWhole, writeNew } from "../log/whole-file.ts";
import { type Checkpoint, parseCheckpoint } from "../tlog/checkpoint.ts";
import { leafHash } from "../tlog/merkle.ts";
import { parseNote, printNote, type SignedNote } from "../tlog/signed-note.ts";
import {
  levelSize,
  partialTiles,
  TILE_WIDTH,
  type Tile,
  tileHashes,
  tilePath,
} from "../tlog/tiles.ts";
import type { ReadHashes } from "../tlog/tree-node.ts";
import { RightEdge } from "./right-edge.ts";

/** The head of the log that was published last. */
export interface Published {
  readonly note: SignedNote;
  readonly head: Checkpoint;
}

/** An entry as the tree holds it. */
export interface TreeLeaf {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly leafHash: Uint8Array;
}

/**
 * A folder of tiles, bundles and the newest checkpoint, as C2SP tlog-tiles lays them out, so that it can
 * be served or copied as it is. Derived: the ledger is the truth, and the folder is made anew from it
 * wherever the two differ.
 *
 * A checkpoint is replaced only when every tile that it needs is on the disk, and tiles that it made
 * partial go only afterwards; a crash in between leaves tiles that the next publication writes again.
 */
export class TreeFolder {
  readonly #folder: string;
  readonly #fileSystem: LogFileSystem;
  #published: Published | null;
  #edge: RightEdge;
  /** Folders that are there for certain. */
  readonly #made = new Set<string>();

  private constructor(
    folder: string,
    fileSystem: LogFileSystem,
    found: { readonly published: Published | null; readonly edge: RightEdge },
  ) {
    this.#folder = folder;
    this.#fileSystem = fileSystem;
    this.#published = found.published;
    this.#edge = found.edge;
  }

  /** Opens (or makes) the folder. What in it cannot be read is as if it were not there. */
  static async open(options: {
    readonly folder: string;
    readonly fileSystem?: LogFileSystem;
  }): Promise<TreeFolder> {
    const { folder, fileSystem = nodeFileSystem } = options;
    await fileSystem.makeFolder(folder);
    const published = await readCheckpoint(fileSystem, folder);
    const edge = published === null ? null : await readEdge(fileSystem, folder, published.head);
    return new TreeFolder(folder, fileSystem, { published, edge: edge ?? new RightEdge() });
  }

  /** Null: none yet, or none that can be read. */
  get published(): Published | null {
    return this.#published;
  }

  /** Entries that the tiles hold; less than the checkpoint's size where tiles were found damaged. */
  get size(): number {
    return this.#edge.size;
  }

  /** The root of what the tiles hold. */
  root(): Uint8Array {
    return this.#edge.root();
  }

  /** Forgets the tiles: the next entries given are those from the first on. */
  startAnew(): void {
    this.#edge = new RightEdge();
  }

  /** Forgets the checkpoint as well; the file stays until the next one takes its place. */
  discard(): void {
    this.#published = null;
    this.startAnew();
  }

  /**
   * Writes the tiles and bundles of the entries that follow, durably. Entries given again are skipped.
   *
   * Returns once `upTo` entries are in.
   */
  async add(leaves: AsyncIterable<TreeLeaf>, upTo: number): Promise<void> {
    const touched = new Set<string>();
    const write = async (tile: Tile, bytes: Uint8Array): Promise<void> => {
      touched.add(await this.#write(tile, bytes));
    };
    for await (const leaf of leaves) {
      if (leaf.index >= upTo) break;
      if (leaf.index !== this.#edge.size) continue;
      for (const { tile, bytes } of this.#edge.push(leaf)) await write(tile, bytes);
    }
    if (this.#edge.size !== upTo) {
      throw new Error(`the tree has ${this.#edge.size} entries, ${upTo} were to be added`);
    }
    for (const { tile, bytes } of this.#edge.partial()) await write(tile, bytes);
    for (const folder of touched) await this.#fileSystem.syncFolder(folder);
  }

  /** Replaces the checkpoint by one of all entries added so far. Durable when it resolves. */
  async publish(note: SignedNote): Promise<void> {
    const head = parseCheckpoint(note.text);
    if (head.size !== this.#edge.size) {
      throw new Error(`the tiles hold ${this.#edge.size} entries, the checkpoint ${head.size}`);
    }
    const before = this.#published?.head.size ?? 0;
    const path = join(this.#folder, CHECKPOINT);
    await replaceWhole(this.#fileSystem, path, Buffer.from(printNote(note), "utf8"));
    this.#published = { note, head };
    await this.#removePartial(before, head.size);
  }

  /**
   * The bytes of a tile that the published tree has, or had at some smaller size; null for any other.
   * Tiles grow at their end alone, so a narrower one is the beginning of what is there.
   */
  async read(tile: Tile): Promise<Uint8Array | null> {
    // A publication may come between the look at the width and the file: then it is looked at again.
    for (let tries = 0; tries < 3; tries += 1) {
      const size = this.#published?.head.size ?? 0;
      const level = tile.level === "entries" ? 0 : tile.level;
      const there = Math.min(TILE_WIDTH, levelSize(level, size) - tile.index * TILE_WIDTH);
      if (tile.width > there) return null;
      const path = join(this.#folder, tilePath({ ...tile, width: there }));
      const bytes = await readWhole(this.#fileSystem, path);
      if (bytes !== null) return cut(bytes, tile);
    }
    return null;
  }

  /** Hashes of the published tree as it was at a size. */
  hashes(size: number): ReadHashes {
    return tileHashes(size, async (tile) => {
      const bytes = await this.read(tile);
      if (bytes === null) throw new Error(`${tilePath(tile)} is missing`);
      return bytes;
    });
  }

  async #write(tile: Tile, bytes: Uint8Array): Promise<string> {
    const path = join(this.#folder, tilePath(tile));
    if (!this.#made.has(dirname(path))) await this.#fileSystem.makeFolder(dirname(path));
    this.#made.add(dirname(path));
    const draft = `${path}.new`;
    await writeNew(this.#fileSystem, draft, bytes);
    await this.#fileSystem.rename(draft, path);
    return dirname(path);
  }

  async #removePartial(from: number, to: number): Promise<void> {
    const kept = new Set(partialTiles(to).map(tilePath));
    for (const tile of partialTiles(from)) {
      const name = tilePath(tile);
      if (kept.has(name)) continue;
      const path = join(this.#folder, name);
      // A tile too many does no harm: nobody is led to it.
      await this.#fileSystem.remove(path).catch(() => undefined);
      // A folder that still has something in it stays, and is known to.
      const gone = await rmdir(dirname(path)).then(
        () => true,
        () => false,
      );
      if (gone) this.#made.delete(dirname(path));
    }
  }
}

async function readCheckpoint(
  fileSystem: LogFileSystem,
  folder: string,
): Promise<Published | null> {
  const bytes = await readWhole(fileSystem, join(folder, CHECKPOINT));
  if (bytes === null) return null;
  try {
    const note = parseNote(bytes);
    return { note, head: parseCheckpoint(note.text) };
  } catch {
    return null;
  }
}

/** The unfinished tiles of a checkpoint; null where they are not what it says. */
async function readEdge(
  fileSystem: LogFileSystem,
  folder: string,
  head: Checkpoint,
): Promise<RightEdge | null> {
  const edge = await RightEdge.read(head.size, (tile) =>
    readWhole(fileSystem, join(folder, tilePath(tile))),
  ).catch(() => null);
  if (edge === null || Buffer.compare(edge.root(), head.root) !== 0) return null;
  const isWhole = edge.bundle.every((entry, i) => {
    const known = edge.hashes[0]?.[i];
    return known !== undefined && Buffer.compare(leafHash(entry), known) === 0;
  });
  return isWhole ? edge : null;
}

/** The beginning of a tile of hashes, or of a bundle. */
function cut(bytes: Uint8Array, { level, width }: Tile): Uint8Array {
  if (level !== "entries") return bytes.subarray(0, width * 32);
  let at = 0;
  for (let i = 0; i < width; i += 1) at += 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return bytes.subarray(0, at);
}

const CHECKPOINT = "checkpoint";
