import type { Arena } from "../../../columns/arena.ts";
import type { Engine } from "../../engine/open.ts";
import type { Read } from "../../engine/read.ts";
import type { Applied, Batch, Entry, Range } from "../batch.ts";
import { claimOf } from "../claim.ts";
import { decide, nothingPlaced } from "../decide.ts";
import { endInserts } from "../end-inserts.ts";
import { insertBlock, insertLines, isAboutTheData } from "../insert.ts";
import { TABLES, type Table } from "../line.ts";
import { appliedOf, type Lines, linesOf } from "../lines-of.ts";
import { countPlaced } from "../placed.ts";
import type { BlockWork } from "./block-work.ts";
import { apart, byMonth, type Chunk, chunkOf } from "./chunk.ts";
import type { KnownIdentities } from "./known-identities.ts";
import { type Part, rowsOfParts } from "./part.ts";

interface Applying {
  readonly engine: Engine;
  readonly read: Read;
  readonly known: KnownIdentities;
  readonly work: BlockWork;
  readonly range: Range;
  readonly batches: readonly Batch[];
  /** Rows may come to light that nobody counted on: every table is counted. */
  readonly isUncertain: boolean;
  /** For the columns, until the end of the apply. */
  readonly memory: Arena;
  /** What the batches hold, where that was made ahead. */
  readonly prepared: Chunk | null;
}

/** What is inserted at once: a part in one table. */
interface Insert {
  readonly table: Table;
  readonly rows: number;
  /** True where the engine will never take it for what it is. */
  readonly run: () => Promise<boolean>;
}

/** Attempts within one apply, as record by record. */
const ATTEMPTS_MAX = 3;

/**
 * Moves batches of which the store has no row yet into it, plain predictions as blocks of columns.
 *
 * Null where the engine would not take something for what it is, or has a table in part: then it is to be looked at record
 * by record, which gives the same rows. Throws where the engine fails; the batches are then uncertain.
 */
export async function applyByColumn(of: Applying): Promise<Applied | null> {
  const { engine, read, known, range } = of;
  const { parts, entries: others } = of.prepared ?? (await chunkOf(of.batches, of));
  const standing = await known.among(parts, range);
  const { clear, looked } = apart(parts, { others: predictionIdentities(others), standing });
  const entries = [...others, ...looked].sort((a, b) => a.seq - b.seq || a.row - b.row);
  const decided = await decide(read, entries, range, nothingPlaced());
  const lines = linesOf(entries, decided);
  const blocks = await blockInserts(engine, clear, of);
  let inserts = [...blocks, ...lineInserts(engine, lines, range)];
  const wanted = rowsByTable(inserts);
  let failure: unknown = new Error(`rows of sequence ${range.low} to ${range.high} do not stay`);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const results = await Promise.allSettled(inserts.map(({ run }) => run()));
    if (results.some((result) => result.status === "fulfilled" && result.value)) return null;
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) {
      failure = failed.reason;
      await endInserts(engine, read, range.journal);
    }
    const isSure = attempt === 0 && failed === undefined && !of.isUncertain;
    const asked = isSure ? [...wanted.keys()] : TABLES;
    const held = await countPlaced(read, range, asked);
    const lacking = asked.filter((table) => (held.get(table) ?? 0) !== (wanted.get(table) ?? 0));
    if (lacking.length === 0) {
      known.note(clear, entries);
      return sum(appliedOf(lines, decided), rowsOfParts(clear));
    }
    if (lacking.some((table) => (held.get(table) ?? 0) > 0)) return null;
    inserts = inserts.filter(({ table }) => lacking.includes(table));
  }
  throw failure;
}

/** What predictions that are records of their own are known by: a row may have the name of one. */
function predictionIdentities(entries: readonly Entry[]): readonly number[] {
  return entries.flatMap((entry) => {
    const claim = entry.telemetry.statement.kind === "prediction" ? claimOf(entry) : null;
    return claim === null ? [] : [claim.identity];
  });
}

async function blockInserts(
  engine: Engine,
  parts: readonly Part[],
  { range, work, memory }: Pick<Applying, "range" | "work" | "memory">,
): Promise<readonly Insert[]> {
  const inserts: Insert[] = [];
  for (const own of byMonth(parts)) {
    const made = await work.blocks(own, range.journal, memory);
    const { predictions, features, featuresRows } = made;
    const put = (table: Table, block: readonly Uint8Array[], rows: number): void => {
      const run = () => refused(insertBlock(engine, table, block, range.journal));
      if (rows > 0) inserts.push({ table, rows, run });
    };
    put("predictions_v1", predictions, rowsOfParts(own));
    put("features_v1", features, featuresRows);
  }
  return inserts;
}

async function refused(insert: Promise<void>): Promise<boolean> {
  try {
    await insert;
    return false;
  } catch (error) {
    if (isAboutTheData(error)) return true;
    throw error;
  }
}

function lineInserts(engine: Engine, lines: Lines, range: Range): readonly Insert[] {
  return [...lines].flatMap(([table, own]) =>
    own.length === 0
      ? []
      : [
          {
            ...{ table, rows: own.length },
            run: async () => (await insertLines(engine, table, own, range.journal)).length > 0,
          },
        ],
  );
}

function rowsByTable(inserts: readonly Insert[]): ReadonlyMap<Table, number> {
  const rows = new Map<Table, number>();
  for (const insert of inserts) rows.set(insert.table, (rows.get(insert.table) ?? 0) + insert.rows);
  return rows;
}

function sum(applied: Applied, predictions: number): Applied {
  return { ...applied, predictions: applied.predictions + predictions };
}
