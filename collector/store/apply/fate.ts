import { placeOf, type Range } from "./batch.ts";
import { type Claim, claimKey } from "./claim.ts";
import type { First } from "./kept-lines.ts";
import type { Standing } from "./standing.ts";

/** What becomes of a record that claims an id. */
export type Fate =
  | { readonly kind: "stands" }
  | { readonly kind: "repeat" | "conflict"; readonly first: First };

/**
 * Decides, in the order of the journal, which claims stand: the first of each (system, id), and of each call of a trace.
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
    const { digest, formerDigest, call } = claim;
    const key = claimKey(claim);
    const known = first.get(key) ?? (call === null ? undefined : first.get(call));
    if (known === undefined || of.placed.has(placeOf(claim.entry))) {
      const { seq, row } = claim.entry;
      const standing = { journal: of.range.journal, seq, row, digest, call };
      first.set(key, standing);
      if (call !== null) first.set(call, standing);
      return { kind: "stands" };
    }
    // Who tells of a call again, in other words or knowing less of it, does not contradict.
    const isSame = known.digest === digest || known.digest === formerDigest();
    const isRepeat = isSame || (call !== null && known.call === call);
    const { journal, seq, row } = known;
    return { kind: isRepeat ? "repeat" : "conflict", first: { journal, seq, row } };
  });
}
