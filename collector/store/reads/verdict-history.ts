import type { Labels, Verdict } from "@tiltmeter/rules";
import { labelsKey } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { COLUMNS, type EvaluationRow, evaluationOf } from "./evaluations.ts";
import { bounds, type Window, within } from "./window.ts";

/** What one window said of all instances of one control together. */
export interface WindowVerdicts {
  readonly control: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** Instances by verdict. */
  readonly verdicts: Readonly<Record<Verdict["kind"], number>>;
}

/** A control, and since when its windows are asked for: ends after that, Unix milliseconds. */
export interface AskedSince {
  readonly control: string;
  readonly sinceMs: number;
}

/** The windows of several controls by control and end, in one query. Replayed rows count once. */
export async function readWindowVerdicts(
  read: Read,
  asked: readonly AskedSince[],
): Promise<readonly WindowVerdicts[]> {
  if (asked.length === 0) return [];
  const rows = await read(
    "evaluations.windows",
    `SELECT control, toUnixTimestamp64Milli(any(window_start)), toUnixTimestamp64Milli(window_end),
       countIf(kind = 'pass'), countIf(kind = 'breach'), countIf(kind = 'inconclusive'),
       countIf(kind = 'no_data'), countIf(kind = 'error')
     FROM (SELECT control, window_end, any(window_start) AS window_start, argMax(verdict, (data_revision, evaluated_at)) AS kind
       FROM evaluations_v1
       WHERE control IN {controls:Array(String)}
         AND window_end > fromUnixTimestamp64Milli({first:Int64}, 'UTC')
         AND toUnixTimestamp64Milli(window_end) > transform(toString(control), {controls:Array(String)}, {since:Array(Int64)}, toInt64(0))
       GROUP BY control, instance_key, window_end)
     GROUP BY control, window_end ORDER BY control, window_end`,
    {
      controls: asked.map(({ control }) => control),
      since: asked.map(({ sinceMs }) => Math.round(sinceMs)),
      first: Math.round(Math.min(...asked.map(({ sinceMs }) => sinceMs))),
    },
  );
  return rows.map(([control, start, end, ...counts]) => {
    const [pass = 0, breach = 0, inconclusive = 0, noData = 0, error = 0] = counts.map(asNumber);
    return {
      control: asText(control),
      windowStartMs: asNumber(start),
      windowEndMs: asNumber(end),
      verdicts: { pass, breach, inconclusive, no_data: noData, error },
    };
  });
}

/** The evaluations of one instance whose windows end in the range, oldest first, each window once. */
export async function readInstanceEvaluations(
  read: Read,
  of: { readonly control: string; readonly labels: Labels; readonly range: Window },
): Promise<readonly EvaluationRow[]> {
  const rows = await read(
    "evaluations.instance",
    `SELECT ${COLUMNS} FROM evaluations_v1
     WHERE control = {control:String} AND instance_key = {key:String} AND ${within("window_end")}
     ORDER BY window_end, data_revision DESC, evaluated_at DESC LIMIT 1 BY window_end`,
    { control: of.control, key: labelsKey(of.labels), ...bounds(of.range) },
  );
  return rows.map(evaluationOf);
}

/** What was evaluated of one control in a range. */
export interface CountedEvaluations {
  readonly control: string;
  /** Distinct windows. */
  readonly windows: number;
  /** Of those, the ones first judged later than their control's `lateMs` past their end. */
  readonly late: number;
  readonly firstEndMs: number;
  /** Windows of instances, each once. */
  readonly evaluations: number;
  readonly conclusive: number;
  readonly lastConclusiveMs: number | null;
}

/** What was evaluated in a range, by control: of all, or of those with a `lateMs`. One query. */
export async function readEvaluationCounts(
  read: Read,
  of: {
    readonly range: Window;
    readonly controls: readonly { readonly control: string; readonly lateMs: number }[];
  },
): Promise<readonly CountedEvaluations[]> {
  if (of.controls.length === 0) return [];
  const rows = await read(
    "evaluations.counts",
    `SELECT control, uniqExact(window_end),
       uniqExactIf(window_end, late), toUnixTimestamp64Milli(min(window_end)), count(),
       countIf(kind IN ('pass', 'breach')), toUnixTimestamp64Milli(maxIf(window_end, kind IN ('pass', 'breach')))
     FROM (SELECT control, window_end, argMax(verdict, (data_revision, evaluated_at)) AS kind,
         toUnixTimestamp64Milli(min(evaluated_at)) - toUnixTimestamp64Milli(window_end) >
           transform(toString(control), {controls:Array(String)}, {late:Array(Int64)}, toInt64(0)) AS late
       FROM evaluations_v1 WHERE control IN {controls:Array(String)} AND ${within("window_end")}
       GROUP BY control, instance_key, window_end)
     GROUP BY control ORDER BY control`,
    {
      controls: of.controls.map(({ control }) => control),
      late: of.controls.map(({ lateMs }) => Math.round(lateMs)),
      ...bounds(of.range),
    },
  );
  return rows.map(([control, windows, late, first, evaluations, conclusive, last]) => ({
    control: asText(control),
    windows: asNumber(windows),
    late: asNumber(late),
    firstEndMs: asNumber(first),
    evaluations: asNumber(evaluations),
    conclusive: asNumber(conclusive),
    lastConclusiveMs: asNumber(conclusive) === 0 ? null : asNumber(last),
  }));
}
