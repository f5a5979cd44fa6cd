import type { Read } from "../engine/read.ts";
import { microsOf } from "../evidence/scope.ts";
import { asNumber, asText } from "../row-values.ts";

/** Event time that records of one system, received of late, are about; both ends included. */
export interface LateRange {
  /** `outcome` and `score` are dated by the prediction that they are about. */
  readonly of: LateKind;
  readonly system: string;
  readonly fromMs: number;
  readonly toMs: number;
}
export type LateKind = "prediction" | "review" | "profile" | "outcome" | "score";

/** Which late data. */
export interface LateQuery {
  readonly kinds: readonly LateKind[];
  /** Received in [sinceMs, upToMs). */
  readonly sinceMs: number;
  readonly upToMs: number;
  /** About event time in [fromMs, beforeMs). */
  readonly fromMs: number;
  readonly beforeMs: number;
}

/**
 * What arrived of late, and which event time it is about: the extent within each minute of the last day,
 * and within each hour before it, by system. Cost: what was received in that time; for outcomes and
 * scores, a look-up of the predictions that they are about.
 */
export async function readLateRanges(read: Read, of: LateQuery): Promise<readonly LateRange[]> {
  const ranges: LateRange[] = [];
  for (const kind of of.kinds) {
    const rows = await read("evaluations.late", STATEMENTS[kind], {
      since: Math.round(of.sinceMs),
      upTo: Math.round(of.upToMs),
      from: microsOf(of.fromMs),
      before: microsOf(of.beforeMs),
      fine: microsOf(of.upToMs - DAY_MS),
    });
    for (const [system, first, last] of rows) {
      const [fromMs, toMs] = [asNumber(first) / 1000, asNumber(last) / 1000];
      ranges.push({ of: kind, system: asText(system), fromMs, toMs });
    }
  }
  return ranges;
}

const DAY_MS = 86_400_000;

const RECEIVED =
  "received_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC') AND received_at < fromUnixTimestamp64Milli({upTo:Int64}, 'UTC')";
const ABOUT =
  "window_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND window_time < fromUnixTimestamp64Micro({before:Int64}, 'UTC')";

function ranges(source: string): string {
  const micros = "toUnixTimestamp64Micro(window_time)";
  return `SELECT system, min(${micros}), max(${micros}) FROM ${source} AND ${ABOUT}
     GROUP BY system, intDiv(${micros}, if(${micros} >= {fine:Int64}, 60000000, 3600000000))
     ORDER BY system, min(${micros})`;
}

/** Predictions that records of another table are about. */
function about(table: string): string {
  return `predictions_v1 WHERE (system, id) IN (SELECT system, id FROM ${table} WHERE ${RECEIVED})
       AND identity IN (SELECT identity FROM ${table} WHERE ${RECEIVED})`;
}

const STATEMENTS: Readonly<Record<LateKind, string>> = {
  prediction: ranges(`predictions_v1 WHERE ${RECEIVED}`),
  review: ranges(`oversight_v1 WHERE ${RECEIVED}`),
  profile: ranges(`profiles_v1 WHERE ${RECEIVED}`),
  outcome: ranges(about("outcomes_v1")),
  score: ranges(about("scores_v1")),
};
