import type { Calls } from "../evidence/calls.ts";
import { evidenceOf } from "./evidence-of.ts";
import { measureKnownPart } from "./known-part.ts";
import type { Metric } from "./metric.ts";

/** A metric of tokens that calls say: of a system as a whole, since budgets are. */
function tokenMetric(of: {
  readonly id: string;
  readonly title: string;
  readonly tokens: (calls: Calls) => number;
  readonly isMean?: true;
}): Metric {
  return {
    id: of.id,
    title: of.title,
    unit: "1",
    display: "number",
    worse: "higher",
    evidence: "calls",
    by: ["system"],
    minSample: 1,
    certainty: "fact",
    measure: (family, context) =>
      family.map((group) => {
        const calls = evidenceOf(group, "calls");
        if (calls.calls === 0) return { kind: "no_data", reason: "no calls in the window" };
        const answered = calls.calls - calls.errors;
        const measured = answered - calls.unmeasured;
        const tokens = of.tokens(calls);
        if (of.isMean === true && measured === 0) {
          const reason = `none of ${answered} answered calls says its tokens`;
          return { kind: "insufficient", n: 0, reason };
        }
        return measureKnownPart(
          {
            value: of.isMean === true ? tokens / measured : tokens,
            answered,
            unknown: calls.unmeasured,
            lacks: "tokens",
            onlyGrows: of.isMean !== true,
            detail: {
              inputTokens: calls.inputTokens,
              cachedTokens: calls.cachedTokens,
              outputTokens: calls.outputTokens,
              reasoningTokens: calls.reasoningTokens,
              unmeasured: calls.unmeasured,
            },
          },
          context,
        );
      }),
    source: "a sum of what providers' answers say",
  };
}

/** Cached ones included: a provider counts them, if for less. */
export const inputTokens: Metric = tokenMetric({
  id: "input_tokens",
  title: "Input tokens",
  tokens: (calls) => calls.inputTokens,
});

/** Those of reasoning included. */
export const outputTokens: Metric = tokenMetric({
  id: "output_tokens",
  title: "Output tokens",
  tokens: (calls) => calls.outputTokens,
});

/** Input and output, over the calls that say them. */
export const tokensPerCall: Metric = tokenMetric({
  id: "tokens_per_call",
  title: "Tokens per call",
  tokens: (calls) => calls.inputTokens + calls.outputTokens,
  isMean: true,
});
