import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import type { Range } from "./batch.ts";
import { type Claim, claimKey } from "./claim.ts";
import type { First } from "./kept-lines.ts";

/** A record that stood before the range. */
export interface Standing extends First {
  readonly digest: string;
}

const TABLE_OF = {
  prediction: "predictions_v1",
  outcome: "outcomes_v1",
  oversight: "oversight_v1",
} as const;

/**
 * Finds what already stands for the claims of a range, by `claimKey`.
 *
 * Rows of the range itself and of what follows it in the same journal are left out, so that the
 * answer is the same when the range is applied again. Scans 8 bytes a row of the table, about 10 ns
 * each.
 */
export async function standing(
  read: Read,
  claims: readonly Claim[],
  range: Range,
): Promise<ReadonlyMap<string, Standing>> {
  const found = new Map<string, Standing>();
  for (const kind of ["prediction", "outcome", "oversight"] as const) {
    const identities = claims
      .filter((claim) => claim.kind === kind)
      .map(({ identity }) => identity);
    if (identities.length === 0) continue;
    const rows = await read(
      `apply.standing.${kind}`,
      `SELECT system, id, toString(digest), toString(_journal), _seq, _row
       FROM ${TABLE_OF[kind]}
       WHERE identity IN {identities:Array(UInt64)} AND NOT (_journal = {journal:UUID} AND _seq >= {low:UInt64})
       ORDER BY received_at, _journal, _seq, _row`,
      { identities, journal: range.journal, low: range.low },
    );
    for (const [system, id, digest, journal, seq, row] of rows) {
      const key = claimKey({
        kind,
        system: asText(system),
        id: asText(id),
        digest: asText(digest),
      });
      if (found.has(key)) continue;
      found.set(key, {
        digest: asText(digest),
        journal: asText(journal),
        seq: asNumber(seq),
        row: asNumber(row),
      });
    }
  }
  return found;
}
