import type { Evidence } from "../evidence/request.ts";
import type { Baseline, FeatureBaseline } from "../profile/baseline.ts";
import { binsOf, mergeIntoBins } from "../profile/bins.ts";
import { type CellsNull, toleratedCells } from "../statistics/sequential/cells-detector.ts";

/** A feature's deciles or categories, as a false-alarm budget weighs them. */
export interface BudgetCells {
  readonly feature: FeatureBaseline;
  readonly baseline: readonly number[];
  readonly current: readonly number[];
  /** The baseline counts by hour of the week: what is tolerated would change with every window. */
  readonly isSeasonal: boolean;
}

/** The coarse bins of a window and its baseline; null where there are none, or they are of another baseline. */
export function budgetCells(of: {
  readonly evidence: Evidence | null;
  readonly feature: string | null;
  readonly baseline: Baseline | null;
}): BudgetCells | null {
  const { evidence, baseline } = of;
  const name = of.feature ?? "";
  if (evidence?.kind !== "cells" || baseline === null || evidence.baseline !== baseline.digest) {
    return null;
  }
  const feature = Object.hasOwn(baseline.features, name) ? baseline.features[name] : undefined;
  if (feature === undefined || feature.kind === "sums") return null;
  const bins = binsOf(feature);
  const counts = mergeIntoBins(feature.counts, bins);
  if (counts.length < 2 || counts.every((count) => count === 0)) return null;
  const isSeasonal = baseline.seasonal !== undefined && feature.hourly !== undefined;
  return { feature, baseline: counts, current: mergeIntoBins(evidence.counts, bins), isSeasonal };
}

/** What a limit of the stability index tolerates around a feature's baseline. */
export function toleratedIn({ feature, baseline }: BudgetCells, stability: number): CellsNull {
  const known = made.get(feature) ?? new Map<number, CellsNull>();
  made.set(feature, known);
  const found = known.get(stability) ?? toleratedCells(baseline, { stability });
  known.set(stability, found);
  return found;
}

/** A baseline never changes and a control has three limits at most; each costs a projection to work out. */
const made = new WeakMap<FeatureBaseline, Map<number, CellsNull>>();
