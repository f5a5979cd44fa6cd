import type { Labels, Verdict } from "@tiltmeter/rules";
import { ByteWriter, binaryText } from "../engine/byte-writer.ts";
import type { EvaluationRow } from "./evaluation-row.ts";

/** The columns that a row's bytes hold, in their order. */
export const BYTE_COLUMNS = [
  "control",
  "revision",
  "window_start",
  "window_end",
  "evaluated_at",
  "watermark",
  "restated_up_to",
  "answered_by",
  "question",
  "rows_read",
  "duration_ms",
  "instance_key",
  "instance",
  "data_revision",
  "backfilled",
  "muted",
  "first_seen",
  "absent",
  "verdict",
  "phase",
  "value",
  "lower",
  "upper",
  "n",
  "verdict_json",
  "state_json",
] as const;

/**
 * Writes rows as RowBinary: a hundred thousand of them come from a minute's tick, and as text they would take
 * longer to write and to read than everything else in it.
 *
 * What rows of one control and window share, and what rows share of one measurement or instance, is made
 * once and copied. A pass keeps its figures and trials; what it is made of beyond that (`detail`) is left
 * out: nobody acts on it, and the same question gives it again.
 */
export function writeEvaluations(rows: readonly EvaluationRow[], into: ByteWriter): void {
  let shared: Uint8Array = new Uint8Array();
  let of: EvaluationRow | null = null;
  for (const row of rows) {
    if (of === null || !isShared(of, row)) shared = sharedBytes(row);
    of = row;
    into.bytes(shared);
    into.bytes(instanceBytes(row));
    into.uint32(row.dataRevision);
    into.uint8(row.isBackfilled ? 1 : 0);
    into.text(row.muted ?? "");
    into.int64(Math.round(row.firstSeenMs ?? 0));
    into.uint32(row.absentWindows);
    into.bytes(wordBytes(row.verdict.kind));
    into.bytes(wordBytes(row.state.phase));
    writeVerdict(row.verdict, into);
    writeState(row.state, into);
  }
}

function isShared(a: EvaluationRow, b: EvaluationRow): boolean {
  return (
    a.control === b.control &&
    a.revision === b.revision &&
    a.windowStartMs === b.windowStartMs &&
    a.windowEndMs === b.windowEndMs &&
    a.evaluatedMs === b.evaluatedMs &&
    a.watermarkMs === b.watermarkMs &&
    a.restatedUpToMs === b.restatedUpToMs &&
    a.engine === b.engine &&
    a.question === b.question &&
    a.rowsRead === b.rowsRead &&
    a.durationMs === b.durationMs
  );
}

function sharedBytes(row: EvaluationRow): Uint8Array {
  const bytes = new ByteWriter(512);
  bytes.text(row.control);
  bytes.text(row.revision);
  const times = [
    ...[row.windowStartMs, row.windowEndMs, row.evaluatedMs],
    ...[row.watermarkMs, row.restatedUpToMs],
  ];
  // Zero is a time that nobody knows.
  for (const ms of times) bytes.int64(Math.round(ms ?? 0));
  bytes.text(row.engine);
  bytes.text(row.question);
  bytes.int64(Math.round(row.rowsRead));
  bytes.float64(row.durationMs);
  return bytes.done();
}

function instanceBytes({ instance, instanceKey }: EvaluationRow): Uint8Array {
  const known = instances.get(instance);
  if (known !== undefined) return known;
  const bytes = new ByteWriter(128);
  bytes.text(instanceKey);
  const entries = Object.entries(instance);
  bytes.length(entries.length);
  for (const [dimension, value] of entries) {
    bytes.text(dimension);
    bytes.text(value);
  }
  const made = bytes.done();
  instances.set(instance, made);
  return made;
}

const instances = new WeakMap<Labels, Uint8Array>();

/** `value, lower, upper, n, verdict_json`. */
function writeVerdict(verdict: Verdict, into: ByteWriter): void {
  if (!("measured" in verdict) || verdict.measured === null) {
    into.bytes(NO_FIGURES);
    into.text(JSON.stringify(verdict));
    return;
  }
  const { figures, passes } = measuredBytes(verdict.measured);
  into.bytes(figures);
  if (verdict.kind !== "pass") {
    into.text(JSON.stringify(verdict));
    return;
  }
  const which = (verdict.recovered ? 1 : 0) + (verdict.warned ? 2 : 0);
  let text = passes[which];
  if (text === undefined) {
    text = binaryText(
      JSON.stringify({ ...verdict, measured: { ...verdict.measured, detail: {} } }),
    );
    passes[which] = text;
  }
  into.bytes(text);
}

type Measured = Extract<Verdict, { kind: "pass" }>["measured"];

interface MeasuredBytes {
  readonly figures: Uint8Array;
  /** The text of a pass, by whether it is recovered (1) and warned (2). */
  readonly passes: (Uint8Array | undefined)[];
}

/** Many controls judge one measurement. */
function measuredBytes(measured: Measured): MeasuredBytes {
  const known = measurements.get(measured);
  if (known !== undefined) return known;
  const bytes = new ByteWriter(40);
  for (const figure of [measured.value, measured.lower, measured.upper]) bytes.nullable(figure);
  bytes.int64(measured.n);
  const made = { figures: bytes.done(), passes: [] };
  measurements.set(measured, made);
  return made;
}

const measurements = new WeakMap<Measured, MeasuredBytes>();

const NO_FIGURES: Uint8Array = (() => {
  const bytes = new ByteWriter(16);
  for (const figure of [null, null, null]) bytes.nullable(figure);
  bytes.int64(0);
  return bytes.done();
})();

/** Most instances are `ok`, and have gathered nothing. */
function writeState(state: EvaluationRow["state"], into: ByteWriter): void {
  const isPlain = state.phase === "ok" && Object.keys(state).length === 1;
  if (isPlain) into.bytes(OK);
  else into.text(JSON.stringify(state));
}

const OK = binaryText('{"phase":"ok"}');

/** One of the few words of verdicts and phases. */
function wordBytes(word: string): Uint8Array {
  const known = words.get(word);
  if (known !== undefined) return known;
  const made = binaryText(word);
  words.set(word, made);
  return made;
}

const words = new Map<string, Uint8Array>();
