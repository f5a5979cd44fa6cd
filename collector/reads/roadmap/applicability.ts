import type { Reads } from "@tiltmeter/dashboards";
import { type CitingControl, type Control, statementOfApplicability } from "@tiltmeter/rules";
import { readAttestations } from "./attestations.ts";
import type { RoadmapSources } from "./sources.ts";

type Statement = Awaited<ReturnType<Reads["roadmap"]["applicability"]>>;

/** Older verdicts are stale whatever the control; evaluations of a year are read for it. */
const BACK_MS = 400 * 86_400_000;
/** Always shown; the others where a control cites them or somebody speaks of their clauses. */
const FIRST = "iso42001";

/** The statement of applicability as it stands, or as it stood at an instant. */
export async function readApplicability(
  atMs: number | null,
  of: RoadmapSources,
): Promise<Statement> {
  const toMs = atMs ?? of.nowMs();
  const { state, asOf } =
    atMs === null ? { state: of.state(), asOf: of.asOf() } : await of.stateAt(atMs);
  const governance =
    atMs === null
      ? of.governance()
      : await of.governanceDocument(state.roadmap.governance_loaded.at(-1)?.document ?? null);
  const controls =
    atMs === null
      ? of.controls()
      : (await of.controlsAt(atMs)).flatMap(({ control }) => control ?? []);
  const last = new Map(
    (await of.lastVerdicts({ fromMs: toMs - BACK_MS, toMs })).map((each) => [each.control, each]),
  );
  const citing = controls.map((control): CitingControl => cited(control, last.get(control.id)));
  const attestations = readAttestations(state.roadmap);
  const applicability = governance?.applicability ?? [];
  const isNamed = (framework: string): boolean =>
    framework === FIRST ||
    citing.some(({ clauses }) => (clauses[framework] ?? []).length > 0) ||
    applicability.some((each) => each.framework === framework) ||
    attestations.some((each) => each.framework === framework);
  return {
    atMs: toMs,
    asOf,
    frameworks: of.frameworks
      .filter(({ id }) => isNamed(id))
      .sort((a, b) => Number(b.id === FIRST) - Number(a.id === FIRST))
      .map((framework) => ({
        id: framework.id,
        name: framework.name,
        sources: Object.values(framework.sources),
        lines: statementOfApplicability({
          ...{ framework, applicability, attestations, nowMs: toMs },
          controls: citing,
        }),
      })),
  };
}

function cited(
  { id, title, status, clauses, everyMs }: Control,
  last: { readonly windowEndMs: number; readonly verdict: "pass" | "breach" } | undefined,
): CitingControl {
  return {
    ...{ id, title, status, clauses, everyMs },
    lastConclusiveMs: last?.windowEndMs ?? null,
    lastVerdict: last?.verdict ?? null,
  };
}
