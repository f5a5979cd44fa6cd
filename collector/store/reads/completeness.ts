import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";

/** Whether everything that a system's producers issued has arrived, by their own counting. */
export interface Completeness {
  /** Sequence numbers issued, as far as known: the highest seen or declared, by producer and class. */
  readonly expected: number;
  /** Of these, those that the store holds: as evidence, repeat, conflict or in quarantine. */
  readonly stored: number;
  /** Dropped by a producer, which says so. */
  readonly declaredDrops: number;
  /** What is left: lost without a word, or still on the way. Never negative. */
  readonly unexplained: number;
}

/** The classes of records, as producers count them, and where their rows are. */
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

const STORED = [
  ...Object.entries(CLASSES).map(
    ([kind, table]) =>
      `SELECT producer, '${kind}' AS class, seq FROM ${table} WHERE system = {system:String} AND seq > 0`,
  ),
  "SELECT producer, toString(kind) AS class, seq FROM corrections_v1 WHERE system = {system:String} AND seq > 0",
].join(" UNION ALL ");

/** The last word of each producer: heartbeats say totals so far. */
const DECLARED = `SELECT producer, argMax(last_seq, time) AS last_seq, argMax(dropped, time) AS dropped
  FROM heartbeats_v1 WHERE system = {system:String} GROUP BY producer`;

/**
 * Expected less stored less declared drops, over all producers and classes of a system.
 *
 * Null where no producer numbers its records: not measured, which is not zero.
 */
export async function readCompleteness(read: Read, system: string): Promise<Completeness | null> {
  const [row] = await read(
    "completeness",
    `SELECT count(), sum(expected), sum(stored), sum(declared), sum(greatest(0, toInt64(expected) - toInt64(stored) - toInt64(declared)))
     FROM (
       SELECT producer, class, max(highest) AS expected, sum(held) AS stored, sum(lost) AS declared
       FROM (
         SELECT producer, class, max(seq) AS highest, uniqExact(seq) AS held, toUInt64(0) AS lost
         FROM (${STORED}) GROUP BY producer, class
         UNION ALL
         SELECT producer, class, highest, toUInt64(0) AS held, toUInt64(0) AS lost
         FROM (${DECLARED}) ARRAY JOIN mapKeys(last_seq) AS class, mapValues(last_seq) AS highest
         UNION ALL
         SELECT producer, splitByChar('.', toString(reason))[1] AS class, toUInt64(0) AS highest, toUInt64(0) AS held, lost
         FROM (${DECLARED}) ARRAY JOIN mapKeys(dropped) AS reason, mapValues(dropped) AS lost
       )
       GROUP BY producer, class
     )`,
    { system },
  );
  const [classes, expected, stored, declaredDrops, unexplained] = (row ?? []).map(asNumber);
  if (classes === undefined || classes === 0) return null;
  return {
    expected: expected ?? 0,
    stored: stored ?? 0,
    declaredDrops: declaredDrops ?? 0,
    unexplained: unexplained ?? 0,
  };
}
