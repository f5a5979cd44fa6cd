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
  client_metric: "client_metrics_v1",
} as const;

/** The last word of each producer in the range: heartbeats say totals so far. */
const SAID = `SELECT system, producer, argMax(last_seq, time) AS last_seq, argMax(dropped, time) AS dropped
  FROM heartbeats_v1 WHERE ${IN_SEQS} GROUP BY system, producer`;

const UNKNOWN = -1;

const ISSUED = `SELECT toString(system), toString(producer), toString(class), 0, 0, 0, toInt64(issued), toInt64(${UNKNOWN})
  FROM (${SAID}) ARRAY JOIN mapKeys(last_seq) AS class, mapValues(last_seq) AS issued`;

const LOST = `SELECT toString(system), toString(producer), class, 0, 0, 0, toInt64(${UNKNOWN}), toInt64(sum(lost))
  FROM (
    SELECT system, producer, splitByChar('.', toString(reason))[1] AS class, lost
    FROM (${SAID}) ARRAY JOIN mapKeys(dropped) AS reason, mapValues(dropped) AS lost
  ) GROUP BY system, producer, class`;

/**
 * By system, producer and class. Asks only the tables that have rows in the range: a question costs
 * milliseconds whatever it finds, and most ranges are of two or three tables.
 */
export async function readRangeFacts(
  read: Read,
  range: SeqRange,
  present: ReadonlySet<string>,
): Promise<RangeFacts> {
  const bound = seqParameters(range);
  const rows = await readNumbering(read, bound, present);
  const [corrections] = present.has("corrections_v1")
    ? await read(
        "seals.corrections",
        `SELECT countIf(relation = 'repeat'), countIf(relation != 'repeat') FROM corrections_v1 WHERE ${IN_SEQS}`,
        bound,
        { threads: 1 },
      )
    : [[0, 0]];
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
  };
}

async function readNumbering(
  read: Read,
  bound: ReturnType<typeof seqParameters>,
  present: ReadonlySet<string>,
): ReturnType<Read> {
  const numbered = Object.entries(CLASSES)
    .filter(([, table]) => present.has(table))
    .map(
      ([kind, table]) =>
        `SELECT system, producer, '${kind}' AS class, seq FROM ${table} WHERE ${IN_SEQS} AND seq > 0`,
    );
  if (present.has("corrections_v1")) {
    numbered.push(
      `SELECT system, producer, toString(kind) AS class, seq FROM corrections_v1 WHERE ${IN_SEQS} AND seq > 0`,
    );
  }
  if (numbered.length === 0) return [];
  const said = present.has("heartbeats_v1") ? [ISSUED, LOST] : [];
  const parts = [
    `SELECT toString(system) AS system, toString(producer) AS producer, class, min(seq) AS low, max(seq) AS high,
       uniqExact(seq) AS held, toInt64(${UNKNOWN}) AS issued, toInt64(${UNKNOWN}) AS lost
     FROM (${numbered.join(" UNION ALL ")}) GROUP BY system, producer, class`,
    ...said,
  ];
  return read(
    "seals.ranges",
    `SELECT system, producer, class, max(low), max(high), max(held), max(issued), max(lost)
     FROM (${parts.join(" UNION ALL ")}) GROUP BY system, producer, class ORDER BY system, producer, class`,
    bound,
    { threads: 1 },
  );
}
