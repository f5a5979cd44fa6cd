import type { SystemDeclaration } from "./declaration.ts";

/** Something that a system's set-up still lacks, and what to do about it. */
export interface SetUpGap {
  readonly what: string;
  readonly how: string;
  /** Without it the system is still being set up. */
  readonly isBasic: boolean;
}

/** What the set-up of a system lacks, the gravest first; empty: complete. */
export function setUpGaps(
  declared: SystemDeclaration | null,
  hasBaseline: boolean,
): readonly SetUpGap[] {
  if (declared === null) {
    const how = "name it in systems.yaml, with its owner, risk tier, purpose and oversight role";
    return [{ what: "declaration", how, isBasic: true }];
  }
  const gap = (is: boolean, what: string, how: string, isBasic: boolean): readonly SetUpGap[] =>
    is ? [] : [{ what, how, isBasic }];
  const { owner, riskTier, purpose, oversightRole, assessment } = declared;
  return [
    ...gap(owner !== null, "owner", "write owner: who answers for it", true),
    ...gap(riskTier !== null, "risk tier", "write risk_tier: high, limited or minimal", true),
    ...gap(hasBaseline, "baseline", "approve what the model was validated on", true),
    ...gap(
      assessment !== null,
      "first review",
      "write assessment: { date: 2026-05-01, every: 365d } once risks and impact were assessed",
      true,
    ),
    ...gap(purpose !== null, "purpose", "write purpose: what it decides, for whom", false),
    ...gap(
      oversightRole !== null,
      "oversight role",
      "write oversight_role: the role of those who can overrule it",
      false,
    ),
  ];
}

/**
 * How long a system may take to be set up before what it lacks is a finding: a week, within which
 * its owner, tier, baseline and first review are one checklist.
 */
export const SET_UP_MS: number = 7 * 86_400_000;

/** It lacks something basic and is younger than the grace: `sinceMs` it is declared or was heard of. */
export function isInSetUp(
  gaps: readonly SetUpGap[],
  sinceMs: number | null,
  nowMs: number,
): boolean {
  const isNew = sinceMs === null || nowMs - sinceMs < SET_UP_MS;
  return isNew && gaps.some(({ isBasic }) => isBasic);
}
