import { canonicalJson } from "../canonical-json.ts";
import { writtenId } from "./burning.ts";
import type { Burn, Limit, NameList, Proof, Span, Suspension, TierTerms } from "./control.ts";
import type { Draft } from "./draft.ts";
import { isSameLimit } from "./for-tier.ts";
import { measureRules } from "./measures.ts";
import { goodText } from "./parse-good.ts";
import { INVENTORY_LABEL } from "./parts.ts";
import { durationText, frequencyText } from "./quantity.ts";

/**
 * The one text of a control, whatever order, comments, spelling of defaults or layout it was written
 * in: a control file in canonical JSON, every default filled in. Its hash is the revision, and
 * parsing it gives the same control back.
 */
export function printControl(control: Draft): string {
  const { appliesTo, outcomes, burn, tiers } = control;
  return canonicalJson({
    version: 1,
    ...(control.set === "" ? {} : { set: control.set }),
    ...(control.owner === "" ? {} : { owner: control.owner }),
    controls: [
      {
        id: writtenId(control),
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
        measure:
          control.good === null ? control.measure : { good: goodText(control.good), of: "all" },
        check: control.check ?? undefined,
        within: printWithin(control),
        by: control.by,
        favourable: printLabel(control),
        baseline: control.baseline ?? undefined,
        // An alarm says its window itself.
        window: burn === null ? durationText(control.windowMs) : undefined,
        every: burn === null ? durationText(control.everyMs) : undefined,
        data_delay: durationText(control.dataDelayMs),
        min_sample:
          burn === null
            ? printByTier(control.minSample, tiers, ({ minSample }) => minSample)
            : { bad_events: burn.badEventsMin, predictions: control.minSample },
        outcomes:
          outcomes === null
            ? undefined
            : {
                wait: durationText(outcomes.waitMs),
                min_coverage: outcomes.minCoverage,
                late: outcomes.late === "ignore" ? undefined : outcomes.late,
              },
        limit:
          burn === null
            ? { ...printLimit(control.limit), ...ofTiers(tiers, "limit", printLimit) }
            : printBurn(control, burn),
        warn: printWarn(control),
        proof: printProof(control.proof),
        for: printSpan(control.for),
        recover: {
          ...(isOwnRecovery(control) ? printRecovery(control.recover.limit) : {}),
          ...ofTiers(tiers, "recover", printRecovery),
          for: printSpan(control.recover.for),
        },
        no_data: control.noData,
        active_hours: control.activeHours === "always" ? undefined : control.activeHours,
        tell_apart: Object.keys(control.tellApart).length === 0 ? undefined : control.tellApart,
        group_by: control.groupBy,
        max_instances: control.maxInstances,
        // biome-ignore lint/suspicious/noThenProperty: the word of the control file; never awaited
        then: [{ raise: control.raises }, ...control.suspends.map(printSuspension)],
        blind_spots: control.blindSpots,
        runbook: control.runbook ?? undefined,
      },
    ],
  });
}

/** Whether a recovery limit has to be written: not where it is the limit, which may be another by tier. */
function isOwnRecovery({ limit, recover, tiers, burn }: Draft): boolean {
  if (burn !== null || limit.oneOf !== undefined) return false;
  const isTiered = Object.values(tiers).some((terms) => terms.limit !== undefined);
  return !isTiered || !isSameLimit(recover.limit, limit);
}

function ofTiers(
  tiers: Draft["tiers"],
  key: "limit" | "warn" | "recover",
  print: (limit: Limit) => object,
): object {
  const entries = Object.entries(tiers).flatMap(([tier, terms]) => {
    const own = terms[key];
    return own === undefined ? [] : [[tier, print(own)]];
  });
  return Object.fromEntries(entries);
}

function printWarn({ warn, tiers }: Draft): object | undefined {
  const own = ofTiers(tiers, "warn", printLimit);
  if (warn !== null) return { ...printLimit(warn), ...own };
  return Object.keys(own).length === 0 ? undefined : own;
}

function printLabel({ favourable, measure }: Draft): { label: string } | string | undefined {
  if (favourable !== null) return { label: favourable };
  return measureRules(measure).needsLabel ? INVENTORY_LABEL : undefined;
}

function printWithin({ withinMs, tiers }: Draft): unknown {
  if (withinMs === null) return undefined;
  return printByTier(durationText(withinMs), tiers, (terms) =>
    terms.withinMs === undefined ? undefined : durationText(terms.withinMs),
  );
}

/** The value itself, or a table of it by tier where one differs. */
function printByTier(
  value: unknown,
  tiers: Draft["tiers"],
  of: (terms: TierTerms) => unknown,
): unknown {
  const own = Object.entries(tiers).flatMap(([tier, terms]) => {
    const written = of(terms);
    return written === undefined ? [] : [[tier, written]];
  });
  return own.length === 0 ? value : { ...Object.fromEntries(own), other: value };
}

function printBurn(control: Draft, burn: Burn): object {
  const alarm = {
    spend: burn.spend,
    in: durationText(control.windowMs),
    confirm: durationText(burn.confirmMs),
    severity: control.severity,
  };
  return { objective: burn.objective, over: durationText(burn.overMs), burn: [alarm] };
}

function printSuspension({ when, riskTiers }: Suspension): object {
  return {
    ...(when === "propose" ? { propose: "suspend" } : { suspend: when }),
    risk_tier: riskTiers.length === 0 ? undefined : riskTiers,
  };
}

function printLimit(limit: Limit): object {
  const isRatio = limit.minRatio !== undefined || limit.maxRatio !== undefined;
  return {
    one_of: limit.oneOf && printNames(limit.oneOf),
    min: limit.min,
    max: limit.max,
    min_ratio: limit.minRatio,
    max_ratio: limit.maxRatio,
    of: isRatio ? "baseline" : undefined,
  };
}

function printNames(list: NameList): unknown {
  return list.from === "inventory" ? `inventory.${list.list}` : list.names;
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
