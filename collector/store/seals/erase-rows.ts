import { SEALED_TABLES } from "../../tlog/row-columns.ts";
import type { Engine } from "../engine/open.ts";
import type { Parameters } from "../engine/parameters.ts";
import type { Read } from "../engine/read.ts";
import { asList, asNumber, asText } from "../row-values.ts";
import { refusedRows } from "./refused-rows.ts";

/** Rows of one batch of a journal in one table. */
export interface ErasableRows {
  readonly table: string;
  /** Of what the door refused the name of its request; then `seq` is 0. */
  readonly journal: string;
  readonly seq: number;
  readonly rows: readonly number[];
}

/** Whose rows: a data subject of predictions, or one concern with all its steps. */
export type RowSubject =
  | { readonly kind: "data-subject"; readonly system: string; readonly subject: string }
  | { readonly kind: "concern"; readonly system: string; readonly id: string };

/** An erasure of more is a retention of its own, and an entry of the ledger has to hold the list. */
const ROWS_MAX = 100_000;

/** The tables with a row for an id of a prediction. */
const BY_ID = [
  "predictions_v1",
  "features_v1",
  "calls_v1",
  "content_v1",
  "outcomes_v1",
  "oversight_v1",
  "scores_v1",
  "corrections_v1",
] as const;

/**
 * Every row about a subject: its predictions and all that was said of them, also what was refused and kept.
 *
 * Throws `RangeError` where there are more than a hundred thousand.
 */
export async function findSubjectRows(
  read: Read,
  subject: RowSubject,
): Promise<readonly ErasableRows[]> {
  const [sql, bound] = subject.kind === "concern" ? ofConcern(subject) : ofDataSubject(subject);
  const rows = await read(
    "erase.find",
    `SELECT name, toString(_journal), _seq, arraySort(groupUniqArray(_row)) FROM (${sql})
     GROUP BY name, _journal, _seq ORDER BY name, _journal, _seq`,
    bound,
  );
  const found = rows.map(([table, journal, seq, numbers]) => ({
    table: asText(table),
    journal: asText(journal),
    seq: asNumber(seq),
    rows: asList(numbers, asNumber),
  }));
  const total = found.reduce((sum, each) => sum + each.rows.length, 0);
  if (total > ROWS_MAX) {
    throw new RangeError(`at most ${ROWS_MAX} rows are erased at once, got ${total}`);
  }
  return found;
}

/**
 * Deletes rows and rewrites the parts that had them; no question finds them from here on. Idempotent.
 *
 * One mode of deleting, mutations that are waited for: mixed modes wedge the engine. The parts that had
 * them are on the disk until `dropOldParts` resolves.
 */
export async function eraseRows(engine: Engine, rows: readonly ErasableRows[]): Promise<void> {
  for (const table of tablesOf(rows)) {
    const mine = rows.filter((each) => each.table === table);
    for (let at = 0; at < mine.length; at += BATCHES_A_STATEMENT) {
      const conditions = mine.slice(at, at + BATCHES_A_STATEMENT).map(conditionOf);
      await engine.client.command({
        query: `ALTER TABLE ${table} DELETE WHERE ${conditions.join(" OR ")}`,
        clickhouse_settings: { mutations_sync: "2", log_comment: "erase.rows" },
      });
    }
  }
}

function tablesOf(rows: readonly ErasableRows[]): readonly string[] {
  return [...SEALED_TABLES, "content_v1"].filter((table) =>
    rows.some((each) => each.table === table),
  );
}

const BATCHES_A_STATEMENT = 100;

function conditionOf({ journal, seq, rows }: ErasableRows): string {
  // Written by us and checked here: a mutation is kept as text, so its values are not bound.
  if (!/^[0-9a-f-]{36}$/.test(journal) || ![seq, ...rows].every(Number.isSafeInteger)) {
    throw new TypeError(`rows are named by a journal and numbers, got ${journal} ${seq}`);
  }
  return `(_journal = '${journal}' AND _seq = ${seq} AND _row IN (${rows.join(", ")}))`;
}

/**
 * Resolves once the parts that rows were deleted from are off the disk: the engine looks for them within a
 * minute, and keeps them for eight unless it is told not to. Closing the engine removes them, too.
 */
export async function dropOldParts(
  engine: Engine,
  read: Read,
  rows: readonly ErasableRows[],
  isStopped: () => boolean,
): Promise<void> {
  const tables = tablesOf(rows);
  const alter = async (change: string): Promise<void> => {
    for (const table of tables) {
      await engine.client.command({ query: `ALTER TABLE ${table} ${change}` });
    }
  };
  await alter("MODIFY SETTING old_parts_lifetime = 1");
  for (;;) {
    const [row] = await read(
      "erase.parts",
      `SELECT count() FROM system.parts
       WHERE database = {database:String} AND has({tables:Array(String)}, table) AND active = 0`,
      { database: engine.database, tables },
    );
    if (asNumber(row?.[0]) === 0 || isStopped()) {
      await alter("RESET SETTING old_parts_lifetime");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
  }
}

const LOOK_MS = 1_000;

function ofConcern({ system, id }: Extract<RowSubject, { kind: "concern" }>): [string, Parameters] {
  const select = (table: string, where: string): string =>
    `SELECT '${table}' AS name, _journal, _seq, _row FROM ${table} WHERE system = {system:String} AND ${where}`;
  const sql = [
    select("concerns_v1", "id = {id:String}"),
    select("corrections_v1", "kind = 'concern' AND id = {id:String}"),
  ];
  return [sql.join(" UNION ALL "), { system, id }];
}

function ofDataSubject({
  system,
  subject,
}: Extract<RowSubject, { kind: "data-subject" }>): [string, Parameters] {
  const ids =
    "SELECT id FROM predictions_v1 WHERE system = {system:String} AND subject = {subject:String}";
  const sql = BY_ID.map(
    (table) =>
      `SELECT '${table}' AS name, _journal, _seq, _row FROM ${table} WHERE system = {system:String} AND id IN (${ids})`,
  );
  const [refused, bound] = refusedRows({ system, subject }, ids);
  return [[...sql, refused].join(" UNION ALL "), bound];
}
