import type { SegmentLog } from "../log/segment-log.ts";
import type { MerkleTree } from "../tlog/merkle.ts";
import type { LedgerEntry } from "./entry.ts";
import { fold } from "./fold.ts";
import { type CheckedFrame, checkFrame, LedgerBroken, readEntry } from "./frame.ts";
import { IllegalEntry } from "./illegal-entry.ts";
import { type LedgerPlace, LedgerPlaces } from "./ledger-places.ts";
import { EMPTY_STATE, type GovernanceState } from "./state.ts";

/** A state that was folded before and written down. */
export interface Beginning {
  readonly state: GovernanceState;
  /** SHA-256 of what was written down, in hex; null: nothing was, the state is empty. */
  readonly digest: string | null;
}

export const FROM_NOTHING: Beginning = { state: EMPTY_STATE, digest: null };

/** Frame type of a group of entries, in the ledger's own log. */
export const LEDGER_FRAME = 1;

/** The groups of the log from a place on, each verified on the ones before. Throws `LedgerBroken`. */
export async function* readVerified(
  log: SegmentLog,
  place: LedgerPlace,
): AsyncIterable<CheckedFrame & { readonly seq: number }> {
  let { tree } = place;
  for await (const { type, payload, seq } of log.read(place.seq)) {
    if (type !== LEDGER_FRAME) {
      throw new LedgerBroken(tree.size, `frame type ${type} is unknown; a newer version wrote it`);
    }
    const frame = checkFrame(tree, payload);
    tree = frame.tree;
    yield { ...frame, seq };
  }
}

/**
 * Reads and verifies the whole log, and folds it from a state that was written down.
 *
 * That state is trusted only where a later entry names its digest, so whoever changes the one on the
 * disk has to change the ledger as well; where none does, or the entries do not fit it, everything is
 * folded. Throws `LedgerBroken` and `IllegalEntry`.
 */
export async function refold(
  log: SegmentLog,
  beginning: Beginning,
): Promise<{
  readonly tree: MerkleTree;
  readonly state: GovernanceState;
  readonly places: LedgerPlaces;
}> {
  const places = new LedgerPlaces();
  const { state: known, digest } = beginning;
  let { tree } = places.before(0);
  let state = known;
  let pending: LedgerEntry[] = [];
  try {
    for await (const frame of readVerified(log, { seq: 1, tree })) {
      const { size } = tree;
      tree = frame.tree;
      places.note({ seq: frame.seq + 1, tree });
      if (tree.size <= known.size) continue;
      // A state lies between groups, as it came to be; one that does not is no state of this ledger.
      if (size < known.size) return refold(log, FROM_NOTHING);
      for (const line of frame.lines) pending.push(read(line, size));
      // Folding many at once copies each map once; a bound keeps a long ledger out of memory.
      if (pending.length < FOLD_ENTRIES) continue;
      state = fold(state, pending);
      pending = [];
    }
    state = fold(state, pending);
  } catch (error) {
    if (digest !== null && error instanceof IllegalEntry) return refold(log, FROM_NOTHING);
    throw error;
  }
  const isNamed =
    digest === null ||
    state.snapshots.some((each) => each.size === known.size && each.digest === digest);
  if (!isNamed || state.size !== tree.size) return refold(log, FROM_NOTHING);
  return { tree, state, places };
}

function read(line: Uint8Array, groupStart: number): LedgerEntry {
  try {
    return readEntry(line);
  } catch (cause) {
    throw new LedgerBroken(groupStart, cause instanceof Error ? cause.message : String(cause));
  }
}

const FOLD_ENTRIES = 4096;
