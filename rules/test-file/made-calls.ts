import type { ObservedCall } from "../evidence/record.ts";
import type { StepValues } from "./step-values.ts";

/** What makes a prediction of a series a call of a hosted model. */
const OF_CALLS = [
  ...["input_tokens", "cached_tokens", "output_tokens", "untold_tokens", "first_chunk"],
  ...["refusal_rate", "truncated_rate", "finish_reason", "tool"],
];

/**
 * What the `n` predictions of one step were as calls of a hosted model; undefined where the series says
 * nothing of calls. A call that failed has no answer, and so says nothing of one.
 */
export function madeCalls(
  values: StepValues,
  step: number,
  of: { readonly n: number; readonly name: string; readonly failed: readonly boolean[] },
): (i: number) => ObservedCall | undefined {
  if (!OF_CALLS.some((key) => values.series.values[key] !== undefined)) return () => undefined;
  const share = (key: string): readonly boolean[] =>
    values.share(`${of.name}${key}`, step, of.n, values.number(key, step));
  const [untold, refused, truncated] = [
    share("untold_tokens"),
    share("refusal_rate"),
    share("truncated_rate"),
  ];
  const saysRefusal = values.number("refusal_rate", step) !== null;
  const saysEnd =
    values.number("truncated_rate", step) !== null || values.isGiven("finish_reason", step);
  const reason = values.name("finish_reason", step) ?? "stop";
  const tool = values.name("tool", step);
  return (i) => {
    const isAnswered = of.failed[i] !== true;
    const tokens = (key: string): number | null =>
      isAnswered && untold[i] !== true ? values.number(key, step) : null;
    return {
      operation: "chat",
      requestModel: "",
      inputTokens: tokens("input_tokens"),
      cachedTokens: tokens("cached_tokens"),
      cacheWriteTokens: null,
      outputTokens: tokens("output_tokens"),
      reasoningTokens: null,
      finishReasons: isAnswered && saysEnd ? [truncated[i] === true ? "length" : reason] : [],
      tools: isAnswered && tool !== undefined ? { [tool]: 1 } : {},
      isRefused: isAnswered && saysRefusal ? refused[i] === true : null,
      firstChunk: isAnswered ? values.number("first_chunk", step) : null,
    };
  };
}
