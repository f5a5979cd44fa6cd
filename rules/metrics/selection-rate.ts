import type { EvidenceGroup } from "../evidence/request.ts";
import { totalOf } from "../statistics/count-pair.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { MeasureContext, Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of decisions with the favourable label. */
export const selectionRate: Metric = {
  id: "selection_rate",
  title: "Selection rate",
  unit: "1",
  display: "percent",
  worse: "both",
  evidence: "decisions",
  needs: ["label"],
  minSample: 100,
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const selection = selectionOf(group, context);
      if (selection === null) {
        return { kind: "insufficient", n: 0, reason: "no favourable label is named" };
      }
      const { selected, decisions, favourable } = selection;
      return measureProportion(
        { successes: selected, trials: decisions, unit: "decisions", detail: { favourable } },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};

/** How many decisions a group has and how many were favourable; null without a favourable label. */
export function selectionOf(
  group: EvidenceGroup,
  context: MeasureContext,
): { readonly selected: number; readonly decisions: number; readonly favourable: string } | null {
  const favourable = context.favourable ?? context.positive;
  if (favourable === null) return null;
  const { predicted } = evidenceOf(group, "decisions");
  return {
    selected: Object.hasOwn(predicted, favourable) ? (predicted[favourable] ?? 0) : 0,
    decisions: totalOf(Object.values(predicted)),
    favourable,
  };
}
