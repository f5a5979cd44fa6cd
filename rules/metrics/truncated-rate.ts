import type { Calls } from "../evidence/calls.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** What providers call an answer that ended because there was no room for more, in small letters. */
const TRUNCATED: ReadonlySet<string> = new Set([
  "length",
  "max_tokens",
  "max_output_tokens",
  "model_length",
  "model_context_window_exceeded",
]);

/** Share of the answers that were cut off at a limit of tokens, of those that say why they ended. */
export const truncatedRate: Metric = {
  id: "truncated_rate",
  title: "Truncated answers",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "calls",
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const calls = evidenceOf(group, "calls");
      const { truncated, said } = endsOf(calls);
      return measureProportion(
        {
          successes: truncated,
          trials: said,
          unit: "answers that say why they ended",
          detail: { truncated, unfinished: calls.unfinished },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};

function endsOf({ finishReasons }: Calls): { readonly truncated: number; readonly said: number } {
  let [truncated, said] = [0, 0];
  for (const [reason, answers] of Object.entries(finishReasons)) {
    said += answers;
    if (TRUNCATED.has(reason.toLowerCase())) truncated += answers;
  }
  return { truncated, said };
}
