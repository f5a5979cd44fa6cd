import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/**
 * Share of the input tokens that were read from the provider's cache, of the calls that say how many
 * were. Tokens of one call are no independent trials, so there are no bounds.
 */
export const cachedShare: Metric = {
  id: "cached_share",
  title: "Input tokens from a cache",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "calls",
  by: ["system"],
  certainty: "fact",
  measure: (family, context) =>
    family.map((group) => {
      const { cachedTokens, cacheKnownTokens, inputTokens } = evidenceOf(group, "calls");
      if (cacheKnownTokens === 0) {
        const reason = "no call in the window says how many of its tokens came from a cache";
        return { kind: "no_data", reason };
      }
      if (cacheKnownTokens < context.minSample) {
        return belowMinimum(cacheKnownTokens, "tokens", context.minSample);
      }
      return {
        kind: "measured",
        value: Math.min(1, cachedTokens / cacheKnownTokens),
        lower: null,
        upper: null,
        n: cacheKnownTokens,
        detail: { cachedTokens, inputTokens },
      };
    }),
  source: "a share of what providers' answers say",
};
