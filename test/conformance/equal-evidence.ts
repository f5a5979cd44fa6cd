import type { Evidence, EvidenceGroup } from "@tiltmeter/rules";
import { expect } from "vitest";

type Errors = Extract<Evidence, { kind: "errors" }>;

/**
 * Expects the same groups with the same counts. Sums of doubles may differ by 1e-9 of the sum of what
 * was added, since the order of adding is the engine's own; 0 and −0 are one number.
 */
export function expectEqualEvidence(
  answered: readonly EvidenceGroup[],
  expected: readonly EvidenceGroup[],
): void {
  const settled = answered.map((group, i): EvidenceGroup => {
    const other = expected[i]?.evidence;
    return group.evidence.kind === "errors" && other?.kind === "errors"
      ? { ...group, evidence: withinTolerance(group.evidence, other) }
      : group;
  });
  expect(settled.map(withoutSign)).toEqual(expected.map(withoutSign));
}

/** The answered sums, each as the expected one where it is near enough. */
function withinTolerance(answered: Errors, expected: Errors): Errors {
  // Σ|y| ≤ √(n·Σy²), by Cauchy and Schwarz.
  const truths = Math.sqrt(expected.n * expected.truthSquared);
  const scale = {
    signed: expected.absolute,
    absolute: expected.absolute,
    squared: expected.squared,
    truth: truths,
    truthSquared: expected.truthSquared,
  };
  const near = (name: keyof typeof scale): number =>
    Math.abs(answered[name] - expected[name]) <= 1e-9 * scale[name]
      ? expected[name]
      : answered[name];
  return {
    ...answered,
    signed: near("signed"),
    absolute: near("absolute"),
    squared: near("squared"),
    truth: near("truth"),
    truthSquared: near("truthSquared"),
  };
}

function withoutSign(group: EvidenceGroup): EvidenceGroup {
  const { evidence } = group;
  if (evidence.kind !== "cells") return group;
  const plain = (of: number | null): number | null => (of === null ? null : of + 0);
  return {
    ...group,
    evidence: { ...evidence, min: plain(evidence.min), max: plain(evidence.max) },
  };
}
