import { rootHash } from "../tlog/merkle.ts";
import type { LedgerEntry } from "./entry.ts";
import { fold } from "./fold.ts";
import { readEntry } from "./frame.ts";
import type { Ledger } from "./ledger.ts";
import type { Snapshots } from "./snapshots.ts";
import { EMPTY_STATE, type GovernanceState } from "./state.ts";

/** The ledger as it was. */
export interface Past {
  /**
   * Entries that were there at an instant: those before the first that is stamped later. Found by
   * halving, since stamps rise but for clocks that were set back.
   */
  readonly sizeAt: (atMs: number) => Promise<number>;
  /** The state after some entries; throws `RangeError` beyond the present size. */
  readonly stateAt: (size: number) => Promise<GovernanceState>;
  /** When an entry says that it was made. */
  readonly stampOf: (index: number) => Promise<number>;
  /** Root of the tree of a size, SHA-256 in hex. */
  readonly rootAt: (size: number) => Promise<string>;
}

/** Looks at the past of a ledger: from the nearest snapshot on, entries are folded again. */
export function createPast(ledger: Ledger, snapshots: Pick<Snapshots, "read">): Past {
  /** The last few that were asked for, newest use last: pages of an audit ask for one again and again. */
  const known = new Map<number, Promise<GovernanceState>>();

  async function begin(size: number): Promise<GovernanceState> {
    const before = ledger.state.snapshots.filter((each) => each.size <= size);
    for (const each of [...before].reverse()) {
      const state = await snapshots.read(each);
      if (state !== null) return state;
    }
    return EMPTY_STATE;
  }

  async function foldTo(size: number): Promise<GovernanceState> {
    let state = await begin(size);
    let pending: LedgerEntry[] = [];
    for await (const { index, bytes } of ledger.leaves(state.size)) {
      if (index >= size) break;
      pending.push(readEntry(bytes));
      if (pending.length < FOLD_ENTRIES) continue;
      state = fold(state, pending);
      pending = [];
      // A long past is folded beside everything else that the process has to do.
      await new Promise(setImmediate);
    }
    return fold(state, pending);
  }

  async function stampOf(index: number): Promise<number> {
    for await (const { bytes } of ledger.leaves(index)) return readEntry(bytes).atMs;
    throw new RangeError(`there is no entry ${index}`);
  }

  return {
    async sizeAt(atMs) {
      let [low, high] = [0, ledger.size];
      // Mostly the present is asked for, and a look at an entry reads a part of the disk.
      if (high > 0 && (await stampOf(high - 1)) <= atMs) return high;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if ((await stampOf(middle)) <= atMs) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    async stateAt(size) {
      if (!Number.isSafeInteger(size) || size < 0 || size > ledger.size) {
        throw new RangeError(
          `the ledger has ${ledger.size} entries, asked for the state at ${size}`,
        );
      }
      if (size === ledger.size) return ledger.state;
      const found = known.get(size) ?? foldTo(size);
      known.delete(size);
      known.set(size, found);
      for (const old of [...known.keys()].slice(0, -KNOWN_STATES)) known.delete(old);
      // What failed is tried again when it is asked for again.
      found.catch(() => known.delete(size));
      return found;
    },
    stampOf,
    rootAt: async (size) => Buffer.from(rootHash(await ledger.treeAt(size))).toString("hex"),
  };
}

const FOLD_ENTRIES = 1024;
const KNOWN_STATES = 4;
