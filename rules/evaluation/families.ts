import type { Control } from "../control/control.ts";
import { labelsKey } from "../evidence/labels.ts";
import type { EvidenceGroup } from "../evidence/request.ts";
import type { Metric } from "../metrics/metric.ts";

/**
 * Splits the groups of one answer into families: those that are compared with each other, or that
 * share one risk of a false alarm.
 *
 * A family's members differ in the dimensions of `proof.correctFor`, and for a metric that
 * compares segments in those; else every group is a family of one. Order is kept.
 */
export function families(
  groups: readonly EvidenceGroup[],
  metric: Metric,
  control: Control,
): readonly (readonly EvidenceGroup[])[] {
  const corrected = control.proof.kind === "measured" ? [] : control.proof.correctFor;
  const isWithin = (dimension: string): boolean =>
    corrected.some((candidate) => candidate === dimension) ||
    (metric.comparesSegments === true && dimension.startsWith("segment."));
  const split = new Map<string, EvidenceGroup[]>();
  for (const group of groups) {
    const between = Object.entries(group.labels).filter(([dimension]) => !isWithin(dimension));
    const key = `${group.startMs} ${labelsKey(Object.fromEntries(between))}`;
    const family = split.get(key) ?? [];
    split.set(key, family);
    family.push(group);
  }
  return [...split.values()];
}
