import type { Read } from "../engine/read.ts";
import { asList, asNumber, asText } from "../row-values.ts";
import { keyOf } from "./rolled.ts";

/** Where the tables by minute and the rolls that count do not go together. */
export interface Lost {
  /** Rolls whose rows are not as many as they wrote: by `what`, their keys. */
  readonly damaged: ReadonlyMap<string, ReadonlySet<string>>;
  /** Rows of rolls that never counted: nobody reads them, they only take room. */
  readonly strayRows: number;
}

/** The counts of a large store take longer than a page may wait: a second for some fifty million rows. */
const SECONDS_MAX = 300;

/**
 * Compares each roll with the rows that are there.
 *
 * A part that the engine finds damaged is set aside without a word, and the rolls in it would be
 * counted as if nothing had happened in their minutes.
 */
export async function lostRows(read: Read): Promise<Lost> {
  const rows = await read(
    "rollups.lost",
    `SELECT what, groupArrayIf((toString(opened), roll), counts), sumIf(found, NOT counts)
     FROM (
       SELECT what, opened, roll, max(counts) AS counts, max(written) AS written, sum(found) AS found
       FROM (
         SELECT toString(what) AS what, opened, roll, true AS counts, written, toUInt64(0) AS found FROM rolls_v1
         UNION ALL
         SELECT '' AS what, opened, roll, false AS counts, toUInt64(0) AS written, count() AS found FROM minutes_v1 GROUP BY opened, roll
         UNION ALL
         SELECT '' AS what, opened, roll, false AS counts, toUInt64(0) AS written, count() AS found FROM decisions_v1 GROUP BY opened, roll
         UNION ALL
         SELECT '' AS what, opened, roll, false AS counts, toUInt64(0) AS written, count() AS found FROM call_minutes_v1 GROUP BY opened, roll
         UNION ALL
         SELECT toString(baseline) AS what, opened, roll, false AS counts, toUInt64(0) AS written, count() AS found FROM cells_v1 GROUP BY what, opened, roll
       )
       GROUP BY what, opened, roll
       HAVING NOT counts OR found != written
     )
     GROUP BY what`,
    {},
    { maxSeconds: SECONDS_MAX },
  );
  return {
    damaged: new Map(
      rows.map(([what, rolls]) => [asText(what), new Set(asList(rolls, keyOfPair))]),
    ),
    strayRows: rows.reduce((total, [, , stray]) => total + asNumber(stray), 0),
  };
}

function keyOfPair(pair: unknown): string {
  const [opened, roll] = asList(pair, (each) => each);
  return keyOf({ opened: asText(opened), roll: asNumber(roll) });
}
