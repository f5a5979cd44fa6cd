import {
  type Baseline,
  type EvidenceGroup,
  type EvidenceRequest,
  maintenanceOf,
} from "@tiltmeter/rules";
import type { Controls } from "../acts/controls.ts";
import { createEvaluator, type Evaluator } from "../evaluator/evaluator.ts";
import type { Applier } from "../store/applier.ts";
import type { Store } from "../store/store.ts";
import type { Inventory } from "./inventory.ts";
import type { Keeping } from "./keeping.ts";
import { startedMaintenance } from "./started-maintenance.ts";

/** Introduces the evaluator to the store, the facts, the inventory and what is in force. */
export function openEvaluator(of: {
  readonly now: () => number;
  readonly keeping: Keeping;
  readonly store: Store;
  readonly facts: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  readonly inventory: Inventory;
  readonly applier: Pick<Applier, "readableUpToMs">;
  readonly inForce: Pick<Controls, "controls" | "maintenance">;
  readonly baselines: () => readonly Baseline[];
}): Evaluator {
  const { now, store, facts, inForce } = of;
  return createEvaluator({
    ...of.keeping,
    reads: {
      exampleIds: (asked) => store.exampleIds(asked),
      completeness: (system) => store.completeness(system),
      engine: store.engine,
    },
    controls: inForce.controls,
    baselines: of.baselines,
    inventory: () => of.inventory.systems(now()),
    fetchEvidence: (request) =>
      request.kind === "facts" ? facts(request) : store.fetchEvidence(request),
    lastEvaluations: () => store.lastEvaluations(),
    appendEvaluations: (rows) => store.appendEvaluations(rows),
    late: {
      ranges: (asked) => store.lateRanges(asked),
      evaluationsAt: (asked) => store.evaluationsAt(asked),
    },
    mutedBy: (control, system, endMs) =>
      (
        maintenanceOf(inForce.maintenance(), { control, system, endMs }) ??
        maintenanceOf(startedMaintenance(of.keeping.ledger.state), { control, system, endMs })
      )?.name ?? null,
    readableUpToMs: () => of.applier.readableUpToMs(now()),
  });
}
