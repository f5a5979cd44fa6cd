import { Arena } from "../../columns/arena.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { applyByRecord } from "./apply-by-record.ts";
import { type Applied, type Batch, entriesOf, NOTHING_APPLIED, rangeOf } from "./batch.ts";
import { applyByColumn } from "./columns/apply-by-column.ts";
import { type BlockWork, workHere } from "./columns/block-work.ts";
import type { Chunk } from "./columns/chunk.ts";
import { knownIdentities } from "./columns/known-identities.ts";
import { createCheckParts } from "./damaged-parts.ts";
import { endInserts } from "./end-inserts.ts";
import { isNothingPlaced } from "./placed.ts";

export interface ApplyOptions {
  /** Id of the journal: a UUID, one per folder. */
  readonly journal: string;
  /** Rows of these batches may already be in the store, some or all. */
  readonly uncertain: boolean;
  /** What the columns are made in, the caller's again when the apply has succeeded; absent: memory of its own. */
  readonly memory?: Arena;
  /** What `chunkOf` has made of the batches, in the same memory; absent: it is made here. */
  readonly prepared?: Chunk;
}

/**
 * Makes the function that moves batches into the store: exactly one effect per record.
 *
 * Nothing is believed but a count of the rows afterwards, and in the embedded engine their checksums on the disk; what is
 * missing is inserted by its place, what is there stays. So an insert whose answer was lost, a crash between two tables or a repeated
 * call change nothing. Throws where the engine fails; the batches are then uncertain.
 */
export function createApply(
  engine: Engine,
  read: Read,
  work: BlockWork = workHere,
): (batches: readonly Batch[], options: ApplyOptions) => Promise<Applied> {
  /** Highest sequence number by journal that an apply has begun with: after a failure it is uncertain, whoever says what. */
  const begun = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  const known = knownIdentities(read, engine.kind !== "embedded");
  const parts = engine.kind === "embedded" ? createCheckParts(engine, read) : null;

  async function apply(batches: readonly Batch[], options: ApplyOptions): Promise<Applied> {
    const range = rangeOf(batches, options.journal);
    if (range === null) return NOTHING_APPLIED;
    const isUncertain = options.uncertain || range.low <= (begun.get(range.journal) ?? 0);
    await parts?.begin();
    begun.set(range.journal, Math.max(range.high, begun.get(range.journal) ?? 0));

    if (isUncertain) await endInserts(engine, read, range.journal);
    if (!isUncertain || (await isNothingPlaced(read, range))) {
      const { memory = new Arena(), prepared = null } = options;
      const of = { engine, read, known, work, range, batches, isUncertain, memory, prepared };
      const applied = await applyByColumn(of);
      if (applied !== null) {
        await parts?.check(range);
        return applied;
      }
    }
    const byRecord = await applyByRecord(engine, read, batches, range.journal);
    await parts?.check(range);
    known.note([], entriesOf(batches));
    return byRecord;
  }

  return (batches, options) => {
    const result = turn.then(() => apply(batches, options));
    turn = result.catch(() => {});
    return result;
  };
}
