import type { Verdict } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** What one window said of all instances of one control together. */
export interface WindowVerdicts {
  readonly control: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** Instances by verdict. */
  readonly verdicts: Readonly<Record<Verdict["kind"], number>>;
  /** Of some instance nothing was raised, since a maintenance was planned. */
  readonly maintenance: boolean;
  /** Late data made a further revision of some instance's verdict. */
  readonly amended: boolean;
}

/** A control, and since when its windows are asked for: ends after that, Unix milliseconds. */
export interface AskedSince {
  readonly control: string;
  readonly sinceMs: number;
}

/** The windows of several controls by control and end, in one query, each by the newest revision of its data. */
export async function readWindowVerdicts(
  read: Read,
  asked: readonly AskedSince[],
): Promise<readonly WindowVerdicts[]> {
  if (asked.length === 0) return [];
  const rows = await read(
    "evaluations.windows",
    `SELECT control, toUnixTimestamp64Milli(any(window_start)), toUnixTimestamp64Milli(window_end),
       countIf(kind = 'pass'), countIf(kind = 'breach'), countIf(kind = 'inconclusive'),
       countIf(kind = 'no_data'), countIf(kind = 'error'), max(is_muted), max(revisions) > 1
     FROM (SELECT control, window_end, any(window_start) AS window_start, max(muted != '') AS is_muted,
         argMax(verdict, (data_revision, evaluated_at)) AS kind, max(data_revision) AS revisions
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
  return rows.map(([control, start, end, ...rest]) => {
    const [pass = 0, breach = 0, inconclusive = 0, noData = 0, error = 0, muted, amended] =
      rest.map(asNumber);
    return {
      control: asText(control),
      windowStartMs: asNumber(start),
      windowEndMs: asNumber(end),
      verdicts: { pass, breach, inconclusive, no_data: noData, error },
      maintenance: muted === 1,
      amended: amended === 1,
    };
  });
}

/** What was evaluated of one control in a range. */
export interface CountedEvaluations {
  readonly control: string;
  /** Distinct windows. */
  readonly windows: number;
  /** Of those, the ones that were made up for after a gap. */
  readonly backFilled: number;
  readonly firstEndMs: number;
  /** Windows of instances, each once. */
  readonly evaluations: number;
  readonly conclusive: number;
  readonly lastConclusiveMs: number | null;
}

/** What was evaluated of some controls in a range of window ends, by control. One query. */
export async function readEvaluationCounts(
  read: Read,
  of: { readonly range: Window; readonly controls: readonly string[] },
): Promise<readonly CountedEvaluations[]> {
  if (of.controls.length === 0) return [];
  const rows = await read(
    "evaluations.counts",
    `SELECT control, uniqExact(window_end),
       uniqExactIf(window_end, is_backfilled), toUnixTimestamp64Milli(min(window_end)), count(),
       countIf(kind IN ('pass', 'breach')), toUnixTimestamp64Milli(maxIf(window_end, kind IN ('pass', 'breach')))
     FROM (SELECT control, window_end, argMax(verdict, (data_revision, evaluated_at)) AS kind,
         max(backfilled AND data_revision = 1) AS is_backfilled
       FROM evaluations_v1 WHERE control IN {controls:Array(String)} AND ${within("window_end")}
       GROUP BY control, instance_key, window_end)
     GROUP BY control ORDER BY control`,
    { controls: of.controls, ...bounds(of.range) },
  );
  return rows.map(([control, windows, backFilled, first, evaluations, conclusive, last]) => ({
    control: asText(control),
    windows: asNumber(windows),
    backFilled: asNumber(backFilled),
    firstEndMs: asNumber(first),
    evaluations: asNumber(evaluations),
    conclusive: asNumber(conclusive),
    lastConclusiveMs: asNumber(conclusive) === 0 ? null : asNumber(last),
  }));
}
