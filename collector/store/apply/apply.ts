import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import {
  type Applied,
  type Batch,
  type Entry,
  entriesOf,
  placeOf,
  type Range,
  rangeOf,
} from "./batch.ts";
import { type Claim, claimOf } from "./claim.ts";
import { endInserts } from "./end-inserts.ts";
import { type Fate, fates } from "./fate.ts";
import { TABLES } from "./line.ts";
import { appliedOf, linesOf } from "./lines-of.ts";
import { place } from "./place.ts";
import { findPlaced, type Placed } from "./placed.ts";
import { STANDING_TABLES, standing } from "./standing.ts";

export interface ApplyOptions {
  /** Id of the journal: a UUID, one per folder. */
  readonly journal: string;
  /** Rows of these batches may already be in the store, some or all. */
  readonly uncertain: boolean;
}

/**
 * Makes the function that moves batches into the store: exactly one effect per record.
 *
 * Nothing is believed but a count of the rows afterwards; what is missing is inserted by its place,
 * what is there stays. So an insert whose answer was lost, a crash between two tables or a repeated
 * call change nothing. Throws where the engine fails; the batches are then uncertain.
 */
export function createApply(
  engine: Engine,
  read: Read,
): (batches: readonly Batch[], options: ApplyOptions) => Promise<Applied> {
  /** Highest sequence number by journal that an apply has begun with: after a failure it is uncertain, whoever says what. */
  const begun = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  async function apply(batches: readonly Batch[], options: ApplyOptions): Promise<Applied> {
    const range = rangeOf(batches, options.journal);
    if (range === null) return appliedOf(new Map(), new Map());
    const isUncertain = options.uncertain || range.low <= (begun.get(range.journal) ?? 0);
    begun.set(range.journal, Math.max(range.high, begun.get(range.journal) ?? 0));

    if (isUncertain) await endInserts(engine, read, range.journal);
    const placed = isUncertain ? await findPlaced(read, range) : nothingPlaced();
    const entries = entriesOf(batches);
    const decided = await decide(read, entries, range, placed);
    const lines = linesOf(entries, decided);
    await place(engine, read, { range, lines, placed, entries, isUncertain });
    return appliedOf(lines, decided);
  }

  return (batches, options) => {
    const result = turn.then(() => apply(batches, options));
    turn = result.catch(() => {});
    return result;
  };
}

function nothingPlaced(): Placed {
  return new Map(TABLES.map((table) => [table, new Set<string>()]));
}

async function decide(
  read: Read,
  entries: readonly Entry[],
  range: Range,
  placed: Placed,
): Promise<Map<string, { claim: Claim; fate: Fate }>> {
  const claims = entries.map(claimOf).filter((claim) => claim !== null);
  const decisions = fates({
    claims,
    range,
    standing: await standing(read, claims, range),
    placed: new Set(STANDING_TABLES.flatMap((table) => [...(placed.get(table) ?? [])])),
  });
  return new Map(
    claims.flatMap((claim, i) => {
      const fate = decisions[i];
      return fate === undefined ? [] : [[placeOf(claim.entry), { claim, fate }] as const];
    }),
  );
}
