import type { Ranks } from "../evidence/ranks.ts";
import type { RankQuality } from "../statistics/rank-quality.ts";
import { labelShortage } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** Measures at which rank the right answer stood, group by group. */
export function rankedLists(
  quality: (counts: Ranks["counts"], confidence: number) => RankQuality | null,
): Metric["measure"] {
  return (family, context) =>
    family.map((group): Measurement => {
      const { predictions, counts } = evidenceOf(group, "ranks");
      const found = quality(counts, context.confidence);
      const labelled = found?.n ?? 0;
      const shortage = labelShortage({ predictions, labelled }, context, "ranked lists");
      if (shortage !== null) return shortage;
      if (found === null || labelled < context.minSample) {
        return belowMinimum(labelled, "lists with a known answer", context.minSample);
      }
      const { value, lower, upper } = found;
      return {
        kind: "measured",
        value,
        lower,
        upper,
        n: labelled,
        detail: { predictions, labelled, first: counts["1"] ?? 0 },
      };
    });
}
