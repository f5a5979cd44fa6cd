import { rowsOf } from "../../columns/records-in-order.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { type Applied, type Batch, entriesOf, NOTHING_APPLIED, rangeOf } from "./batch.ts";
import { decide } from "./decide.ts";
import { endInserts } from "./end-inserts.ts";
import { appliedOf, linesOf } from "./lines-of.ts";
import { place } from "./place.ts";
import { findPlaced } from "./placed.ts";

/**
 * Applies batches one object a record, whatever of them is in the store already: what is there stays, what is missing is
 * inserted by its place. Slow, and sees everything: what the engine will not take is found and kept in quarantine.
 */
export async function applyByRecord(
  engine: Engine,
  read: Read,
  batches: readonly Batch[],
  journal: string,
): Promise<Applied> {
  let all = NOTHING_APPLIED;
  for (const piece of pieces(batches)) {
    const range = rangeOf(piece, journal);
    if (range === null) continue;
    await endInserts(engine, read, journal);
    const placed = await findPlaced(read, range);
    const entries = entriesOf(piece);
    const decided = await decide(read, entries, range, placed);
    const lines = linesOf(entries, decided);
    await place(engine, read, { range, lines, placed, entries, isUncertain: true });
    all = sum(all, appliedOf(lines, decided));
  }
  return all;
}

/** Batches together up to so many records: an object and a line of text for each take some kilobytes. */
const PIECE_ROWS_MAX = 8_192;

function* pieces(batches: readonly Batch[]): Generator<readonly Batch[]> {
  let piece: Batch[] = [];
  let rows = 0;
  for (const batch of batches) {
    if (piece.length > 0 && rows + rowsOf(batch) > PIECE_ROWS_MAX) {
      yield piece;
      [piece, rows] = [[], 0];
    }
    piece.push(batch);
    rows += rowsOf(batch);
  }
  yield piece;
}

function sum(a: Applied, b: Applied): Applied {
  return {
    predictions: a.predictions + b.predictions,
    outcomes: a.outcomes + b.outcomes,
    oversight: a.oversight + b.oversight,
    scores: a.scores + b.scores,
    concerns: a.concerns + b.concerns,
    changes: a.changes + b.changes,
    heartbeats: a.heartbeats + b.heartbeats,
    profiles: a.profiles + b.profiles,
    duplicates: a.duplicates + b.duplicates,
    conflicts: a.conflicts + b.conflicts,
    quarantined: a.quarantined + b.quarantined,
  };
}
