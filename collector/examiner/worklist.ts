import {
  type DecisionReview,
  isOpen,
  type Nonconformity,
  REVIEW_DECISIONS,
  type ReviewDecision,
  type ReviewStanding,
} from "@tiltmeter/rules";
import { affectedScope, type FoundScope } from "./affected-scope.ts";
import { createReviewIndex, type ReviewList } from "./review-index.ts";
import type { AffectedDecision, ExaminerEntry, ExaminerOptions } from "./sources.ts";

/** One affected decision, and what was said of it on re-review; null: nobody has looked yet. */
export interface WorklistItem extends AffectedDecision {
  readonly decided: ReviewDecision | null;
  readonly decidedMs: number | null;
}

/** A page of the affected decisions of a record, oldest first. */
export interface WorklistPage {
  /** All there are in the windows of the breach. */
  readonly affected: number;
  readonly items: readonly WorklistItem[];
  /** Where the next page begins; null: there is none. */
  readonly next: Place | null;
  /** How the windows were found. */
  readonly method: string;
}

/** Behind which decision a page begins. */
export type Place = Pick<AffectedDecision, "timeMs" | "id">;

/** Which decisions: those that are named, or all that nobody has looked at. */
export type Reviewed =
  | { readonly kind: "named"; readonly ids: readonly string[] }
  | { readonly kind: "all_open" };

export type ReviewAnswer =
  | { readonly kind: "done"; readonly count: number; readonly review: ReviewStanding }
  | { readonly kind: "refused"; readonly reason: string };

/** The re-review of decisions that were made while a requirement was not fulfilled. */
export interface Worklist {
  /** Null where no telemetry says which decisions they are. Rejects where the store does not answer. */
  readonly page: (
    record: Nonconformity,
    of: { readonly limit: number; readonly after?: Place; readonly isOpenOnly?: boolean },
  ) => Promise<WorklistPage | null>;
  /** Records what was decided on some; a second word on a decision stands in place of the first. */
  readonly review: (of: {
    readonly id: string;
    readonly which: Reviewed;
    readonly decided: ReviewDecision;
    readonly by: string;
  }) => Promise<ReviewAnswer>;
}

/** A document has at most 16 MiB: this many ids of 128 characters fit. */
const REVIEWED_AT_ONCE = 100_000;
const NAMED_MAX = 1_000;
/** Rows of a page that is looked through for open ones: 4 MB. */
const PAGE = 50_000;
/** Two who review the same record at once: one of them tries again. */
const ATTEMPTS = 5;

export function createWorklist(
  of: Pick<ExaminerOptions, "ledger" | "store" | "content"> & { readonly nowMs: () => number },
): Worklist {
  const { ledger, store, content } = of;
  const indexOf = createReviewIndex(content.get);
  const scopeOf = (record: Nonconformity): Promise<FoundScope | null> =>
    affectedScope(record, { store, nowMs: of.nowMs() });

  const page: Worklist["page"] = async (record, { limit, after, isOpenOnly = false }) => {
    const scope = await scopeOf(record);
    if (scope === null) return null;
    const [affected, decided] = await Promise.all([
      store.affectedPredictions(scope),
      indexOf(record.review?.lists ?? []),
    ]);
    const items: WorklistItem[] = [];
    // Late predictions make more that are affected, so that a count tells whether any is left.
    if (isOpenOnly && decided.size >= affected) {
      return { affected, items, next: null, method: scope.method };
    }
    let place = after;
    // Of open ones a page of rows may hold few, but no more are in their way than were decided.
    const pageRows = isOpenOnly ? Math.min(PAGE, limit + 1 + decided.size) : limit + 1;
    for (;;) {
      const rows = await store.affected({
        ...scope,
        limit: pageRows,
        ...(place === undefined ? {} : { after: place }),
      });
      const found = rows.map((row) => ({ ...row, ...(decided.get(row.id) ?? NOT_DECIDED) }));
      items.push(...(isOpenOnly ? found.filter((item) => item.decided === null) : found));
      place = rows.at(-1);
      if (items.length > limit || !isOpenOnly || rows.length < pageRows) break;
    }
    const shown = items.slice(0, limit);
    const last = shown.at(-1);
    const hasMore = items.length > limit && last !== undefined;
    return {
      affected,
      items: shown,
      next: hasMore ? { timeMs: last.timeMs, id: last.id } : null,
      method: scope.method,
    };
  };

  const review: Worklist["review"] = async ({ id, which, decided, by }) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const record = ledger.state.nonconformities.get(id);
      if (record === undefined) return refused(`there is no record ${id}`);
      if (!isOpen(record)) return refused(`${id} is ${record.state} and immutable`);
      const scope = await scopeOf(record);
      if (scope === null) return refused(`no telemetry says which decisions ${id} is about`);
      const lists = record.review?.lists ?? [];
      const before = await indexOf(lists);
      const chosen = await choose(which, scope, before);
      if (chosen.kind === "refused") return chosen;
      const affected = await store.affectedPredictions(scope);
      const atMs = of.nowMs();
      const list: ReviewList = {
        kind: "decisions_reviewed",
        record: id,
        atMs,
        decided,
        ids: chosen.ids,
      };
      const digest = await content.put(list);
      const next: ReviewStanding = {
        atMs,
        affected,
        decided: counted(record.review, { before, ...list }),
      };
      const isWritten = await ledger.transact(({ nonconformities }) => {
        const now = nonconformities.get(id);
        const isSame =
          now !== undefined && isOpen(now) && sameLists(now.review?.lists ?? [], lists);
        const entry: ExaminerEntry = {
          ...{ type: "decisions_reviewed", atMs, by, id },
          ...{ list: digest, count: chosen.ids.length, review: next },
        };
        return { entries: isSame ? [entry] : [], result: isSame };
      });
      if (isWritten) return { kind: "done", count: chosen.ids.length, review: next };
    }
    return refused(`others are reviewing decisions of ${id} at the same time: try again`);
  };

  async function choose(
    which: Reviewed,
    scope: FoundScope,
    decided: ReadonlyMap<string, unknown>,
  ): Promise<
    | { readonly kind: "chosen"; readonly ids: readonly string[] }
    | Extract<ReviewAnswer, { kind: "refused" }>
  > {
    if (which.kind === "named") {
      const ids = [...new Set(which.ids)];
      if (ids.length === 0) return refused("no decision was chosen: tick those that were reviewed");
      if (ids.length > NAMED_MAX) {
        return refused(`at most ${NAMED_MAX} decisions are named at once, got ${ids.length}`);
      }
      const among = new Set(await store.affectedAmong({ ...scope, ids }));
      const foreign = ids.filter((each) => !among.has(each));
      if (foreign.length === 0) return { kind: "chosen", ids };
      const shown = foreign.slice(0, 5).join(", ");
      return refused(`not among the decisions that were affected: ${shown}`);
    }
    const ids: string[] = [];
    let after: Place | undefined;
    while (ids.length < REVIEWED_AT_ONCE) {
      const rows = await store.affected({
        ...scope,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      ids.push(...rows.map((row) => row.id).filter((each) => !decided.has(each)));
      after = rows.at(-1);
      if (rows.length < PAGE) break;
    }
    if (ids.length === 0) return refused("every affected decision was reviewed already");
    return { kind: "chosen", ids: ids.slice(0, REVIEWED_AT_ONCE) };
  }

  return { page, review };
}

const NOT_DECIDED = { decided: null, decidedMs: null } as const;
const NONE: DecisionReview["decided"] = {
  upheld: 0,
  corrected: 0,
  person_informed: 0,
  no_remedy: 0,
};

function counted(
  review: DecisionReview | undefined,
  of: {
    readonly before: ReadonlyMap<string, { readonly decided: ReviewDecision }>;
    readonly ids: readonly string[];
    readonly decided: ReviewDecision;
  },
): DecisionReview["decided"] {
  const counts = { ...(review?.decided ?? NONE) };
  for (const id of of.ids) {
    const known = of.before.get(id);
    if (known !== undefined) counts[known.decided] -= 1;
    counts[of.decided] += 1;
  }
  return Object.fromEntries(
    REVIEW_DECISIONS.map((decision) => [decision, counts[decision]]),
  ) as DecisionReview["decided"]; // of the same names
}

function sameLists(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.at(-1) === b.at(-1);
}

function refused(reason: string): Extract<ReviewAnswer, { kind: "refused" }> {
  return { kind: "refused", reason };
}
