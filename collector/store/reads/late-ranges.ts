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
  /** So many outcomes or scores are looked up at once, about; absent: 500,000. */
  readonly atOnce?: number;
}

/**
 * A set of so many ids takes some 100 MB in the engine. After an outage, or a restart over a large store,
 * millions may have come since the last look.
 */
const AT_ONCE = 500_000;

/**
 * What arrived of late, and which event time it is about: the extent within each minute of the last day,
 * and within each hour before it, by system. Cost: what was received in that time; for outcomes and
 * scores, a look-up of the predictions that they are about.
 */
export async function readLateRanges(read: Read, of: LateQuery): Promise<readonly LateRange[]> {
  const found: LateRange[] = [];
  const asked = {
    since: Math.round(of.sinceMs),
    upTo: Math.round(of.upToMs),
    from: microsOf(of.fromMs),
    before: microsOf(of.beforeMs),
    fine: microsOf(of.upToMs - DAY_MS),
  };
  for (const kind of of.kinds) {
    const table = ABOUT_ANOTHER[kind];
    const parts = table === null ? 1 : await partsOf(read, table, asked, of.atOnce ?? AT_ONCE);
    const cells = new Map<string, LateRange>();
    for (let part = 0; part < parts; part += 1) {
      const rows = await read("evaluations.late", STATEMENTS[kind], { ...asked, parts, part });
      for (const [system, cell, first, last] of rows) {
        const range = {
          ...{ of: kind, system: asText(system) },
          ...{ fromMs: asNumber(first) / 1000, toMs: asNumber(last) / 1000 },
        };
        const key = JSON.stringify([range.system, asText(cell)]);
        cells.set(key, wider(cells.get(key) ?? range, range));
      }
    }
    // One by one: there may be more than a call takes arguments.
    for (const range of [...cells.values()].sort(byPlace)) found.push(range);
  }
  return found;
}

/** In how many parts what was received is looked up, so that each is about `atOnce` at most. */
async function partsOf(
  read: Read,
  table: string,
  asked: Parameters<Read>[2],
  atOnce: number,
): Promise<number> {
  const statement = `SELECT count() FROM ${table} WHERE ${RECEIVED}`;
  const [[count] = [0]] = await read("evaluations.late-count", statement, asked);
  return Math.max(1, Math.ceil(asNumber(count) / atOnce));
}

function wider(a: LateRange, b: LateRange): LateRange {
  return { ...a, fromMs: Math.min(a.fromMs, b.fromMs), toMs: Math.max(a.toMs, b.toMs) };
}

function byPlace(a: LateRange, b: LateRange): number {
  if (a.system !== b.system) return a.system < b.system ? -1 : 1;
  return a.fromMs - b.fromMs;
}

const DAY_MS = 86_400_000;

const RECEIVED =
  "received_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC') AND received_at < fromUnixTimestamp64Milli({upTo:Int64}, 'UTC')";
const ABOUT =
  "window_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND window_time < fromUnixTimestamp64Micro({before:Int64}, 'UTC')";

function ranges(source: string): string {
  const micros = "toUnixTimestamp64Micro(window_time)";
  return `SELECT system,
       toString(intDiv(${micros}, if(${micros} >= {fine:Int64}, 60000000, 3600000000))) AS cell,
       min(${micros}), max(${micros}) FROM ${source} AND ${ABOUT}
     GROUP BY system, cell ORDER BY system, min(${micros})`;
}

/** Predictions that records of another table are about, those of one part. */
function about(table: string): string {
  const received = `${RECEIVED} AND identity % {parts:UInt32} = {part:UInt32}`;
  return `predictions_v1 WHERE (system, id) IN (SELECT system, id FROM ${table} WHERE ${received})
       AND identity IN (SELECT identity FROM ${table} WHERE ${received})`;
}

/** Records that are dated by a prediction; null: they have a time of their own. */
const ABOUT_ANOTHER: Readonly<Record<LateKind, string | null>> = {
  prediction: null,
  review: null,
  profile: null,
  outcome: "outcomes_v1",
  score: "scores_v1",
};

const STATEMENTS: Readonly<Record<LateKind, string>> = {
  prediction: ranges(`predictions_v1 WHERE ${RECEIVED}`),
  review: ranges(`oversight_v1 WHERE ${RECEIVED}`),
  profile: ranges(`profiles_v1 WHERE ${RECEIVED}`),
  outcome: ranges(about("outcomes_v1")),
  score: ranges(about("scores_v1")),
};
