import { join } from "node:path";
import type { LogFileSystem } from "../log/file-system.ts";
import { LogUnavailable } from "../log/log-unavailable.ts";
import type { SegmentLog } from "../log/segment-log.ts";
import type { BatchMemory } from "./batch-memory.ts";
import { writeCheckpoint } from "./checkpoint.ts";
import type { RecordCount } from "./record-count.ts";
import type { TrimmedBatches } from "./trimmed-batches.ts";

/** A checkpoint costs two syncs; behind by this much, the store looks at a second of batches again. */
const CHECKPOINT_MS = 1000;

/** What the progress of a journal is kept in. */
interface Parts {
  readonly folder: string;
  readonly now: () => number;
  readonly fileSystem: LogFileSystem;
  readonly log: SegmentLog;
  readonly memory: BatchMemory;
  readonly trimmed: TrimmedBatches;
  readonly count: RecordCount;
}

/** How far the store has the journal, kept on the disk; and the removal of what it has. */
export class Progress {
  readonly #of: Parts;
  #appliedSeq: number;
  /** What the checkpoint file says; null while there is none. */
  #writtenSeq: number | null;
  #writtenMs = Number.NEGATIVE_INFINITY;
  /** Checkpoints and removals, one after the other. */
  #turn: Promise<void> = Promise.resolve();

  /** `checkpointSeq` is what the checkpoint file said at the opening, null when it said nothing. */
  constructor(of: Parts, checkpointSeq: number | null) {
    this.#of = of;
    // Only what the store had was ever trimmed: without a checkpoint that much is certain.
    this.#appliedSeq = checkpointSeq ?? of.log.trimmedUpTo;
    this.#writtenSeq = checkpointSeq;
  }

  /** The store has every batch up to this one. */
  get appliedSeq(): number {
    return this.#appliedSeq;
  }

  /** See `Journal.markApplied`. */
  advance(seq: number): Promise<void> {
    this.#appliedSeq = Math.max(this.#appliedSeq, seq);
    this.#of.count.applied(this.#appliedSeq);
    return this.#inTurn(() => this.#tend());
  }

  async #tend(): Promise<void> {
    const { log, memory, trimmed, now } = this.#of;
    const boundary = log.trimBoundary(this.#appliedSeq + 1);
    if (boundary === 0 && now() - this.#writtenMs < CHECKPOINT_MS) return;
    await this.#write();
    if (boundary === 0) return;
    // First the checkpoint, then the ids, then the files: a crash between keeps too much, never
    // too little.
    await trimmed.save(memory, boundary);
    await log.trim(boundary + 1);
  }

  async #write(): Promise<void> {
    const appliedSeq = this.#appliedSeq;
    if (appliedSeq === this.#writtenSeq) return;
    const { fileSystem, folder, log, now, count } = this.#of;
    const { afterSeq, records } = count.counted;
    const path = join(folder, "checkpoint");
    try {
      await writeCheckpoint(fileSystem, path, {
        ...{ journal: log.id, appliedSeq },
        counted: { afterSeq, records },
      });
    } catch (cause) {
      throw new LogUnavailable(`checkpoint ${path} could not be written`, { cause });
    }
    this.#writtenSeq = appliedSeq;
    this.#writtenMs = now();
  }

  /** Writes the checkpoint down. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#write());
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
