import type { Labels, Verdict } from "@tiltmeter/rules";
import { parameterText } from "../engine/parameters.ts";
import type { EvaluationRow } from "./evaluation-row.ts";

/** The columns that a line holds, in its order. */
export const LINE_COLUMNS = [
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
 * Rows as lines of tab-separated text: a hundred thousand of them are written in a minute's tick, and objects
 * that are turned into JSON one by one would take longer than everything else in it.
 *
 * What rows of one control and window share, and what rows share of one measurement or instance, is written
 * out once. Line by line into one buffer: a text of all lines would keep every piece of it alive.
 */
export function evaluationLines(rows: readonly EvaluationRow[]): Buffer {
  let shared = "";
  let of: EvaluationRow | null = null;
  let buffer = Buffer.allocUnsafe(Math.max(4096, rows.length * BYTES_A_ROW));
  let length = 0;
  for (const row of rows) {
    if (of === null || !isShared(of, row)) shared = sharedText(row);
    of = row;
    const line = lineOf(shared, row);
    // Three bytes a unit of UTF-16 at most.
    if (length + line.length * 3 > buffer.length) {
      buffer = Buffer.concat([buffer.subarray(0, length)], buffer.length * 2 + line.length * 3);
    }
    length += buffer.write(line, length);
  }
  return buffer.subarray(0, length);
}

/** Most lines are shorter, and a third of it; the buffer grows where they are not. */
const BYTES_A_ROW = 1024;

function lineOf(shared: string, row: EvaluationRow): string {
  const { verdict, state, dataRevision, isBackfilled, absentWindows } = row;
  const muted = row.muted === null ? "" : escaped(row.muted);
  const isPlain = state.phase === "ok" && state.gathered === undefined;
  const kept = isPlain ? OK : escaped(JSON.stringify(state));
  return `${shared}\t${instanceText(row)}\t${dataRevision}\t${isBackfilled ? 1 : 0}\t${muted}\t${milliseconds(row.firstSeenMs)}\t${absentWindows}\t${verdict.kind}\t${state.phase}\t${verdictText(verdict)}\t${kept}\n`;
}

const OK = '{"phase":"ok"}';

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

function sharedText(row: EvaluationRow): string {
  return [
    escaped(row.control),
    escaped(row.revision),
    milliseconds(row.windowStartMs),
    milliseconds(row.windowEndMs),
    milliseconds(row.evaluatedMs),
    milliseconds(row.watermarkMs),
    milliseconds(row.restatedUpToMs),
    escaped(row.engine),
    escaped(row.question),
    Math.round(row.rowsRead),
    row.durationMs,
  ].join("\t");
}

/** Windows and instances repeat their times. */
const times = new Map<number, string>();
const TIMES_MAX = 1_000;

/** Ten digits of seconds, or the engine takes them for something else; 0 is a time that nobody knows. */
function milliseconds(ms: number | null): string {
  const whole = Math.round(ms ?? 0);
  const known = times.get(whole);
  if (known !== undefined) return known;
  if (times.size >= TIMES_MAX) times.clear();
  const text = timeText(whole);
  times.set(whole, text);
  return text;
}

function timeText(whole: number): string {
  if (whole < 0) return new Date(whole).toISOString().slice(0, 23).replace("T", " ");
  return (whole / 1000).toFixed(3).padStart(14, "0");
}

function instanceText({ instance, instanceKey }: EvaluationRow): string {
  const known = instances.get(instance);
  if (known !== undefined) return known;
  const text = `${escaped(instanceKey)}\t${parameterText(new Map(Object.entries(instance)))}`;
  instances.set(instance, text);
  return text;
}

const instances = new WeakMap<Labels, string>();

/** `value lower upper n verdict_json`. */
function verdictText(verdict: Verdict): string {
  if (!("measured" in verdict) || verdict.measured === null) {
    return `\\N\t\\N\t\\N\t0\t${escaped(JSON.stringify(verdict))}`;
  }
  const { figures, json } = measuredText(verdict.measured);
  switch (verdict.kind) {
    case "pass":
      return `${figures}\t{"kind":"pass","measured":${json},"recovered":${verdict.recovered},"warned":${verdict.warned}}`;
    case "breach":
      return `${figures}\t{"kind":"breach","measured":${json},"bound":${escaped(JSON.stringify(verdict.bound))}}`;
    case "inconclusive":
      return `${figures}\t{"kind":"inconclusive","reason":${escaped(JSON.stringify(verdict.reason))},"measured":${json}}`;
  }
}

type Measured = Extract<Verdict, { kind: "pass" }>["measured"];

/** Many controls judge one measurement. */
function measuredText(measured: Measured): { readonly figures: string; readonly json: string } {
  const known = measurements.get(measured);
  if (known !== undefined) return known;
  const { value, lower, upper, n } = measured;
  const figures = `${figure(value)}\t${figure(lower)}\t${figure(upper)}\t${n}`;
  const text = { figures, json: escaped(JSON.stringify(measured)) };
  measurements.set(measured, text);
  return text;
}

const measurements = new WeakMap<Measured, { readonly figures: string; readonly json: string }>();

function figure(value: number | null): string {
  return value === null ? "\\N" : parameterText(value);
}

/** As in a tab-separated file; most texts need nothing. */
function escaped(text: string): string {
  return SPECIAL.test(text) ? parameterText(text) : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those that the format gives a meaning
const SPECIAL = /[\\'\t\n\r\0\x08\f]/;
