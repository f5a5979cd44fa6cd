import type { Contribution, Examination, Nonconformity } from "@tiltmeter/rules";
import { affectedDecisions } from "./affected-decisions.ts";
import { affectedScope } from "./affected-scope.ts";
import { containment } from "./containment.ts";
import { contributions } from "./contributions.ts";
import type { DueExamination } from "./due-examinations.ts";
import { before, foundChanges, type ToldChange } from "./found-changes.ts";
import { foundElsewhere } from "./found-elsewhere.ts";
import { foundSimilar } from "./found-similar.ts";
import type { ExaminerOptions, Span } from "./sources.ts";
import { trying } from "./trying.ts";

/**
 * Finds out what telemetry and governance say of a record, and keeps it as a document; the summary is
 * for the ledger.
 *
 * What cannot be found out is named with the reason, and the rest is kept all the same. Rejects only
 * where the document cannot be kept.
 */
export async function examine(
  { record, occasion }: DueExamination,
  of: ExaminerOptions,
  nowMs: number,
): Promise<Examination> {
  const found = trying();
  const scope = await found.ask("the windows of the breach", () =>
    affectedScope(record, { store: of.store, nowMs }),
  );
  if (scope === null && !found.hasFailed) {
    found.lack("decisions affected", withoutWindows(record));
  }
  const span: Span | null =
    scope === null
      ? null
      : {
          fromMs: Math.min(...scope.windows.map(({ fromMs }) => fromMs)),
          toMs: Math.max(...scope.windows.map(({ toMs }) => toMs)),
        };
  const sinceBreach = { fromMs: record.firstBreachMs + 1, toMs: nowMs + 1 };
  const [decisions, contributed, changes, since, contained, elsewhere] = await Promise.all([
    scope === null
      ? null
      : found.ask("decisions affected", () => affectedDecisions(scope, of.store)),
    span === null ? null : contributions(record, of, { span, found }),
    record.system === ""
      ? found.lack("changes before it", "the record is about no one system")
      : foundChanges(record, before(record), of, found),
    record.system === "" ? null : foundChanges(record, sinceBreach, of, found),
    record.system === "" ? null : containment(record, of, { nowMs, found }),
    record.system === ""
      ? found.lack("extent of the condition", "the record is about no one system")
      : foundElsewhere(record, of, { nowMs, found }),
  ]);
  if (decisions !== null && decisions.subjects === null) {
    found.lack("persons affected", "no prediction in the windows names a subject");
  }
  const similar = foundSimilar(record, of.ledger.state.nonconformities.values());
  const summary = {
    examinedMs: nowMs,
    occasion,
    episodes: record.episodes.length,
    decisions,
  };
  const document = await of.content.put({
    kind: "examination",
    record: record.id,
    ...summary,
    windows: scope?.windows ?? null,
    groups: scope?.groups ?? null,
    contributions: contributed,
    changes: changes?.slice(0, KEPT) ?? null,
    since: since?.slice(0, KEPT) ?? null,
    containment: contained,
    elsewhere: elsewhere && { ...elsewhere, systems: elsewhere.systems.slice(0, KEPT) },
    similar: similar.slice(0, KEPT),
    unknown: found.unknown,
  });
  return {
    ...summary,
    contributions: contributed === null ? null : leading(contributed, record),
    changes: changes && named(changes),
    since: since && named(since),
    containment: contained,
    elsewhere:
      elsewhere === null
        ? null
        : {
            count: elsewhere.systems.length,
            first: elsewhere.systems.slice(0, NAMED).map(({ system, shares }) => ({
              system,
              shares: shares.slice(0, SHARES).map((each) => each.slice(0, WHAT_MAX)),
            })),
          },
    similar: { count: similar.length, first: similar.slice(0, NAMED) },
    unknown: found.unknown.slice(0, NAMED),
    ...(found.hasFailed ? { isIncomplete: true } : {}),
    document,
  };
}

/** The newest, without the words of whoever reported them: those stand in the document alone. */
function named(changes: readonly ToldChange[]): NonNullable<Examination["changes"]> {
  const first = changes.slice(0, NAMED).map(({ summary: _, what, ...change }) => ({
    ...change,
    what: what.slice(0, WHAT_MAX),
  }));
  return { count: changes.length, first };
}

function withoutWindows({ control, system }: Nonconformity): string {
  if (control === null) return "no control measured it, so no window says when it began and ended";
  if (system === "") return "the record is about no one system";
  return "it has no episode";
}

/** The first of each kind; where a feature is in breach, features first. */
function leading(
  of: readonly Contribution[],
  { episodes }: Nonconformity,
): readonly Contribution[] {
  const isOfFeature = episodes[0]?.instance["feature"] !== undefined;
  const kinds = isOfFeature ? (["feature", "segment"] as const) : (["segment", "feature"] as const);
  return kinds.flatMap((kind) => of.filter((each) => each.kind === kind).slice(0, LEADING));
}

const LEADING = 5;
const NAMED = 10;
const SHARES = 8;
const WHAT_MAX = 200;
/** Of each kind in the document. */
const KEPT = 1_000;
