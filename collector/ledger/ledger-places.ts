import { EMPTY_TREE, type MerkleTree } from "../tlog/merkle.ts";

/** Where reading may begin: the frame after it holds the entries from `tree.size` on. */
export interface LedgerPlace {
  /** Number of the next frame in the log. */
  readonly seq: number;
  /** The verified tree before it. */
  readonly tree: MerkleTree;
}

/** Entries between places: reading from anywhere reads at most about this many for nothing. */
const PLACE_EVERY = 512;

/** Sparse places of a growing ledger, so that reading from an entry on need not begin at the first. */
export class LedgerPlaces {
  readonly #places: LedgerPlace[] = [{ seq: 1, tree: EMPTY_TREE }];

  /** Notes the place behind a frame, where enough entries came since the one before. */
  note(place: LedgerPlace): void {
    if (place.tree.size >= this.#last.tree.size + PLACE_EVERY) this.#places.push(place);
  }

  /** The last place at or before an entry. */
  before(index: number): LedgerPlace {
    let [low, high] = [0, this.#places.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const size = this.#places[middle]?.tree.size ?? 0;
      if (size <= index) low = middle;
      else high = middle - 1;
    }
    return this.#places[low] ?? START;
  }

  get #last(): LedgerPlace {
    return this.#places.at(-1) ?? START;
  }
}

const START: LedgerPlace = { seq: 1, tree: EMPTY_TREE };
