import type { Issue } from "../governance.ts";
import type { Trigger } from "../reassessment.ts";
import {
  countFigure,
  isWithin,
  type ReviewPeriod,
  type ReviewSection,
  reviewTable,
} from "./review-pack.ts";

/** What bears on the system from outside and inside, over a period. */
export interface ContextChanges {
  readonly period: ReviewPeriod;
  readonly issues: readonly Issue[];
  /** Of a day such as `2026-11-27`. */
  readonly msOf: (day: string) => number;
  readonly dayOf: (ms: number) => string;
  /** Changes of models, suppliers and populations that were found. */
  readonly triggers: readonly Trigger[];
  /** Changes of the governance file. */
  readonly laidDown: readonly { readonly atMs: number; readonly summary: string }[];
  /** Concerns that were told of in the period. */
  readonly concerns: readonly {
    readonly system: string;
    readonly kind: string;
    readonly reportedMs: number;
    readonly acknowledgedMs: number | null;
    readonly resolvedMs: number | null;
  }[];
}

/** Input b: external and internal issues. */
export function issueChanges(of: ContextChanges): ReviewSection {
  const issues = of.issues.filter(({ kind }) => kind !== "interested_party");
  const fresh = issues.filter(({ since }) => isWithin(of.msOf(since), of.period));
  const found = of.triggers.filter(({ sinceMs }) => isWithin(sinceMs, of.period));
  const laidDown = of.laidDown.filter(({ atMs }) => isWithin(atMs, of.period));
  return {
    input: "b",
    title: "Changes in external and internal issues",
    figures: [
      countFigure({
        ...{ label: "Issues on file", value: issues.length, query: "/api/v1/governance" },
        how: "issues of the governance file, whenever they arose",
      }),
      countFigure({
        ...{ label: "New in the period", value: fresh.length, query: "/api/v1/governance" },
        how: "of those, with a day in the period",
      }),
      countFigure({
        ...{ label: "Changes found by telemetry", value: found.length, query: "/api/v1/risks" },
        how: "new models, suppliers, prompts and drifted populations since the last assessments",
      }),
      countFigure({
        ...{ label: "Changes of the governance file", value: laidDown.length },
        ...{ query: "/api/v1/governance", how: "times that another state of it was put in force" },
      }),
    ],
    tables: [
      reviewTable(
        "Issues",
        ["Issue", "Kind", "What", "Since"],
        issues.map(({ id, kind, title, since }) => [id, kind, title, since]),
      ),
      reviewTable(
        "Changes found by telemetry",
        ["Since", "System", "What", "Assessment due"],
        found.map(({ sinceMs, system, detail, dueMs }) => [
          of.dayOf(sinceMs),
          system,
          detail,
          of.dayOf(dueMs),
        ]),
      ),
      reviewTable(
        "Changes of the governance file",
        ["Day", "What"],
        laidDown.map(({ atMs, summary }) => [of.dayOf(atMs), summary]),
      ),
    ],
    notCovered:
      "Laws, markets and the organisation are not watched by telemetry: people add what changed to the governance file.",
  };
}

/** Input c: what interested parties need. */
export function partyChanges(of: ContextChanges): ReviewSection {
  const parties = of.issues.filter(({ kind }) => kind === "interested_party");
  const fresh = parties.filter(({ since }) => isWithin(of.msOf(since), of.period));
  const concerns = of.concerns.filter(({ reportedMs }) => isWithin(reportedMs, of.period));
  const query = "/api/v1/concerns";
  return {
    input: "c",
    title: "Changes in needs and expectations of interested parties",
    figures: [
      countFigure({
        ...{ label: "Needs on file", value: parties.length, query: "/api/v1/governance" },
        how: "needs of interested parties in the governance file",
      }),
      countFigure({
        ...{ label: "New in the period", value: fresh.length, query: "/api/v1/governance" },
        how: "of those, with a day in the period",
      }),
      countFigure({
        ...{ label: "Concerns reported", value: concerns.length, query },
        how: "concerns and complaints that telemetry carried, by the day they were reported",
      }),
      countFigure({
        ...{ label: "Not acknowledged yet", query },
        value: concerns.filter(
          ({ acknowledgedMs, resolvedMs }) => (acknowledgedMs ?? resolvedMs) === null,
        ).length,
        how: "of those, without an acknowledgement or a resolution",
      }),
      countFigure({
        ...{ label: "Not resolved yet", query },
        value: concerns.filter(({ resolvedMs }) => resolvedMs === null).length,
        how: "of those, without a resolution",
      }),
    ],
    tables: [
      reviewTable(
        "Needs of interested parties",
        ["Need", "What", "Since"],
        parties.map(({ id, title, since }) => [id, title, since]),
      ),
      reviewTable(
        "Concerns by system and kind",
        ["System", "Kind", "Reported"],
        tally(concerns.map(({ system, kind }) => [system, kind])),
      ),
    ],
    notCovered: "Only concerns that are sent to the collector are counted.",
  };
}

/** How often each row stands, as rows with that number at their end. */
function tally(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const counts = new Map<string, { readonly row: readonly string[]; count: number }>();
  for (const row of rows) {
    const key = JSON.stringify(row);
    const known = counts.get(key);
    counts.set(key, { row, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ row, count }) => [...row, String(count)]);
}
