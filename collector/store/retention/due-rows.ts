import { SEALED_TABLES } from "../../tlog/row-columns.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";

/** Rows of one table that are past their time, and of whom. */
export interface DueRows {
  readonly table: string;
  /** By receipt, Unix milliseconds: a sender's clock has no say in what is deleted. */
  readonly beforeMs: number;
  /** Only its rows; null: everybody's but those of `except`. */
  readonly system: string | null;
  readonly except: readonly string[];
  /** Batches whose rows stay. */
  readonly staying: readonly Batches[];
}

/** Batches of one journal, both ends included. */
export interface Batches {
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** How many rows are due, from when, and in which batches. */
export interface DueCount {
  readonly rows: number;
  /** When the oldest of them was received; null where there is none. */
  readonly oldestMs: number | null;
  /** By journal, from the first to the last of its batches that has any; empty for tables that no journal writes. */
  readonly batches: readonly Batches[];
}

/** Which tables may lose rows by their age, and how a row of each says when it came. */
const AGED: ReadonlyMap<string, string> = new Map([
  ...SEALED_TABLES.map((table) => [table, "received_at"] as const),
  ["content_v1", "received_at"],
  ["evaluations_v1", "evaluated_at"],
]);

/**
 * The condition on rows that are due, as text: a mutation is kept as text, so nothing of it is bound.
 *
 * Numbers and the names of journals are checked, names of systems are written as hex. Throws `TypeError`.
 */
export function dueCondition(of: DueRows): string {
  const receipt = AGED.get(of.table);
  if (receipt === undefined) throw new TypeError(`${of.table} loses no rows by their age`);
  if (!Number.isSafeInteger(of.beforeMs)) {
    throw new TypeError(`an instant is whole milliseconds, got ${of.beforeMs}`);
  }
  const parts = [`${receipt} < fromUnixTimestamp64Milli(toInt64(${of.beforeMs}), 'UTC')`];
  if (of.system !== null) parts.push(isOf(of.table, of.system));
  parts.push(...of.except.map((system) => `NOT (${isOf(of.table, system)})`));
  if (isJournaled(of.table)) parts.push(...of.staying.map((each) => `NOT ${within(each)}`));
  return parts.map((part) => `(${part})`).join(" AND ");
}

/** Evaluations are the collector's own: no batch of a journal has them. */
export function isJournaled(table: string): boolean {
  return table !== "evaluations_v1";
}

/** Of what was refused nobody knows for sure whose it is: whatever names a system is its. */
function isOf(table: string, system: string): string {
  const name = `unhex('${Buffer.from(system, "utf8").toString("hex")}')`;
  if (table === "quarantine_v1") return `position(record, ${name}) > 0`;
  return table === "evaluations_v1" ? `instance['system'] = ${name}` : `system = ${name}`;
}

function within({ journal, fromSeq, toSeq }: Batches): string {
  if (!/^[0-9a-f-]{36}$/.test(journal) || ![fromSeq, toSeq].every(Number.isSafeInteger)) {
    throw new TypeError(`batches are named by a journal and numbers, got ${journal} ${fromSeq}`);
  }
  return `(_journal = '${journal}' AND _seq BETWEEN ${fromSeq} AND ${toSeq})`;
}

/** A month of a large store is counted in seconds: only the partitions that end before are read. */
const SECONDS_MAX = 300;

export async function countDue(read: Read, of: DueRows): Promise<DueCount> {
  const receipt = AGED.get(of.table) ?? "";
  const isOfJournal = isJournaled(of.table);
  // What the door refused has a name in place of a journal, and no number: no seal has it.
  const journal = isOfJournal ? "if(_seq = 0, '', toString(_journal))" : "''";
  const [from, to] = isOfJournal ? ["min(_seq)", "max(_seq)"] : ["0", "0"];
  const rows = await read(
    `retention.due.${of.table}`,
    `SELECT ${journal} AS journal, ${from}, ${to}, count(), toUnixTimestamp64Milli(min(${receipt}))
     FROM ${of.table} WHERE ${dueCondition(of)} GROUP BY journal`,
    {},
    { maxSeconds: SECONDS_MAX },
  );
  const oldest = rows.map((row) => asNumber(row[4]));
  return {
    rows: rows.reduce((sum, row) => sum + asNumber(row[3]), 0),
    oldestMs: oldest.length === 0 ? null : Math.min(...oldest),
    batches: rows
      .map((row) => ({
        journal: asText(row[0]),
        fromSeq: asNumber(row[1]),
        toSeq: asNumber(row[2]),
      }))
      .filter((each) => each.journal !== ""),
  };
}

/** Of some batches, how many rows of a table are due, and how many there are. */
export async function countWithin(
  read: Read,
  of: DueRows,
  { journal, fromSeq, toSeq }: Batches,
): Promise<{ readonly due: number; readonly all: number }> {
  const [row] = await read(
    `retention.within.${of.table}`,
    `SELECT countIf(${dueCondition(of)}), count() FROM ${of.table}
     WHERE _journal = {journal:UUID} AND _seq BETWEEN {from:UInt64} AND {to:UInt64}`,
    { journal, from: fromSeq, to: toSeq },
    { maxSeconds: SECONDS_MAX },
  );
  return { due: asNumber(row?.[0]), all: asNumber(row?.[1]) };
}
