import { canonicalJson } from "../tlog/canonical-json.ts";
import { grow, leafHash, type MerkleTree, rootHash } from "../tlog/merkle.ts";
import { type LedgerEntry, parseEntry } from "./entry.ts";

/** A ledger whose bytes do not lead to the hashes that they carry. Nothing after it can be trusted. */
export class LedgerBroken extends Error {
  override readonly name = "LedgerBroken";
  /** Index of the first entry that could not be verified. */
  readonly index: number;
  readonly reason: string;

  /** `folder` is where it lies, once that is known. */
  constructor(index: number, reason: string, options: { readonly folder?: string } = {}) {
    const { folder } = options;
    const ledger = folder === undefined ? "the ledger" : `the ledger in ${folder}`;
    super(
      `${ledger} is broken at entry ${index}: ${reason}; restore the folder from a backup (nothing in it was changed)`,
    );
    this.index = index;
    this.reason = reason;
  }
}

/** One entry with the leaf hash that it has in the tree. */
export interface Leaf {
  readonly entry: LedgerEntry;
  readonly leafHash: Uint8Array;
}

/** A group of entries that is written, and read, as a whole; and the tree after it. */
export interface LedgerFrame {
  readonly payload: Uint8Array;
  readonly leaves: readonly Leaf[];
  readonly tree: MerkleTree;
}

/** Leaves of tlog-tiles have at most 65,535 bytes, since their length is written in 16 bits. */
export const ENTRY_BYTES_MAX = 65_535;
/** One (control, window) makes at most a few hundred; a group beyond this is a fault of ours. */
export const FRAME_ENTRIES_MAX = 4096;

/**
 * Writes a group of entries as it lies in the log: a line of JSON with the size and the root after
 * it, then one line of canonical JSON for each entry. A leaf is the line without its line feed.
 *
 * Entries come back as they will be read, so what is folded now equals what is folded after a restart.
 */
export function encodeFrame(tree: MerkleTree, entries: readonly LedgerEntry[]): LedgerFrame {
  if (entries.length === 0 || entries.length > FRAME_ENTRIES_MAX) {
    throw new RangeError(`a group has 1 to ${FRAME_ENTRIES_MAX} entries, got ${entries.length}`);
  }
  const lines = entries.map((entry) => {
    const line = Buffer.from(canonicalJson(entry), "utf8");
    if (line.length > ENTRY_BYTES_MAX) {
      throw new RangeError(
        `entry ${entry.type} has ${line.length} bytes, at most ${ENTRY_BYTES_MAX} are allowed; keep the content in the content store`,
      );
    }
    return line;
  });
  const { hashes, grown } = plant(tree, lines);
  const leaves = leavesOf(lines, hashes);
  const parts = [Buffer.from(head(grown)), ...lines].flatMap((line) => [line, LINE_FEED]);
  return { payload: Buffer.concat(parts), leaves, tree: grown };
}

/**
 * Joins groups that follow each other into one, to be written and read as a whole. At least one, and
 * at most `FRAME_ENTRIES_MAX` entries in all.
 */
export function joinFrames(frames: readonly [LedgerFrame, ...LedgerFrame[]]): LedgerFrame {
  const last = frames.at(-1) ?? frames[0];
  if (last === frames[0]) return last;
  // The head says the size and the root after the group: the last one's holds for all.
  const heads = frames.map(({ payload }) => payload.indexOf(0x0a) + 1);
  const lines = frames.map(({ payload }, i) => payload.subarray(heads[i]));
  const head = last.payload.subarray(0, heads.at(-1));
  return {
    payload: Buffer.concat([head, ...lines]),
    leaves: frames.flatMap(({ leaves }) => leaves),
    tree: last.tree,
  };
}

/** The entries of a group as they are written, verified and not yet read, and the tree after them. */
export interface CheckedFrame {
  readonly lines: readonly Uint8Array[];
  readonly hashes: readonly Uint8Array[];
  readonly tree: MerkleTree;
}

/** Verifies a group on the tree before it. Throws `LedgerBroken`. */
export function checkFrame(tree: MerkleTree, payload: Uint8Array): CheckedFrame {
  try {
    const [first, ...lines] = splitLines(payload);
    if (first === undefined || lines.length === 0) throw new Error("the group is empty");
    const { hashes, grown } = plant(tree, lines);
    const [found, expected] = [text.decode(first), head(grown)];
    if (found !== expected) throw new Error(`its group says ${found}, its content ${expected}`);
    return { lines, hashes, tree: grown };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LedgerBroken(tree.size, reason);
  }
}

/** Reads an entry from the bytes that a verified leaf has. Throws where it is none of a known type. */
export function readEntry(line: Uint8Array): LedgerEntry {
  return parseEntry(text.decode(line));
}

function head(tree: MerkleTree): string {
  const root = Buffer.from(rootHash(tree)).toString("hex");
  return canonicalJson({ root, size: tree.size });
}

function plant(
  tree: MerkleTree,
  lines: readonly Uint8Array[],
): { readonly hashes: readonly Uint8Array[]; readonly grown: MerkleTree } {
  const hashes = lines.map(leafHash);
  return { hashes, grown: hashes.reduce(grow, tree) };
}

function leavesOf(lines: readonly Uint8Array[], hashes: readonly Uint8Array[]): readonly Leaf[] {
  return hashes.map((hash, i) => ({ entry: readEntry(lines[i] ?? NOTHING), leafHash: hash }));
}

/** JSON escapes line feeds, so one in the bytes always ends a line; the last byte is one. */
function splitLines(payload: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < payload.length) {
    const end = payload.indexOf(0x0a, start);
    if (end === -1) throw new Error("the last line has no end");
    lines.push(payload.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

const LINE_FEED = Buffer.from("\n");
const NOTHING = new Uint8Array();
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
