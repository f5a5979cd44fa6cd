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
  const { leaves, grown } = plant(tree, lines);
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

/** Reads a group and verifies it on the tree before it. Throws `LedgerBroken`. */
export function decodeFrame(tree: MerkleTree, payload: Uint8Array): LedgerFrame {
  try {
    const [first, ...lines] = splitLines(payload);
    if (first === undefined || lines.length === 0) throw new Error("the group is empty");
    const { leaves, grown } = plant(tree, lines);
    const [found, expected] = [text.decode(first), head(grown)];
    if (found !== expected) throw new Error(`its group says ${found}, its content ${expected}`);
    return { payload, leaves, tree: grown };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LedgerBroken(tree.size, reason);
  }
}

function head(tree: MerkleTree): string {
  const root = Buffer.from(rootHash(tree)).toString("hex");
  return canonicalJson({ root, size: tree.size });
}

function plant(
  tree: MerkleTree,
  lines: readonly Uint8Array[],
): { readonly leaves: readonly Leaf[]; readonly grown: MerkleTree } {
  let grown = tree;
  const leaves: Leaf[] = [];
  for (const line of lines) {
    const hash = leafHash(line);
    grown = grow(grown, hash);
    leaves.push({ entry: parseEntry(text.decode(line)), leafHash: hash });
  }
  return { leaves, grown };
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
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
