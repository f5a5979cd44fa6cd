import type { Evidence, EvidenceGroup, EvidenceKind } from "../evidence/request.ts";

/** The evidence of a group, of the kind that the metric asked for; throws where a store answered another. */
export function evidenceOf<Kind extends EvidenceKind>(
  group: EvidenceGroup,
  kind: Kind,
): Extract<Evidence, { kind: Kind }> {
  const { evidence } = group;
  if (!isOf(evidence, kind)) {
    throw new Error(`the metric asked for ${kind} and the store answered ${evidence.kind}`);
  }
  return evidence;
}

function isOf<Kind extends EvidenceKind>(
  evidence: Evidence,
  kind: Kind,
): evidence is Extract<Evidence, { kind: Kind }> {
  return evidence.kind === kind;
}
