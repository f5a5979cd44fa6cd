import { type ClockTerms, clocksOf } from "../../duties/clocks.ts";
import { DEFAULT_POLICY } from "../../duties/policy.ts";
import { isDueAction } from "../../nonconformity/corrective-action.ts";
import type { Nonconformity } from "../../nonconformity/nonconformity.ts";
import { isOpen } from "../../nonconformity/passages.ts";
import { recordAt } from "../../nonconformity/record-at.ts";
import { recurrencesWithin } from "../../nonconformity/recurrence.ts";
import { SEVERITIES } from "../../nonconformity/severity.ts";
import {
  countFigure,
  isWithin,
  medianDays,
  periodBefore,
  type ReviewPeriod,
  type ReviewSection,
  reviewTable,
  shareFigure,
} from "./review-pack.ts";

const SHIPPED: ClockTerms = {
  policy: DEFAULT_POLICY,
  calendar: (name) => {
    throw new Error(`the policy as shipped knows no calendar ${name}`);
  },
};

const QUERY = "/api/v1/nonconformities";

/** Input d1: nonconformities and corrective actions. `records` as they stand; the past follows from their steps. */
export function nonconformityTrends(of: {
  readonly records: readonly Nonconformity[];
  readonly period: ReviewPeriod;
  /** Absent: as shipped. */
  readonly clocks?: ClockTerms;
}): ReviewSection {
  const { records, period, clocks = SHIPPED } = of;
  const before = periodBefore(period);
  const now = facts(records, period, clocks);
  const then = facts(records, before, clocks);
  const count = (label: string, how: string, key: Counted) =>
    countFigure({ label, how, query: QUERY, value: now[key].length, before: then[key].length });
  return {
    input: "d1",
    title: "Nonconformities and corrective actions",
    figures: [
      count(
        "Raised",
        "records raised in the period, observations and dismissed ones too",
        "raised",
      ),
      count(
        "Confirmed",
        "of those, neither dismissed nor void nor an observation now",
        "confirmed",
      ),
      count("Closed", "records closed in the period", "closed"),
      count("Open at the end", "records that were open when the period ended", "open"),
      count(
        "Overdue at the end",
        "of those, with a clock of the policy that was breached",
        "overdue",
      ),
      count(
        "Came back",
        "raised within 90 days of a closure, or of three systems alike",
        "recurred",
      ),
      medianDays({
        ...{ label: "Median time to contain", query: QUERY },
        how: "from the raise to leaving containing, of records that left it in the period",
        ms: now.containMs,
        before: then.containMs,
      }),
      medianDays({
        ...{ label: "Median time to close", query: QUERY },
        how: "from the raise to the closure, of records closed in the period",
        ms: now.closeMs,
        before: then.closeMs,
      }),
      shareFigure({
        ...{ label: "Effectiveness tests passed", query: QUERY },
        how: "moves out of verifying that went on to closing, of all in the period",
        part: now.verified.passed,
        whole: now.verified.all,
        before: { part: then.verified.passed, whole: then.verified.all },
      }),
      countFigure({
        ...{ label: "Corrective actions not done", query: QUERY },
        how: "planned actions of open records that nobody has reported done",
        value: now.open.flatMap(({ actions }) => actions.filter(isDueAction)).length,
      }),
    ],
    tables: [
      reviewTable(
        "Raised in the period, by severity",
        ["Severity", "Raised", "Closed", "Open at the end"],
        SEVERITIES.map((severity) => {
          const own = (list: readonly Nonconformity[]): string =>
            String(list.filter((each) => each.severity === severity).length);
          return [severity, own(now.raised), own(now.closed), own(now.open)];
        }).reverse(),
      ),
      reviewTable(
        "Open at the end, by owner",
        ["Owner", "Open"],
        by(now.open, ({ owner }) => [owner ?? "nobody"]),
      ),
      reviewTable(
        "Raised in the period, by clause",
        ["Clause", "Raised"],
        by(now.raised, clausesOf),
      ),
      reviewTable(
        "Came back",
        ["Record", "System", "Control"],
        now.recurred.map(({ id, system, controlTitle }) => [id, system, controlTitle]),
      ),
    ],
    notCovered:
      "What no control measures and nobody reports is not among them; few records may mean that little is measured.",
  };
}

type Counted = "raised" | "confirmed" | "closed" | "open" | "overdue" | "recurred";

interface TrendFacts extends Readonly<Record<Counted, readonly Nonconformity[]>> {
  readonly containMs: readonly number[];
  readonly closeMs: readonly number[];
  readonly verified: { readonly passed: number; readonly all: number };
}

const NOT_CONFIRMED: ReadonlySet<string> = new Set(["dismissed", "void", "observation", "merged"]);

function facts(
  records: readonly Nonconformity[],
  period: ReviewPeriod,
  terms: ClockTerms,
): TrendFacts {
  const raised = records.filter(({ raisedMs }) => isWithin(raisedMs, period));
  const moves = records.flatMap((record) =>
    record.steps
      .filter(({ kind, atMs }) => kind === "moved" && isWithin(atMs, period))
      .map((step) => ({ record, step })),
  );
  const leaving = (state: string): typeof moves => moves.filter(({ step }) => step.from === state);
  const closing = moves.filter(({ step }) => step.to === "closed");
  const after = ({ record, step }: (typeof moves)[number]): number => step.atMs - record.raisedMs;
  const standing = records.flatMap((record) => {
    const at = recordAt(record, period.toMs);
    return at === null || !isOpen(at) || at.state === "observation" ? [] : [{ record, at }];
  });
  const verified = leaving("verifying");
  return {
    raised,
    confirmed: raised.filter(({ state }) => !NOT_CONFIRMED.has(state)),
    closed: closing.map(({ record }) => record),
    open: standing.map(({ record }) => record),
    overdue: standing
      .filter(({ record }) =>
        clocksOf(record, terms, period.toMs - 1).some(({ state }) => state === "breached"),
      )
      .map(({ record }) => record),
    recurred: recurrencesWithin(records, period),
    containMs: leaving("containing").map(after),
    closeMs: closing.map(after),
    verified: {
      all: verified.length,
      passed: verified.filter(({ step }) => step.to === "closing" || step.to === "closed").length,
    },
  };
}

function clausesOf({ clauses }: Nonconformity): readonly string[] {
  return Object.entries(clauses).flatMap(([framework, ids]) =>
    ids.map((id) => `${framework} ${id}`),
  );
}

/** How many records have each name, the most first. */
function by(
  records: readonly Nonconformity[],
  names: (of: Nonconformity) => readonly string[],
): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  for (const name of records.flatMap((record) => [...new Set(names(record))])) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, count]) => [name, String(count)]);
}
