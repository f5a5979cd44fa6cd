import { expect } from "vitest";
import type { EvidenceGroup, MeasureContext, Measurement } from "../../../rules/index.ts";
import { measure } from "./family.ts";

/** The measurement of one group, which has to have a value. */
export function measured(
  id: string,
  evidence: EvidenceGroup,
  of: Partial<MeasureContext> = {},
): Extract<Measurement, { kind: "measured" }> {
  const [found] = measure(id, [evidence], { positive: "yes", ...of });
  if (found?.kind !== "measured") throw new Error(`${id}: ${JSON.stringify(found)}`);
  return found;
}

/** Value and both bounds to nine digits. */
export function expectBounds(
  found: Extract<Measurement, { kind: "measured" }>,
  [value, lower, upper]: readonly [number, number, number],
): void {
  expect(found.value).toBeCloseTo(value, 9);
  expect(found.lower).toBeCloseTo(lower, 9);
  expect(found.upper).toBeCloseTo(upper, 9);
}
