import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";

/** What is rolled at once: rows of one journal, `low` not included, `high` included. */
export interface RollRange {
  readonly journal: string;
  readonly low: number;
  readonly high: number;
  readonly rows: number;
}

/** Frames of a journal that are looked at for one roll. */
const SEQUENCES_MAX = 10_000;

/**
 * The next range after `low` with at most `rowsMax` rows, one frame of the journal at least, and how
 * many rows wait altogether. The range is null where none do.
 */
export async function nextRange(
  read: Read,
  of: {
    readonly journal: string;
    readonly low: number;
    /** Everything up to here is in the store, verified. */
    readonly limit: number;
    /** Absent: predictions and outcomes of all systems. */
    readonly featuresOf?: string;
    readonly rowsMax: number;
  },
): Promise<{ readonly range: RollRange | null; readonly waiting: number }> {
  const { journal, low, limit, featuresOf } = of;
  if (limit <= low) return { range: null, waiting: 0 };
  const source =
    featuresOf === undefined
      ? `SELECT _seq FROM predictions_v1 WHERE ${IN_RANGE} UNION ALL SELECT _seq FROM outcomes_v1 WHERE ${IN_RANGE}`
      : `SELECT _seq FROM features_v1 WHERE system = {system:String} AND ${IN_RANGE}`;
  const frames = await read(
    "rollups.waiting",
    `SELECT _seq, count() AS rows, sum(rows) OVER () FROM (${source})
     GROUP BY _seq ORDER BY _seq LIMIT ${SEQUENCES_MAX}`,
    { journal, low, high: limit, ...(featuresOf === undefined ? {} : { system: featuresOf }) },
  );
  const waiting = asNumber(frames[0]?.[2] ?? 0);
  if (waiting === 0) return { range: null, waiting };
  let rows = 0;
  let high = low;
  for (const [seq, own] of frames) {
    if (rows > 0 && rows + asNumber(own) > of.rowsMax) break;
    rows += asNumber(own);
    high = asNumber(seq);
  }
  // What lies between the last row and the limit has no rows: it need not be asked for again.
  return { range: { journal, low, high: rows === waiting ? limit : high, rows }, waiting };
}

/**
 * How many outcomes and calls a range has, and how many outcomes there are of its predictions: mostly none, and then nothing has
 * to be looked up for them.
 */
export async function countedIn(
  read: Read,
  { journal, low, high }: RollRange,
): Promise<{ readonly outcomes: number; readonly ofPredictions: number; readonly calls: number }> {
  const asked = {
    outcomes: `outcomes_v1 WHERE ${IN_RANGE}`,
    ofPredictions: `outcomes_v1 WHERE identity IN (SELECT identity FROM predictions_v1 WHERE ${IN_RANGE})`,
    calls: `calls_v1 WHERE ${IN_RANGE}`,
  };
  const counts = Object.entries(asked).map(
    ([name, of]) => `SELECT '${name}' AS name, count() AS n FROM ${of}`,
  );
  const sql = `SELECT name, n FROM (${counts.join(" UNION ALL ")})`;
  const found = new Map(await read("rollups.counted", sql, { journal, low, high }).then(named));
  const count = (name: keyof typeof asked): number => found.get(name) ?? 0;
  return {
    outcomes: count("outcomes"),
    ofPredictions: count("ofPredictions"),
    calls: count("calls"),
  };
}

function named(rows: readonly (readonly unknown[])[]): [string, number][] {
  return rows.map(([name, n]) => [asText(name), asNumber(n)]);
}

/** Rows of a range, by the parameters `journal`, `low` and `high`. */
export const IN_RANGE =
  "(_journal = {journal:UUID} AND _seq > {low:UInt64} AND _seq <= {high:UInt64})";

/** The minute that `window_time` lies in, counted from 1970. */
export const MINUTE_NUMBER = "intDiv(toUnixTimestamp64Micro(window_time), 60000000)";

/** The minute that `window_time` lies in, to the microsecond. */
export const MINUTE: string = `fromUnixTimestamp64Micro(${MINUTE_NUMBER} * 60000000, 'UTC')`;

export const MINUTE_MS = 60_000;
