import { labelsKey, type Verdict } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** What was judged of one control for one system, of the windows whose last instant is on one day (UTC). */
export interface JudgedDay {
  readonly control: string;
  /** `""`: the control found nothing to judge. */
  readonly system: string;
  readonly dayMs: number;
  /** Distinct windows. */
  readonly windows: number;
  /** Of those, made up for after a gap. */
  readonly backFilled: number;
  /** Verdicts on windows of instances, each by the newest revision of its data. */
  readonly verdicts: Readonly<Record<Verdict["kind"], number>>;
}

/**
 * Every day of a range of window ends, by control and system. A replayed row counts once. The row of a
 * control itself, that there was nothing to judge, counts only where no instance has one. One pass over the
 * evaluations of the range.
 */
export async function readJudgedDays(read: Read, of: Window): Promise<readonly JudgedDay[]> {
  const rows = await read(
    "evaluations.days",
    `SELECT control, system, toUnixTimestamp(toStartOfDay(window_end - INTERVAL 1 MILLISECOND)) AS day,
       uniqExact(window_end), uniqExactIf(window_end, is_backfilled),
       countIf(kind = 'pass'), countIf(kind = 'breach'), countIf(kind = 'inconclusive'),
       countIf(kind = 'no_data'), countIf(kind = 'error')
     FROM (
       SELECT control, system, window_end, kind, is_backfilled, is_own,
         count() OVER (PARTITION BY control, window_end) AS beside
       FROM (
         SELECT control, any(instance['system']) AS system, window_end,
           argMax(toString(verdict), toInt64(data_revision) * ${REVISION_STEP} + toUnixTimestamp64Milli(evaluated_at)) AS kind,
           argMin(backfilled, data_revision) AS is_backfilled, any(instance_key = {own:String}) AS is_own
         FROM evaluations_v1 WHERE ${within("window_end")}
         GROUP BY control, instance_key, window_end))
     WHERE NOT (is_own AND beside > 1)
     GROUP BY control, system, day ORDER BY control, system, day`,
    { ...bounds(of), own: labelsKey({}) },
    { maxSeconds: SECONDS_MAX },
  );
  return rows.map(([control, system, day, windows, backFilled, ...counts]) => {
    const [pass = 0, breach = 0, inconclusive = 0, noData = 0, error = 0] = counts.map(asNumber);
    return {
      control: asText(control),
      system: asText(system),
      dayMs: asNumber(day) * 1000,
      windows: asNumber(windows),
      backFilled: asNumber(backFilled),
      verdicts: { pass, breach, inconclusive, no_data: noData, error },
    };
  });
}

/** Beyond every Unix time in milliseconds: one number orders by revision, then by time. */
const REVISION_STEP = 10_000_000_000_000;
/** An export may wait longer than a page does. */
const SECONDS_MAX = 300;
