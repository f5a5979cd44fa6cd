import type { EvidenceGroup, Labels, MeasureContext, Measurement } from "../../../rules/index.ts";
import { metric } from "../../../rules/index.ts";

export const context: MeasureContext = {
  confidence: 0.95,
  minSample: 0,
  minCoverage: 0,
  baseline: null,
  favourable: null,
  positive: null,
  toMs: 0,
};

export function group(evidence: EvidenceGroup["evidence"], labels: Labels = {}): EvidenceGroup {
  return { startMs: 0, labels: { system: "s", ...labels }, evidence };
}

export function measure(
  id: string,
  family: readonly EvidenceGroup[],
  of: Partial<MeasureContext> = {},
): readonly Measurement[] {
  const found = metric(id);
  if (found === undefined) throw new Error(`no metric ${id}`);
  return found.measure(family, { ...context, ...of });
}
