import { type Concerns, emptyConcerns } from "./concerns.ts";
import type { EvidenceRecord, ObservedConcern } from "./record.ts";
import type { EvidenceGroup, EvidenceRequest } from "./request.ts";

/**
 * Concerns as they stood at the end of the window, of every system that ever had one in scope: so that a
 * system whose last one was resolved is seen to have none.
 *
 * A concern belongs to the scope with any of its records; what has become of it may be told from any
 * environment. Nobody's report of it counts as reported by the first that is known.
 */
export function collectConcerns(
  request: EvidenceRequest,
  records: readonly EvidenceRecord[],
  isInScope: (origin: EvidenceRecord["origin"]) => boolean,
): EvidenceGroup[] {
  const { withinMs, toMs } = request;
  if (withinMs === undefined) throw new Error("concerns are asked for without withinMs");
  const concerns = new Map<
    string,
    { system: string; inScope: boolean; steps: ObservedConcern[] }
  >();
  for (const { origin, statement } of records) {
    if (statement.kind !== "concern" || statement.timeMs >= toMs) continue;
    const key = JSON.stringify([origin.system, statement.id]);
    const known = concerns.get(key) ?? { system: origin.system, inScope: false, steps: [] };
    concerns.set(key, known);
    known.inScope ||= isInScope(origin);
    known.steps.push(statement);
  }
  const bySystem = new Map<string, Concerns>();
  for (const { system, inScope, steps } of concerns.values()) {
    if (!inScope) continue;
    const sum = bySystem.get(system) ?? emptyConcerns();
    bySystem.set(system, addConcern(sum, steps, { toMs, withinMs }));
  }
  return [...bySystem].map(([system, evidence]) => ({
    startMs: request.fromMs,
    labels: { system },
    evidence,
  }));
}

function addConcern(
  sum: Concerns,
  steps: readonly ObservedConcern[],
  { toMs, withinMs }: { readonly toMs: number; readonly withinMs: number },
): Concerns {
  const has = (status: ObservedConcern["status"]): boolean =>
    steps.some((step) => step.status === status);
  if (has("resolved")) return sum;
  const reports = has("reported") ? steps.filter(({ status }) => status === "reported") : steps;
  const reported = Math.min(...reports.map(({ timeMs }) => micros(timeMs)));
  const isLate = micros(toMs) - reported > micros(withinMs);
  return {
    kind: "concerns",
    open: sum.open + 1,
    unacknowledged: sum.unacknowledged + (isLate && !has("acknowledged") ? 1 : 0),
    overdue: sum.overdue + (isLate ? 1 : 0),
  };
}

/** In whole microseconds, which is what is kept: of milliseconds the difference has a rest. */
function micros(ms: number): number {
  return Math.round(ms * 1000);
}
