import {
  type EvidenceGroup,
  type EvidenceRequest,
  FACT_NAMES,
  FACTS,
  type FactName,
  labelsKey,
} from "@tiltmeter/rules";
import { instrumentationLost, uncountedCalls, uninstrumentedClients } from "./of-clients.ts";
import {
  alwaysFiring,
  disabled,
  missedEvaluations,
  neverConclusive,
  neverFired,
  unevaluatedControls,
  weakenedControls,
  wouldHaveRaised,
} from "./of-controls.ts";
import { anchorAge, retention, verificationFailures } from "./of-ourselves.ts";
import {
  brokenHolds,
  incidentClock,
  overdueActions,
  recurrences,
  untestedClosures,
} from "./of-records.ts";
import {
  accountabilityGaps,
  assessmentAge,
  baselineAge,
  baselineMissing,
  undeclared,
  unexpectedUse,
  unexplainedLoss,
} from "./of-systems.ts";
import { remembering } from "./remembering.ts";
import type { FactSources, FindFact, Found } from "./sources.ts";

/** How each fact is found; the compiler misses one that is not here. */
const FINDERS: Readonly<Record<FactName, FindFact>> = {
  undeclared,
  accountability_gaps: accountabilityGaps,
  baseline_missing: baselineMissing,
  assessment_age: assessmentAge,
  unevaluated_controls: unevaluatedControls,
  unexplained_loss: unexplainedLoss,
  uninstrumented_clients: uninstrumentedClients,
  instrumentation_lost: instrumentationLost,
  uncounted_calls: uncountedCalls,
  unexpected_use: unexpectedUse,
  verification_failures: verificationFailures,
  anchor_age: anchorAge,
  retention,
  weakened_controls: weakenedControls,
  incident_clock: incidentClock,
  broken_holds: brokenHolds,
  overdue_actions: overdueActions,
  untested_closures: untestedClosures,
  recurrences,
  never_fired: neverFired,
  always_firing: alwaysFiring,
  never_conclusive: neverConclusive,
  baseline_age: baselineAge,
  missed_evaluations: missedEvaluations,
  would_have_raised: wouldHaveRaised,
  disabled,
};

/** Names that a fact carries for people, at most. */
const NAMED_MAX = 20;

/**
 * Answers requests for facts: what the collector knows of systems, controls and itself without
 * telemetry, as it stands at the end of the window.
 *
 * What nothing is known of is left out: it is no data, never zero. Dear questions (which systems were
 * seen, does the ledger verify) are asked at most every minute, and the ledger's every ten.
 */
export function createFacts(
  sources: FactSources,
): (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]> {
  const of = remembering(sources);
  return async (request) => {
    const byControl = request.by.includes("control");
    const names = (request.facts ?? FACT_NAMES).filter(
      (name) => (FACTS[name].about === "control") === byControl,
    );
    const isAsked = scopeOf(request, sources);
    const groups = new Map<string, { labels: Record<string, string>; facts: Facts }>();
    for (const name of names) {
      for (const found of await FINDERS[name](of, request)) {
        if (!isAsked(found.system)) continue;
        const labels = labelsOf(found);
        const key = labelsKey(labels);
        const group = groups.get(key) ?? { labels, facts: {} };
        groups.set(key, group);
        const { value, n, named = [] } = found;
        group.facts[name] = { value, n, named: named.slice(0, NAMED_MAX) };
      }
    }
    return [...groups.values()].map(({ labels, facts }) => ({
      startMs: request.fromMs,
      labels,
      evidence: { kind: "facts", facts },
    }));
  };
}

/** What is declared for another environment is not asked for; what says of none is of every one. */
function scopeOf(
  { systems, environments = [] }: EvidenceRequest,
  of: FactSources,
): (system: string) => boolean {
  const elsewhere = new Set(
    of
      .declared()
      .flatMap(({ id, environment }) =>
        environment === null || environments.length === 0 || environments.includes(environment)
          ? []
          : [id],
      ),
  );
  return (system) => (systems?.includes(system) ?? true) && !elsewhere.has(system);
}

type Facts = Partial<Record<FactName, { value: number; n: number; named: readonly string[] }>>;

function labelsOf({ system, control }: Found): Record<string, string> {
  return control === undefined ? { system } : { system, control };
}
