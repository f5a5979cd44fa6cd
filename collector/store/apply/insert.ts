import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { ClickHouseError } from "@clickhouse/client";
import type { Engine } from "../engine/open.ts";
import { CALL_COLUMNS } from "./call-line.ts";
import { CLIENT_METRIC_COLUMNS } from "./client-metric-line.ts";
import { CONTENT_COLUMNS } from "./content-line.ts";
import { CORRECTION_COLUMNS, QUARANTINE_COLUMNS } from "./kept-lines.ts";
import { IDENTITY_COLUMNS, type Line, lineText, type Table } from "./line.ts";
import { FEATURES_COLUMNS, PREDICTION_COLUMNS } from "./prediction-line.ts";
import { PROFILE_COLUMNS } from "./profile-line.ts";
import {
  CHANGE_COLUMNS,
  CONCERN_COLUMNS,
  HEARTBEAT_COLUMNS,
  OUTCOME_COLUMNS,
  OVERSIGHT_COLUMNS,
  SCORE_COLUMNS,
} from "./statement-lines.ts";

/** A line that the engine will never take, and what it says about it. */
export interface Poison {
  readonly line: Line;
  readonly reason: string;
}

const COLUMNS: Readonly<Record<Table, readonly string[]>> = {
  features_v1: FEATURES_COLUMNS,
  calls_v1: CALL_COLUMNS,
  content_v1: CONTENT_COLUMNS,
  predictions_v1: PREDICTION_COLUMNS,
  outcomes_v1: OUTCOME_COLUMNS,
  oversight_v1: OVERSIGHT_COLUMNS,
  scores_v1: SCORE_COLUMNS,
  concerns_v1: CONCERN_COLUMNS,
  changes_v1: CHANGE_COLUMNS,
  client_metrics_v1: CLIENT_METRIC_COLUMNS,
  heartbeats_v1: HEARTBEAT_COLUMNS,
  profiles_v1: PROFILE_COLUMNS,
  corrections_v1: CORRECTION_COLUMNS,
  quarantine_v1: QUARANTINE_COLUMNS,
};

/** One block holds a million rows; this is what keeps one insert's memory and its repetition small. */
const LINES_MAX = 20_000;
const CHARACTERS_MAX = 32 * 1_048_576;

/**
 * Differs by version, so all of it is said: no queue of the server, no memory of earlier inserts, one
 * block, one partition (so one part, which is there as a whole or not at all), no null read as zero.
 */
const PINNED = {
  async_insert: 0,
  insert_deduplicate: 0,
  max_insert_threads: "1",
  min_insert_block_size_rows: "1048576",
  min_insert_block_size_bytes: "1073741824",
  max_partitions_per_insert_block: "1",
  input_format_null_as_default: 0,
  wait_end_of_query: 1,
  max_execution_time: 60,
} as const;

/**
 * Inserts lines into one table, each insert one part.
 *
 * Lines that the engine refuses for what they are (a value out of range, a text that does not parse)
 * are found by halving and answered; the others are in. Any other failure is thrown: whether the
 * lines are in is then unknown.
 */
export async function insertLines(
  engine: Engine,
  table: Table,
  lines: readonly Line[],
  journal: string,
): Promise<Poison[]> {
  const poison: Poison[] = [];
  for (const chunk of chunks(lines)) {
    poison.push(...(await insertOrHalve(engine, table, chunk, journal)));
  }
  return poison;
}

/** The start of the query ids of one journal's inserts: how a server's leftovers are found. */
export function insertIdPrefix(journal: string): string {
  return `tiltmeter-apply-${journal}-`;
}

async function insertOrHalve(
  engine: Engine,
  table: Table,
  lines: readonly Line[],
  journal: string,
): Promise<Poison[]> {
  try {
    await insertOnce(engine, table, lines, journal);
    return [];
  } catch (error) {
    const [line] = lines;
    if (!isAboutTheData(error) || line === undefined) throw error;
    if (lines.length === 1) return [{ line, reason: error.message.slice(0, 1_000) }];
    const middle = Math.ceil(lines.length / 2);
    return [
      ...(await insertOrHalve(engine, table, lines.slice(0, middle), journal)),
      ...(await insertOrHalve(engine, table, lines.slice(middle), journal)),
    ];
  }
}

async function insertOnce(
  engine: Engine,
  table: Table,
  lines: readonly Line[],
  journal: string,
): Promise<void> {
  const columns = [...COLUMNS[table], ...IDENTITY_COLUMNS].join(", ");
  const body = Buffer.from(lines.map((line) => lineText(line, journal)).join(""));
  await insertBytes(engine, `${table} (${columns}) FORMAT JSONCompactEachRow`, [body], {
    ...{ table, journal },
  });
}

/**
 * Inserts a block of the Native format, which names its columns, into one table: one part. Throws what the engine throws;
 * unless that is about the data, whether the block is in is then unknown.
 */
export async function insertBlock(
  engine: Engine,
  table: Table,
  block: readonly Uint8Array[],
  journal: string,
): Promise<void> {
  const columns = [...COLUMNS[table], ...IDENTITY_COLUMNS].join(", ");
  await insertBytes(engine, `${table} (${columns}) FORMAT Native`, block, { table, journal });
}

async function insertBytes(
  engine: Engine,
  into: string,
  bytes: readonly Uint8Array[],
  of: { readonly table: Table; readonly journal: string },
): Promise<void> {
  const result = await engine.client.exec({
    query: `INSERT INTO ${into}`,
    values: Readable.from(bytes),
    query_id: `${insertIdPrefix(of.journal)}${randomUUID()}`,
    clickhouse_settings: { ...PINNED, log_comment: `apply.${of.table}` },
  });
  for await (const _ of result.stream);
}

/** Lines that go together: one partition (the month of receipt), not too many, not too long. */
function* chunks(lines: readonly Line[]): Generator<Line[]> {
  let chunk: Line[] = [];
  let characters = 0;
  let month = "";
  for (const line of lines) {
    const own = new Date(line.receivedMs).toISOString().slice(0, 7);
    const isFull = chunk.length >= LINES_MAX || characters >= CHARACTERS_MAX;
    if (chunk.length > 0 && (isFull || own !== month)) {
      yield chunk;
      chunk = [];
      characters = 0;
    }
    month = own;
    chunk.push(line);
    characters += line.values.length;
  }
  if (chunk.length > 0) yield chunk;
}

/** The engine's codes for data that it cannot read or hold. Everything else may pass with time. */
const DATA_CODES = new Set(
  [
    6, 25, 26, 27, 33, 38, 41, 53, 69, 70, 72, 117, 130, 131, 321, 349, 376, 407, 467, 469, 634,
    676,
  ].map(String),
);

/** Whether a failure is the data's own: the same will be said of it at every attempt. */
export function isAboutTheData(error: unknown): error is ClickHouseError {
  return error instanceof ClickHouseError && DATA_CODES.has(error.code);
}
