import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";

/** What came of a system in a window of event time, by class. Null: not measured, which is not zero. */
export interface Certificate {
  readonly producers: number;
  readonly classes: readonly {
    readonly class: string;
    readonly received: number;
    readonly unnumbered: number;
    readonly expected: number | null;
    readonly gaps: number | null;
    readonly dropped: number | null;
  }[];
  /** Rows by journal: how many, and of which batches. */
  readonly batches: readonly {
    readonly journal: string;
    readonly fromSeq: number;
    readonly toSeq: number;
    readonly rows: number;
  }[];
}

/** Where the rows of a class are, and by what time. */
const CLASSES = {
  prediction: ["predictions_v1", "window_time"],
  outcome: ["outcomes_v1", "time"],
  oversight: ["oversight_v1", "window_time"],
  score: ["scores_v1", "time"],
  concern: ["concerns_v1", "window_time"],
  change: ["changes_v1", "time"],
  profile: ["profiles_v1", "window_time"],
} as const;

const IN_WINDOW =
  "BETWEEN fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fromUnixTimestamp64Milli({to:Int64}, 'UTC')";
/** A page waits no longer for it; it then says that it could not be read. */
const LIMITS = { maxSeconds: 3 } as const;
/** A number that is missing in the window may have come with a time beside it. */
const AROUND_MS = 86_400_000;
const AROUND =
  "BETWEEN fromUnixTimestamp64Milli({around_from:Int64}, 'UTC') AND fromUnixTimestamp64Milli({around_to:Int64}, 'UTC')";

/**
 * The completeness certificate of a window, both ends included.
 *
 * Expected are the numbers from the first to the last that each producer gave to records of the window; a
 * gap is one that came at no time within a day of it. Dropped is what heartbeats say more at the end than
 * before the window. Classes without a record are left out.
 */
export async function readCertificate(
  read: Read,
  of: { readonly system: string; readonly fromMs: number; readonly toMs: number },
): Promise<Certificate> {
  const bound = {
    ...{ system: of.system, from: Math.floor(of.fromMs), to: Math.ceil(of.toMs) },
    around_from: Math.floor(of.fromMs) - AROUND_MS,
    around_to: Math.ceil(of.toMs) + AROUND_MS,
  };
  const counted = await read(
    "certificate.classes",
    `SELECT class, sum(n), sum(bare), sum(width), sum(held), countIf(width > 0) FROM (
       ${Object.entries(CLASSES)
         .map(([name, [table, time]]) => perProducer(name, table, time))
         .join(" UNION ALL ")}
     ) GROUP BY class HAVING sum(n) > 0 ORDER BY class`,
    bound,
    LIMITS,
  );
  const said = await read(
    "certificate.dropped",
    `SELECT class, sum(greatest(0, toInt64(after) - toInt64(before))) FROM (
       SELECT producer, splitByChar('.', toString(reason))[1] AS class,
         maxIf(lost, heard >= {from:Int64}) AS after, maxIf(lost, heard < {from:Int64}) AS before
       FROM (
         SELECT producer, toUnixTimestamp64Milli(time) AS heard, dropped FROM heartbeats_v1
         WHERE system = {system:String} AND time ${AROUND} AND time <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
       ) ARRAY JOIN mapKeys(dropped) AS reason, mapValues(dropped) AS lost
       GROUP BY producer, reason
     ) GROUP BY class`,
    bound,
    LIMITS,
  );
  const [heard] = await read(
    "certificate.heartbeats",
    `SELECT count() FROM heartbeats_v1 WHERE system = {system:String} AND time ${IN_WINDOW}`,
    bound,
    LIMITS,
  );
  const hasHeartbeats = asNumber(heard?.[0]) > 0;
  const dropped = new Map(said.map(([name, lost]) => [asText(name), asNumber(lost)]));
  const union = Object.values(CLASSES).map(
    ([table, time]) =>
      `SELECT toString(producer) AS producer, _journal, _seq FROM ${table} WHERE system = {system:String} AND ${time} ${IN_WINDOW}`,
  );
  const batches = await read(
    "certificate.batches",
    `SELECT toString(_journal), min(_seq), max(_seq), count() FROM (${union.join(" UNION ALL ")}) GROUP BY _journal ORDER BY _journal`,
    bound,
    LIMITS,
  );
  const [producers] = await read(
    "certificate.producers",
    `SELECT uniqExact(producer) FROM (${union.join(" UNION ALL ")})`,
    bound,
    LIMITS,
  );
  return {
    producers: asNumber(producers?.[0]),
    classes: counted.map((row) => {
      const [received = 0, unnumbered = 0, width = 0, held = 0, numbering = 0] = row
        .slice(1)
        .map(asNumber);
      const isMeasured = numbering > 0;
      const name = asText(row[0]);
      return {
        ...{ class: name, received, unnumbered },
        expected: isMeasured ? width : null,
        gaps: isMeasured ? width - held : null,
        dropped: hasHeartbeats ? (dropped.get(name) ?? 0) : null,
      };
    }),
    batches: batches.map((row) => {
      const [fromSeq = 0, toSeq = 0, rows = 0] = row.slice(1).map(asNumber);
      return { journal: asText(row[0]), fromSeq, toSeq, rows };
    }),
  };
}

/** Of each producer: rows in the window, the range of their numbers, and how many of these came at all. */
function perProducer(name: string, table: string, time: string): string {
  const mine = `SELECT toString(producer) AS producer, seq FROM ${table} WHERE system = {system:String} AND ${time}`;
  return `SELECT '${name}' AS class, n, bare, if(high = 0, 0, high - low + 1) AS width,
      length(arrayFilter(each -> each BETWEEN low AND high, known)) AS held
    FROM (
      SELECT producer, count() AS n, countIf(seq = 0) AS bare, minIf(seq, seq > 0) AS low, max(seq) AS high
      FROM (${mine} ${IN_WINDOW}) GROUP BY producer
    ) AS inside
    LEFT JOIN (
      SELECT producer, groupUniqArray(seq) AS known FROM (
        ${mine} ${AROUND} AND seq > 0
        UNION ALL
        SELECT toString(producer) AS producer, seq FROM corrections_v1
        WHERE system = {system:String} AND kind = '${name}' AND seq > 0 AND window_time ${AROUND}
      ) GROUP BY producer
    ) AS around USING (producer)`;
}
