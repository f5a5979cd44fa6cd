import type { Control } from "../control/control.ts";
import { isFactName } from "../evidence/facts.ts";
import type { EvidenceRequest } from "../evidence/request.ts";
import { metric } from "../metrics/catalogue.ts";
import type { Baseline } from "../profile/baseline.ts";
import type { Window } from "./schedule.ts";

/**
 * What a control asks the store for one window; `within` may differ by tier, so it is `forTier` that
 * asks. Risk tiers are the caller's: the inventory knows them, and the systems of the answer can be
 * filtered by it.
 *
 * Throws where the control's measure is not in the catalogue: the parser lets none through.
 */
export function requestFor(
  control: Control,
  window: Window,
  baselines: readonly Baseline[],
): EvidenceRequest {
  const measure = metric(control.measure);
  if (measure === undefined) {
    throw new Error(`control ${control.id} measures ${control.measure}, which no catalogue has`);
  }
  const { systems, environments } = control.appliesTo;
  return {
    kind: measure.evidence,
    by: control.by,
    fromMs: window.fromMs,
    toMs: window.toMs,
    ...(systems.length > 0 ? { systems } : {}),
    ...(environments.length > 0 ? { environments } : {}),
    ...(control.good === null ? {} : { good: control.good }),
    ...(measure.names === undefined ? {} : { names: measure.names }),
    ...(control.withinMs === null ? {} : { withinMs: control.withinMs }),
    ...(measure.evidence === "cells" ? { baselines } : {}),
    ...(isFactName(measure.id) ? { facts: [measure.id] } : {}),
  };
}
