import { canonicalJson } from "../canonical-json.ts";
import type { Limit, Proof, Span } from "./control.ts";
import type { Draft } from "./draft.ts";
import { durationText, frequencyText } from "./quantity.ts";

/**
 * The one text of a control, whatever order, comments, spelling of defaults or layout it was written
 * in: a control file in canonical JSON, every default filled in. Its hash is the revision, and
 * parsing it gives the same control back.
 */
export function printControl(control: Draft): string {
  const { appliesTo, outcomes } = control;
  return canonicalJson({
    version: 1,
    ...(control.set === "" ? {} : { set: control.set }),
    ...(control.owner === "" ? {} : { owner: control.owner }),
    controls: [
      {
        id: control.id,
        title: control.title,
        requirement: control.requirement,
        clauses: control.clauses,
        severity: control.severity,
        status: control.status,
        applies_to: {
          system: appliesTo.systems,
          environment: appliesTo.environments,
          risk_tier: appliesTo.riskTiers,
        },
        measure: control.measure,
        by: control.by,
        favourable: control.favourable === null ? undefined : { label: control.favourable },
        baseline: control.baseline ?? undefined,
        window: durationText(control.windowMs),
        every: durationText(control.everyMs),
        data_delay: durationText(control.dataDelayMs),
        min_sample: control.minSample,
        outcomes:
          outcomes === null
            ? undefined
            : { wait: durationText(outcomes.waitMs), min_coverage: outcomes.minCoverage },
        limit: printLimit(control.limit),
        warn: control.warn === null ? undefined : printLimit(control.warn),
        proof: printProof(control.proof),
        for: printSpan(control.for),
        recover: { ...printRecovery(control.recover.limit), for: printSpan(control.recover.for) },
        no_data: control.noData,
        group_by: control.groupBy,
        max_instances: control.maxInstances,
        // biome-ignore lint/suspicious/noThenProperty: the word of the control file; never awaited
        then: [{ raise: control.raises }],
        blind_spots: control.blindSpots,
        runbook: control.runbook ?? undefined,
      },
    ],
  });
}

function printLimit(limit: Limit): object {
  const isRatio = limit.minRatio !== undefined || limit.maxRatio !== undefined;
  return {
    min: limit.min,
    max: limit.max,
    min_ratio: limit.minRatio,
    max_ratio: limit.maxRatio,
    of: isRatio ? "baseline" : undefined,
  };
}

function printRecovery(limit: Limit): object {
  return {
    above: limit.min,
    below: limit.max,
    above_ratio: limit.minRatio,
    below_ratio: limit.maxRatio,
  };
}

function printProof(proof: Proof): unknown {
  if (proof.kind === "measured") return "measured";
  if (proof.kind === "budget") {
    const { alarms: count, perMs, correctFor } = proof;
    return { false_alarms: frequencyText({ count, perMs }), correct_for: correctFor };
  }
  return { confidence: proof.confidence, correct_for: proof.correctFor };
}

function printSpan(span: Span): string {
  if ("ms" in span) return durationText(span.ms);
  return span.windows === 1 ? "1 window" : `${span.windows} windows`;
}
