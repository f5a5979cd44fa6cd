import type { ReviewDecision } from "@tiltmeter/rules";

/** What the content store keeps of one review: ids of predictions, no personal data. */
export interface ReviewList {
  readonly kind: "decisions_reviewed";
  readonly record: string;
  readonly atMs: number;
  readonly decided: ReviewDecision;
  readonly ids: readonly string[];
}

interface Decided {
  readonly decided: ReviewDecision;
  readonly decidedMs: number;
}

/** Records whose reviews are held in memory: those that people work on at present. */
const HELD = 4;

/**
 * Puts together what was decided on each prediction from the lists of a record, oldest first: the last
 * word stands. The answer must not be changed.
 */
export function createReviewIndex(
  content: (digest: string) => Promise<unknown>,
): (lists: readonly string[]) => Promise<ReadonlyMap<string, Decided>> {
  const held = new Map<string, ReadonlyMap<string, Decided>>();
  return async (lists) => {
    const key = lists.at(-1) ?? "";
    const known = held.get(key);
    if (known !== undefined) return known;
    const before = held.get(lists.at(-2) ?? "");
    const index = new Map(lists.length > 1 && before !== undefined ? before : []);
    for (const digest of before === undefined ? lists : lists.slice(-1)) {
      const list = (await content(digest)) as ReviewList | null; // content under a verified digest
      if (list === null) {
        throw new Error(
          `list ${digest} of reviewed decisions is in the ledger but not in the content store; restore it from a backup`,
        );
      }
      for (const id of list.ids) index.set(id, { decided: list.decided, decidedMs: list.atMs });
    }
    held.set(key, index);
    for (const oldest of [...held.keys()].slice(0, -HELD)) held.delete(oldest);
    return index;
  };
}
