import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { IN_SEQS, type SeqRange, seqParameters } from "./read-leaves.ts";

/** What a producer's own numbering says of the records of a range. */
export interface ProducerRange {
  readonly system: string;
  readonly producer: string;
  readonly class: string;
  readonly from: number;
  readonly to: number;
  readonly absent: number;
  readonly issued: number | null;
  readonly dropped: number | null;
}

/** Whatever else is said of a range under a seal. */
export interface RangeFacts {
  readonly ranges: readonly ProducerRange[];
  readonly repeats: number;
  readonly conflicts: number;
  /** Receipt; null where there is no row. */
  readonly receivedFromMs: number | null;
  readonly receivedToMs: number | null;
}

const CLASSES = {
  prediction: "predictions_v1",
  outcome: "outcomes_v1",
  oversight: "oversight_v1",
  score: "scores_v1",
  concern: "concerns_v1",
  change: "changes_v1",
  heartbeat: "heartbeats_v1",
  profile: "profiles_v1",
} as const;

const NUMBERED = [
  ...Object.entries(CLASSES).map(
    ([kind, table]) =>
      `SELECT system, producer, '${kind}' AS class, seq FROM ${table} WHERE ${IN_SEQS} AND seq > 0`,
  ),
  `SELECT system, producer, toString(kind) AS class, seq FROM corrections_v1 WHERE ${IN_SEQS} AND seq > 0`,
].join(" UNION ALL ");

/** The last word of each producer in the range: heartbeats say totals so far. */
const SAID = `SELECT system, producer, argMax(last_seq, time) AS last_seq, argMax(dropped, time) AS dropped
  FROM heartbeats_v1 WHERE ${IN_SEQS} GROUP BY system, producer`;

const UNKNOWN = -1;

/** By system, producer and class. */
export async function readRangeFacts(read: Read, range: SeqRange): Promise<RangeFacts> {
  const bound = seqParameters(range);
  const rows = await read(
    "seals.ranges",
    `SELECT system, producer, class, max(low), max(high), max(held), max(issued), max(lost) FROM (
       SELECT toString(system) AS system, toString(producer) AS producer, class, min(seq) AS low, max(seq) AS high,
         uniqExact(seq) AS held, toInt64(${UNKNOWN}) AS issued, toInt64(${UNKNOWN}) AS lost
       FROM (${NUMBERED}) GROUP BY system, producer, class
       UNION ALL
       SELECT toString(system), toString(producer), toString(class), 0, 0, 0, toInt64(issued), toInt64(${UNKNOWN})
       FROM (${SAID}) ARRAY JOIN mapKeys(last_seq) AS class, mapValues(last_seq) AS issued
       UNION ALL
       SELECT toString(system), toString(producer), class, 0, 0, 0, toInt64(${UNKNOWN}), toInt64(sum(lost))
       FROM (
         SELECT system, producer, splitByChar('.', toString(reason))[1] AS class, lost
         FROM (${SAID}) ARRAY JOIN mapKeys(dropped) AS reason, mapValues(dropped) AS lost
       ) GROUP BY system, producer, class
     ) GROUP BY system, producer, class ORDER BY system, producer, class`,
    bound,
  );
  const [corrections] = await read(
    "seals.corrections",
    `SELECT countIf(relation = 'repeat'), countIf(relation != 'repeat') FROM corrections_v1 WHERE ${IN_SEQS}`,
    bound,
  );
  const times = await readReceipt(read, range);
  return {
    ranges: rows.map((row) => {
      const [low, high, held, issued, dropped] = row.slice(3).map(asNumber);
      const said = (value: number | undefined): number | null =>
        value === undefined || value === UNKNOWN ? null : value;
      return {
        system: asText(row[0]),
        producer: asText(row[1]),
        class: asText(row[2]),
        from: low ?? 0,
        to: high ?? 0,
        absent: high ? high - (low ?? 0) + 1 - (held ?? 0) : 0,
        issued: said(issued),
        dropped: said(dropped),
      };
    }),
    repeats: asNumber(corrections?.[0]),
    conflicts: asNumber(corrections?.[1]),
    ...times,
  };
}

async function readReceipt(
  read: Read,
  range: SeqRange,
): Promise<Pick<RangeFacts, "receivedFromMs" | "receivedToMs">> {
  const tables = [...Object.values(CLASSES), "corrections_v1", "quarantine_v1"].map(
    (table) => `SELECT received_at FROM ${table} WHERE ${IN_SEQS}`,
  );
  const [row] = await read(
    "seals.receipt",
    `SELECT count(), toUnixTimestamp64Milli(min(received_at)), toUnixTimestamp64Milli(max(received_at))
     FROM (${tables.join(" UNION ALL ")})`,
    seqParameters(range),
  );
  const [n, from, to] = (row ?? []).map(asNumber);
  if (n === undefined || n === 0) return { receivedFromMs: null, receivedToMs: null };
  return { receivedFromMs: from ?? null, receivedToMs: to ?? null };
}
