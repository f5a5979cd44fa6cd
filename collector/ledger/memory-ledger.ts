import { EMPTY_TREE, type MerkleTree } from "../tlog/merkle.ts";
import type { LedgerEntry } from "./entry.ts";
import { fold } from "./fold.ts";
import { encodeFrame } from "./frame.ts";
import type { Decision } from "./ledger.ts";
import { EMPTY_STATE, type GovernanceState } from "./state.ts";

/**
 * A ledger that is gone with the process: the same entries, bounds, hashes and fold, without files.
 *
 * For replays, which ask what would have been recorded and must record nothing.
 */
export class MemoryLedger {
  readonly #entries: LedgerEntry[] = [];
  #tree: MerkleTree = EMPTY_TREE;
  #state: GovernanceState = EMPTY_STATE;

  /** The fold of everything appended so far. */
  get state(): GovernanceState {
    return this.#state;
  }

  /** Everything appended so far, as a file would give it back. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** As `Ledger.transact`; rejects, with nothing changed, where an entry is unfit. */
  async transact<T>(decide: (state: GovernanceState) => Decision<T>): Promise<T> {
    const { entries, result } = decide(this.#state);
    if (entries.length === 0) return result;
    const { leaves, tree } = encodeFrame(this.#tree, entries);
    const sealed = leaves.map(({ entry }) => entry);
    this.#state = fold(this.#state, sealed);
    this.#tree = tree;
    this.#entries.push(...sealed);
    return result;
  }
}
