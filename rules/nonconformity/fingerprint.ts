import { canonicalJson } from "../canonical-json.ts";
import type { Labels } from "../evidence/labels.ts";

/**
 * What makes two raises the same matter: the control and the group, without the model version, since
 * a new version with the old fault is a recurrence.
 */
export function fingerprint(control: string, group: Labels): string {
  const { model_version: _, ...lasting } = group;
  return canonicalJson({ control, group: lasting });
}

/** `NC-2026-0042`. The number counts up within the year, from 1. */
export function nonconformityId(year: number, number: number): string {
  return `NC-${String(year).padStart(4, "0")}-${String(number).padStart(4, "0")}`;
}
