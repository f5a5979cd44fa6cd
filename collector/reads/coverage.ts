import type { Reads } from "@tiltmeter/dashboards";
import { type Clause, type Framework, fitOf } from "@tiltmeter/rules";

type Coverage = Awaited<ReturnType<Reads["coverage"]>>;
type FrameworkCoverage = Coverage["frameworks"][number];
type ClauseCoverage = FrameworkCoverage["clauses"][number];
type ControlSummary = Awaited<ReturnType<Reads["controls"]>>[number];
type Counts = Awaited<ReturnType<Reads["evaluationCounts"]>>[number];

/** Shown even where no control cites it, and first: what is not covered is the news. */
const FIRST = "iso42001";

/** Which clauses the controls give evidence for: of each framework that one cites, every clause. */
export function readCoverage(
  range: Coverage["range"],
  of: {
    readonly frameworks: readonly Framework[];
    readonly controls: readonly ControlSummary[];
    readonly counts: readonly Counts[];
  },
): Coverage {
  const counted = new Map(of.counts.map((each) => [each.control, each]));
  const cited = new Set(of.controls.flatMap(({ control }) => Object.keys(control.clauses)));
  const known = of.frameworks
    .filter(({ id }) => cited.has(id) || id === FIRST)
    .sort((a, b) => Number(b.id === FIRST) - Number(a.id === FIRST));
  const unknown = [...cited].filter((id) => !of.frameworks.some((each) => each.id === id)).sort();
  return {
    range,
    frameworks: [
      ...known.map((each) => coverageOf(each, of.controls, counted)),
      ...unknown.map((id) =>
        coverageOf({ id, name: id, about: "", sources: {}, clauses: [] }, of.controls, counted),
      ),
    ],
  };
}

function coverageOf(
  framework: Framework,
  controls: readonly ControlSummary[],
  counted: ReadonlyMap<string, Counts>,
): FrameworkCoverage {
  const { id, name, sources } = framework;
  const cites = ({ control }: ControlSummary): readonly string[] => control.clauses[id] ?? [];
  const citing = new Map<string, ControlSummary[]>();
  for (const control of controls) {
    for (const clause of cites(control)) {
      citing.set(clause, [...(citing.get(clause) ?? []), control]);
    }
  }
  const known = new Set(framework.clauses.map((clause) => clause.id));
  const evidence = (clause: string, of: Clause | null): ClauseCoverage => ({
    id: clause,
    title: of?.title ?? "",
    fit: of?.fit ?? null,
    records: of?.records ?? null,
    confidence: of?.confidence ?? null,
    verifiedOn: of?.verifiedOn ?? null,
    controls: (citing.get(clause) ?? []).map((control) =>
      citation(control, of, counted.get(control.id)),
    ),
  });
  const totals = controls
    .filter((control) => cites(control).length > 0)
    .flatMap((control) => counted.get(control.id) ?? []);
  return {
    id,
    name,
    sources: Object.values(sources),
    clauses: [
      ...framework.clauses.map((clause) => evidence(clause.id, clause)),
      ...[...citing.keys()]
        .filter((clause) => !known.has(clause))
        .sort()
        .map((clause) => evidence(clause, null)),
    ],
    scheduled: totals.reduce((sum, each) => sum + scheduled(each), 0),
    conclusive: totals.reduce((sum, each) => sum + each.conclusive, 0),
  };
}

/** Evaluations that the schedule asked for: a window that was missed had as many as those that were not. */
function scheduled(of: Counts): number {
  return of.judged === 0 ? of.scheduled : Math.round((of.evaluations * of.scheduled) / of.judged);
}

function citation(
  control: ControlSummary,
  clause: Clause | null,
  counts: Counts | undefined,
): ClauseCoverage["controls"][number] {
  const kinds = new Set(control.instances.map(({ verdict }) => verdict.kind));
  return {
    id: control.id,
    title: control.title,
    status: control.status,
    fit: clause === null ? null : fitOf(clause, control.id),
    everyMs: control.everyMs,
    lastConclusiveMs: counts?.lastConclusiveMs ?? null,
    lastVerdict: kinds.has("breach") ? "breach" : kinds.has("pass") ? "pass" : null,
  };
}
