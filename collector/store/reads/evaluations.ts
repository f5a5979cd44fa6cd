import { Readable } from "node:stream";
import type { KeptState, Verdict } from "@tiltmeter/rules";
import { ByteWriter } from "../engine/byte-writer.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asRecord, asText } from "../row-values.ts";
import { BYTE_COLUMNS, writeEvaluations } from "./evaluation-bytes.ts";
import type { EvaluationRow } from "./evaluation-row.ts";
import { bounds, type Window, within } from "./window.ts";

/**
 * Appends rows. Doing it again with the same rows changes no answer: reads take one row a window and
 * data revision. Rejects where the engine fails; some of the rows may then be there.
 */
export async function appendEvaluations(
  engine: Engine,
  rows: readonly EvaluationRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const writer = spare.pop() ?? new ByteWriter(rows.length * BYTES_A_ROW);
  try {
    writeEvaluations(rows, writer);
    const { stream } = await engine.client.exec({
      query: `INSERT INTO evaluations_v1 (${BYTE_COLUMNS.join(", ")}) FORMAT RowBinary`,
      values: Readable.from([writer.done()], { objectMode: false }),
      clickhouse_settings: {
        async_insert: 0,
        insert_deduplicate: 0,
        log_comment: "evaluations.append",
      },
    });
    // Nothing is answered; over HTTP the connection is free once that has been read.
    await stream.toArray();
  } finally {
    writer.reset();
    if (spare.length < SPARE_MAX) spare.push(writer);
  }
}

/** Memory of tens of megabytes, asked for anew in each tick, would have the collector's garbage collected each time. */
const spare: ByteWriter[] = [];
const SPARE_MAX = 2;
/** Most rows have fewer; the memory grows where they have more. */
const BYTES_A_ROW = 512;

/**
 * The last first revision of each control instance: where an evaluator goes on after a restart. Later
 * revisions of a window never moved a state.
 */
export async function readLastEvaluations(read: Read): Promise<readonly EvaluationRow[]> {
  // The ends first, of the key's own columns: to sort a year of rows with all they say would take more memory than
  // a question may.
  const rows = await read(
    "evaluations.last",
    `SELECT ${COLUMNS} FROM evaluations_v1
     WHERE data_revision = 1 AND (control, instance_key, window_end) IN (
       SELECT control, instance_key, max(window_end) FROM evaluations_v1 WHERE data_revision = 1
       GROUP BY control, instance_key)
     ORDER BY evaluated_at DESC LIMIT 1 BY control, instance_key`,
  );
  return rows.map(evaluationOf);
}

/** Which evaluations: by the end of their window, half open. */
export interface EvaluationQuery extends Window {
  /** Absent: of every control. */
  readonly control?: string;
  /** Absent: instances of every system. */
  readonly system?: string;
  /** Absent: as above; else of these alone. */
  readonly within?: readonly string[];
  /** `labelsKey` of one instance; absent: every instance. */
  readonly instanceKey?: string;
  /** Absent: the newest revision of each window; else all of them, the newest first. */
  readonly allRevisions?: true;
  readonly limit: number;
  /** Goes on behind this row, the last of the page before. */
  readonly after?: Pick<EvaluationRow, "windowEndMs" | "control" | "instanceKey" | "dataRevision">;
}

/** The history of evaluations: newest window first, then by control and instance. A replayed row counts once. */
export async function readEvaluations(
  read: Read,
  of: EvaluationQuery,
): Promise<readonly EvaluationRow[]> {
  const { control, system, instanceKey, after } = of;
  // Negated so that one comparison of tuples says "behind" for all four.
  const place = "-toUnixTimestamp64Milli(window_end), toString(control), instance_key";
  const where = [
    within("window_end"),
    ...(control === undefined ? [] : ["control = {control:String}"]),
    ...(system === undefined ? [] : ["instance['system'] = {system:String}"]),
    ...(of.within === undefined ? [] : ["instance['system'] IN {within:Array(String)}"]),
    ...(instanceKey === undefined ? [] : ["instance_key = {instanceKey:String}"]),
    ...(after === undefined
      ? []
      : of.allRevisions
        ? [
            `(${place}, -toInt64(data_revision)) > (-{afterEnd:Int64}, {afterControl:String}, {afterKey:String}, -{afterRevision:Int64})`,
          ]
        : [`(${place}) > (-{afterEnd:Int64}, {afterControl:String}, {afterKey:String})`]),
  ];
  const rows = await read(
    "evaluations.history",
    `SELECT ${COLUMNS} FROM evaluations_v1 WHERE ${where.join(" AND ")}
     ORDER BY window_end DESC, control, instance_key, data_revision DESC, evaluated_at DESC
     LIMIT 1 BY control, instance_key, window_end${of.allRevisions ? ", data_revision" : ""} LIMIT {limit:UInt32}`,
    {
      ...bounds(of),
      limit: of.limit,
      ...(control === undefined ? {} : { control }),
      ...(system === undefined ? {} : { system }),
      ...(of.within === undefined ? {} : { within: of.within }),
      ...(instanceKey === undefined ? {} : { instanceKey }),
      ...(after === undefined
        ? {}
        : {
            afterEnd: Math.round(after.windowEndMs),
            afterControl: after.control,
            afterKey: after.instanceKey,
            ...(of.allRevisions ? { afterRevision: after.dataRevision } : {}),
          }),
    },
  );
  return rows.map(evaluationOf);
}

/** Every revision of what some controls said of the windows that end at some instants. */
export async function readEvaluationsAt(
  read: Read,
  of: { readonly controls: readonly string[]; readonly endsMs: readonly number[] },
): Promise<readonly EvaluationRow[]> {
  const rows = await read(
    "evaluations.at",
    `SELECT ${COLUMNS} FROM evaluations_v1
     WHERE control IN {controls:Array(String)}
       AND window_end IN (SELECT fromUnixTimestamp64Milli(arrayJoin({ends:Array(Int64)}), 'UTC'))
     ORDER BY control, instance_key, window_end, data_revision, evaluated_at DESC
     LIMIT 1 BY control, instance_key, window_end, data_revision`,
    { controls: of.controls, ends: of.endsMs.map((ms) => Math.round(ms)) },
  );
  return rows.map(evaluationOf);
}

/** What `evaluationOf` reads, in its order. */
export const COLUMNS: string = `control, revision, instance, instance_key, ${[
  "window_start",
  "window_end",
  "evaluated_at",
  "watermark",
  "restated_up_to",
  "first_seen",
]
  .map((column) => `toUnixTimestamp64Milli(${column})`)
  .join(
    ", ",
  )}, data_revision, backfilled, muted, answered_by, question, absent, verdict_json, state_json, rows_read, duration_ms`;

/** A row of `COLUMNS`. */
export function evaluationOf(row: readonly unknown[]): EvaluationRow {
  const [control, revision, instance, instanceKey, start, end, at, ...provenance] = row;
  const [watermark, restated, firstSeen, dataRevision, backfilled, ...rest] = provenance;
  const [muted, engine, question, absent, verdict, state, rowsRead, durationMs] = rest;
  return {
    control: asText(control),
    revision: asText(revision),
    instance: asRecord(instance, asText),
    instanceKey: asText(instanceKey),
    windowStartMs: asNumber(start),
    windowEndMs: asNumber(end),
    evaluatedMs: asNumber(at),
    dataRevision: asNumber(dataRevision),
    watermarkMs: knownMs(watermark),
    restatedUpToMs: knownMs(restated),
    isBackfilled: backfilled === true,
    muted: asText(muted) || null,
    engine: asText(engine),
    question: asText(question),
    firstSeenMs: knownMs(firstSeen),
    absentWindows: asNumber(absent),
    verdict: parsedVerdict(asText(verdict)),
    state: parsedState(asText(state)),
    rowsRead: asNumber(rowsRead),
    durationMs: asNumber(durationMs),
  };
}

function knownMs(value: unknown): number | null {
  return asNumber(value) || null;
}

// What is parsed here was written by `writeEvaluations` of this or an older version: the tag is
// checked, the rest is taken at its word.

function parsedVerdict(json: string): Verdict {
  const verdict: Verdict = JSON.parse(json);
  const kinds: readonly string[] = ["pass", "breach", "inconclusive", "no_data", "error"];
  if (!kinds.includes(verdict.kind)) throw new TypeError(`no verdict of this kind: ${json}`);
  return verdict;
}

function parsedState(json: string): KeptState {
  const state: KeptState = JSON.parse(json);
  const phases: readonly string[] = ["ok", "pending", "firing", "recovering"];
  if (!phases.includes(state.phase)) throw new TypeError(`no state of this phase: ${json}`);
  return state;
}
