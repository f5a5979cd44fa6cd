import type { Read } from "../engine/read.ts";
import { microsOf } from "../evidence/scope.ts";
import { asNumber, asText } from "../row-values.ts";
import type { Window } from "./window.ts";

/** Verdicts of one control on the windows of one system, in one half of a period. */
export interface VerdictTotals {
  readonly control: string;
  readonly system: string;
  readonly half: "earlier" | "later";
  readonly passed: number;
  readonly breached: number;
}

/** Beyond every Unix time in milliseconds: one number orders by revision, then by time. */
const REVISION_STEP = 10_000_000_000_000;

/** How often controls passed and breached in both halves of a period, by the newest revision of each window's data. */
export async function readVerdictTotals(
  read: Read,
  { fromMs, toMs }: Window,
): Promise<readonly VerdictTotals[]> {
  const rows = await read(
    "evaluations.totals",
    `SELECT control, system, window_end > fromUnixTimestamp64Micro({middle:Int64}, 'UTC') AS is_later,
       countIf(newest = 1), countIf(newest = 2)
     FROM (SELECT control, any(instance['system']) AS system, window_end,
         argMax(toUInt8(indexOf(['pass', 'breach'], toString(verdict))),
           toInt64(data_revision) * ${REVISION_STEP} + toUnixTimestamp64Milli(evaluated_at)) AS newest
       FROM evaluations_v1
       WHERE window_end > fromUnixTimestamp64Micro({from:Int64}, 'UTC')
         AND window_end <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
       GROUP BY control, cityHash64(instance_key), window_end)
     GROUP BY control, system, is_later ORDER BY control, system, is_later`,
    { from: microsOf(fromMs), to: microsOf(toMs), middle: microsOf((fromMs + toMs) / 2) },
  );
  return rows.map(([control, system, isLater, passed, breached]) => ({
    control: asText(control),
    system: asText(system),
    half: asNumber(isLater) === 1 ? "later" : "earlier",
    passed: asNumber(passed),
    breached: asNumber(breached),
  }));
}
