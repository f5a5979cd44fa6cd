import type { Metric } from "./metric.ts";
import { provenShare } from "./proven-decisions.ts";

/**
 * Of the overrides whose outcome is known, the share in which the person was right.
 *
 * Where an override decides what happens, the outcome of the other choice is never seen: only some
 * overrides can be proven, and not a random part. The detail tells how many, and in how many of
 * them the model was right (`overriddenModelRight`).
 */
export const overridesRight: Metric = {
  id: "overrides_right",
  title: "Overrides that were right",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "reviews",
  needs: ["outcomes"],
  isCounted: true,
  measure: provenShare(({ outcomes }, { overridden }) => ({
    decisions: overridden,
    known: outcomes.overridden,
    successes: outcomes.overriddenRight,
    unit: "overrides",
  })),
  source: "Clopper & Pearson (1934) bounds",
};
