import { placeOf, type Range } from "./batch.ts";
import { type Claim, claimKey } from "./claim.ts";
import type { First } from "./kept-lines.ts";
import type { Standing } from "./standing.ts";

/** What becomes of a record that claims an id. */
export type Fate =
  | { readonly kind: "stands" }
  | { readonly kind: "repeat" | "conflict"; readonly first: First };

/**
 * Decides, in the order of the journal, which claims stand: the first of each (system, id).
 *
 * Deterministic for a range whatever of it is in the store already. A row of the range that is
 * placed was decided before and stays: another journal may have stored the same id since.
 */
export function fates(of: {
  readonly claims: readonly Claim[];
  readonly range: Range;
  /** What stood before the range. */
  readonly standing: ReadonlyMap<string, Standing>;
  /** Places of the range that already stand as rows. */
  readonly placed: ReadonlySet<string>;
}): Fate[] {
  const first = new Map<string, Standing>(of.standing);
  return of.claims.map((claim) => {
    const key = claimKey(claim);
    const known = first.get(key);
    if (known === undefined || of.placed.has(placeOf(claim.entry))) {
      const { seq, row } = claim.entry;
      first.set(key, { journal: of.range.journal, seq, row, digest: claim.digest });
      return { kind: "stands" };
    }
    const { digest, ...other } = known;
    return { kind: digest === claim.digest ? "repeat" : "conflict", first: other };
  });
}
