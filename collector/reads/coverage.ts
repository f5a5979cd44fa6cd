import type { Reads } from "@tiltmeter/dashboards";

type Coverage = Awaited<ReturnType<Reads["coverage"]>>;
type Framework = Coverage["frameworks"][number];
type Clause = Framework["clauses"][number];
type ControlSummary = Awaited<ReturnType<Reads["controls"]>>[number];
type Counts = Awaited<ReturnType<Reads["evaluationCounts"]>>[number];

/** Which clauses the controls give evidence for: every clause that one of them cites. */
export function readCoverage(
  range: Coverage["range"],
  controls: readonly ControlSummary[],
  counts: readonly Counts[],
): Coverage {
  const counted = new Map(counts.map((each) => [each.control, each]));
  const ids = new Set(controls.flatMap(({ control }) => Object.keys(control.clauses)));
  return {
    range,
    frameworks: [...ids].sort().map((id) => framework(id, controls, counted)),
  };
}

function framework(
  id: string,
  controls: readonly ControlSummary[],
  counted: ReadonlyMap<string, Counts>,
): Framework {
  const citing = controls.filter(({ control }) => (control.clauses[id] ?? []).length > 0);
  const clauses = new Set(citing.flatMap(({ control }) => control.clauses[id] ?? []));
  const totals = citing.map((control) => counted.get(control.id));
  return {
    id,
    title: id,
    source: "",
    clauses: [...clauses].sort().map(
      (clause): Clause => ({
        id: clause,
        title: "",
        evidence: "telemetry",
        fit: null,
        confidence: null,
        controls: citing
          .filter(({ control }) => control.clauses[id]?.includes(clause))
          .map((control) => citation(control, counted.get(control.id))),
      }),
    ),
    scheduled: totals.reduce((sum, each) => sum + (each === undefined ? 0 : scheduled(each)), 0),
    conclusive: totals.reduce((sum, each) => sum + (each?.conclusive ?? 0), 0),
  };
}

/** Evaluations that the schedule asked for: a window that was missed had as many as those that were not. */
export function scheduled(of: Counts): number {
  return of.judged === 0 ? of.scheduled : Math.round((of.evaluations * of.scheduled) / of.judged);
}

function citation(control: ControlSummary, counts: Counts | undefined): Clause["controls"][number] {
  const conclusive = control.instances
    .filter(({ verdict }) => verdict.kind === "pass" || verdict.kind === "breach")
    .map(({ verdict }) => verdict.kind);
  return {
    id: control.id,
    title: control.title,
    status: control.status,
    everyMs: control.everyMs,
    lastConclusiveMs: counts?.lastConclusiveMs ?? null,
    lastVerdict: conclusive.includes("breach")
      ? "breach"
      : conclusive.includes("pass")
        ? "pass"
        : null,
  };
}
