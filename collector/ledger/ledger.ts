import type { LogFileSystem } from "../log/file-system.ts";
import { SegmentLog } from "../log/segment-log.ts";
import { grow, type MerkleTree, rootHash } from "../tlog/merkle.ts";
import type { LedgerEntry } from "./entry.ts";
import { fold } from "./fold.ts";
import {
  encodeFrame,
  FRAME_ENTRIES_MAX,
  joinFrames,
  LedgerBroken,
  type LedgerFrame,
  readEntry,
} from "./frame.ts";
import { IllegalEntry } from "./illegal-entry.ts";
import type { LedgerPlaces } from "./ledger-places.ts";
import { type Beginning, FROM_NOTHING, LEDGER_FRAME, readVerified, refold } from "./read-ledger.ts";
import type { GovernanceState } from "./state.ts";

/** One entry as it is written, with its place in the tree. */
export interface LedgerLeaf {
  readonly index: number;
  readonly bytes: Uint8Array;
  /** 32 bytes. */
  readonly leafHash: Uint8Array;
}

/** What a decision over the present state wants recorded, and what it answers its caller. */
export interface Decision<T> {
  /** None: nothing is written. */
  readonly entries: readonly LedgerEntry[];
  readonly result: T;
}

/**
 * The database of governance: an append-only, Merkle-hashed log whose fold is the state.
 *
 * One append is one transaction. A restart folds the log again and verifies every hash on the way.
 */
export class Ledger {
  readonly #log: SegmentLog;
  readonly #listeners = new Set<() => void>();
  readonly #refuse: (entry: LedgerEntry) => void;
  readonly #places: LedgerPlaces;
  #tree: MerkleTree;
  #state: GovernanceState;
  /** Decisions that wait for the append in progress, in the order they came. */
  #waiting: Waiting[] = [];
  /** Settles when no decision waits and nothing is written; never rejects. */
  #busy: Promise<void> | null = null;

  private constructor(
    log: SegmentLog,
    of: {
      readonly tree: MerkleTree;
      readonly state: GovernanceState;
      readonly places: LedgerPlaces;
      readonly refuse: (entry: LedgerEntry) => void;
    },
  ) {
    this.#log = log;
    this.#refuse = of.refuse;
    this.#tree = of.tree;
    this.#state = of.state;
    this.#places = of.places;
  }

  /**
   * Opens (or makes) the ledger of a folder, verifying every entry. Throws `LedgerBroken`.
   *
   * A torn group at the very end was never acknowledged and is dropped; anything else that is
   * unreadable breaks the chain. Cost: one pass over the log; entries that `beginning` covers are
   * verified, and not folded.
   */
  static async open(options: {
    readonly folder: string;
    readonly now: () => number;
    readonly fileSystem?: LogFileSystem;
    /** Throws where an entry must not be appended. Old entries are not asked about. */
    readonly refuse?: (entry: LedgerEntry) => void;
    /** A state that was written down; null: none is there, or none that can be trusted. */
    readonly beginning?: () => Promise<Beginning | null>;
  }): Promise<Ledger> {
    const { folder } = options;
    const log = await SegmentLog.open({ ...options, segmentMsMax: SEGMENT_MS_MAX });
    try {
      const beginning = (await options.beginning?.()) ?? FROM_NOTHING;
      const read = await refold(log, beginning);
      // Damage between two groups costs nothing: the hashes of both have been verified.
      const gap = log.recovery.gaps.find((each) => each.beforeSeq !== each.afterSeq + 1);
      if (gap !== undefined) {
        const where = gap.setAside === "" ? "" : `, kept in ${gap.setAside}`;
        throw new LedgerBroken(read.tree.size, `${gap.bytes} bytes cannot be read${where}`);
      }
      return new Ledger(log, { ...read, refuse: options.refuse ?? (() => undefined) });
    } catch (error) {
      await log.close();
      if (error instanceof LedgerBroken) {
        throw new LedgerBroken(error.index, error.reason, { folder });
      }
      if (!(error instanceof IllegalEntry)) throw error;
      throw new LedgerBroken(error.index, error.message, { folder });
    }
  }

  /** The fold of everything appended so far. */
  get state(): GovernanceState {
    return this.#state;
  }

  /** Number of entries. */
  get size(): number {
    return this.#tree.size;
  }

  /** The tree over all entries. */
  get tree(): MerkleTree {
    return this.#tree;
  }

  /** RFC 6962 root over the canonical text of all entries, SHA-256 in hex. */
  get root(): string {
    return Buffer.from(rootHash(this.#tree)).toString("hex");
  }

  /** Appends a group as one transaction; resolves with the index of its first entry once it is on disk. */
  append(entries: readonly LedgerEntry[]): Promise<number> {
    return this.transact((state) => ({ entries, result: state.size }));
  }

  /**
   * Decides over the present state and appends what was decided, with nothing in between.
   *
   * The state is advanced before the promise resolves. When the decision throws or an entry is
   * unfit, nothing of it has changed and its promise rejects; when the disk fails, so do all that
   * were to be written with it. Decisions that came while one was being written are decided one
   * after the other, each over the state that the one before made, and share one write.
   */
  transact<T>(decide: (state: GovernanceState) => Decision<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const attempt = (state: GovernanceState): Attempt => {
        const { entries, result } = decide(state);
        return { entries, done: () => resolve(result) };
      };
      this.#waiting.push({ attempt, reject });
      this.#busy ??= this.#commitAll();
    });
  }

  /** Calls the listener after every append. Returns what ends that. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The tree as it was after some entries. Reads at most a few hundred of them.
   *
   * Throws `RangeError` beyond the present size, `LedgerBroken` where the log no longer reads.
   */
  async treeAt(size: number): Promise<MerkleTree> {
    if (size > this.size) {
      throw new RangeError(`the ledger has ${this.size} entries, asked for the tree of ${size}`);
    }
    let { tree } = this.#places.before(size);
    for await (const { index, leafHash } of this.leaves(tree.size)) {
      if (index >= size) break;
      tree = grow(tree, leafHash);
    }
    return tree;
  }

  /** Reads leaves back from disk, verifying them again, from an index on. Throws `LedgerBroken`. */
  async *leaves(from = 0): AsyncIterable<LedgerLeaf> {
    // From the first on, nothing is taken as verified that was verified earlier.
    const place = this.#places.before(from);
    for await (const { tree, lines, hashes } of readVerified(this.#log, place)) {
      const first = tree.size - lines.length;
      for (const [i, bytes] of lines.entries()) {
        const leafHash = hashes[i];
        if (leafHash === undefined || first + i < from) continue;
        yield { index: first + i, bytes, leafHash };
      }
    }
  }

  /** Reads entries back from disk, verifying them again, from an index on. Throws `LedgerBroken`. */
  async *entries(from = 0): AsyncIterable<{
    readonly index: number;
    readonly entry: LedgerEntry;
    readonly leafHash: string;
  }> {
    for await (const { index, bytes, leafHash } of this.leaves(from)) {
      yield { index, entry: readEntry(bytes), leafHash: Buffer.from(leafHash).toString("hex") };
    }
  }

  /** Waits for appends in progress and lets the folder go. */
  async close(): Promise<void> {
    while (this.#busy !== null) await this.#busy;
    await this.#log.close();
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whoever is told of this append may at once have more to say: that is decided over its state.
      await Promise.resolve();
      await this.#commit();
    }
    // In the same turn as the look at what waits: whoever comes later starts anew.
    this.#busy = null;
  }

  /** Writes the decisions that wait, as far as one group has room for them. */
  async #commit(): Promise<void> {
    const { decided, frames, state } = this.#decide();
    const [first, ...rest] = frames;
    try {
      if (first !== undefined) {
        const { payload, leaves, tree } = joinFrames([first, ...rest]);
        const seq = await this.#log.append({ type: LEDGER_FRAME, payload, rows: leaves.length });
        this.#tree = tree;
        this.#state = state;
        this.#places.note({ seq: seq + 1, tree });
      }
    } catch (error) {
      for (const { reject } of decided) reject(error);
      return;
    }
    for (const { done } of decided) done();
    // Apart from the append, which has succeeded whatever a listener does.
    if (first !== undefined) for (const listener of this.#listeners) queueMicrotask(listener);
  }

  #decide(): {
    readonly decided: readonly { readonly done: () => void; readonly reject: Reject }[];
    readonly frames: readonly LedgerFrame[];
    readonly state: GovernanceState;
  } {
    let [tree, state, entries] = [this.#tree, this.#state, 0];
    const decided: { readonly done: () => void; readonly reject: Reject }[] = [];
    const frames: LedgerFrame[] = [];
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      try {
        const made = next.attempt(state);
        if (frames.length > 0 && entries + made.entries.length > FRAME_ENTRIES_MAX) break; // again, in the next group
        if (made.entries.length > 0) {
          made.entries.forEach(this.#refuse);
          const frame = encodeFrame(tree, made.entries);
          // Folded first: an entry that the state cannot take must not reach the disk.
          state = fold(
            state,
            frame.leaves.map((leaf) => leaf.entry),
          );
          tree = frame.tree;
          entries += made.entries.length;
          frames.push(frame);
        }
        decided.push({ done: made.done, reject: next.reject });
      } catch (error) {
        next.reject(error);
      }
      this.#waiting.shift();
    }
    return { decided, frames, state };
  }
}

type Reject = (error: unknown) => void;

interface Waiting {
  readonly attempt: (state: GovernanceState) => Attempt;
  readonly reject: Reject;
}

/** A decision over a state, which is told to whoever asked once it is on the disk. */
interface Attempt {
  readonly entries: readonly LedgerEntry[];
  readonly done: () => void;
}

/**
 * Nothing of a ledger is ever trimmed, so its segments need no end by age but for backups, which copy
 * ended segments once. A sign of life every five minutes would make one every ten.
 */
const SEGMENT_MS_MAX = 7 * 86_400_000;
