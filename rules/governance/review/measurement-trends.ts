import type { Objective } from "../governance.ts";
import type { ObservedRisk } from "../observed-risk.ts";
import { countFigure, type ReviewSection, reviewTable, shareFigure } from "./review-pack.ts";

/** What one control did over a period. */
export interface ControlRun {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  /** Windows that the schedule asked for, and that were judged. */
  readonly scheduled: number;
  readonly judged: number;
  /** Verdicts on windows of instances: all, and those that were a pass or a breach. */
  readonly evaluations: number;
  readonly passed: number;
  readonly breached: number;
  /** Verdicts of the period before. */
  readonly passedBefore: number;
  readonly breachedBefore: number;
  readonly blindSpots: readonly string[];
}

/** Input d2: results of monitoring and measurement. */
export function measurementTrends(of: {
  readonly runs: readonly ControlRun[];
  readonly objectives: readonly Objective[];
  readonly risks: readonly ObservedRisk[];
  /** Share of production predictions of systems that some control in force watches. */
  readonly watched: { readonly part: number; readonly whole: number };
}): ReviewSection {
  const { runs } = of;
  const byId = new Map(runs.map((run) => [run.id, run]));
  const sum = (key: "scheduled" | "judged" | "evaluations" | Decided): number =>
    runs.reduce((total, run) => total + run[key], 0);
  const attained = of.objectives.map((objective) => ({
    objective,
    run: byId.get(objective.control) ?? null,
  }));
  const measured = attained.filter(({ run }) => run !== null && decided(run) > 0);
  const counts = "/api/v1/evaluation-counts";
  return {
    input: "d2",
    title: "Results of monitoring and measurement",
    figures: [
      shareFigure({
        ...{ label: "Verdicts that were a pass", query: counts },
        how: "passes of all passes and breaches, of every instance and window that ended in the period",
        part: sum("passed"),
        whole: sum("passed") + sum("breached"),
        before: {
          part: sum("passedBefore"),
          whole: sum("passedBefore") + sum("breachedBefore"),
        },
      }),
      shareFigure({
        ...{ label: "Windows that were judged", query: counts },
        how: "windows with a stored evaluation, of those that the schedule asked for",
        part: Math.min(sum("judged"), sum("scheduled")),
        whole: sum("scheduled"),
      }),
      shareFigure({
        ...{ label: "Verdicts that decided", query: counts },
        how: "passes and breaches, of all evaluations; the others were in doubt, without data or failed",
        part: sum("passed") + sum("breached"),
        whole: sum("evaluations"),
      }),
      shareFigure({
        ...{ label: "Traffic that is watched", query: "/api/v1/systems" },
        how: "predictions of the period of systems that a control in force judged, of all predictions",
        ...of.watched,
      }),
      shareFigure({
        ...{ label: "Objectives that were measured", query: "/api/v1/governance/chain" },
        how: "objectives whose control gave a pass or a breach in the period",
        part: measured.length,
        whole: attained.length,
      }),
      countFigure({
        ...{ label: "Risks that nobody measures", query: "/api/v1/risks" },
        how: "risks without a decided window in the period",
        value: of.risks.filter(({ unmeasured }) => unmeasured !== null).length,
      }),
    ],
    tables: [
      reviewTable(
        "Objectives",
        ["Objective", "Target", "Control", "Windows that kept it"],
        attained.map(({ objective, run }) => [
          `${objective.id} ${objective.title}`,
          objective.target,
          objective.control,
          run === null ? "its control is not in force" : kept(run),
        ]),
      ),
      reviewTable(
        "Risks, observed",
        ["Risk", "Guessed", "Observed", "Trend"],
        of.risks.map(({ risk, grade, observed, trend, unmeasured }) => [
          `${risk.id} ${risk.description}`,
          risk.likelihood === null ? "not guessed" : `likelihood ${risk.likelihood}`,
          observed === null || grade === null
            ? (unmeasured ?? "not measured")
            : `likelihood ${grade}: ${observed.breached} of ${observed.decided} windows in breach`,
          trend,
        ]),
      ),
      reviewTable(
        "Controls that breached",
        ["Control", "Breaches", "Before"],
        [...runs]
          .filter(({ breached }) => breached > 0)
          .sort((a, b) => b.breached - a.breached)
          .map(({ id, breached, breachedBefore }) => [
            id,
            String(breached),
            String(breachedBefore),
          ]),
      ),
      reviewTable(
        "Blind spots that controls declare",
        ["Control", "What it does not see"],
        runs.flatMap(({ id, blindSpots }) => blindSpots.map((spot) => [id, spot])),
      ),
    ],
    notCovered:
      "A pass means that the limit was kept as far as the sample can show; what has no control is not in these numbers.",
  };
}

type Decided = "passed" | "breached" | "passedBefore" | "breachedBefore";

function decided({ passed, breached }: ControlRun): number {
  return passed + breached;
}

function kept(run: ControlRun): string {
  const all = decided(run);
  return all === 0 ? "none was decided" : `${run.passed} of ${all}`;
}
