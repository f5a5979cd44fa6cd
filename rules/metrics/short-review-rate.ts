import { latencyCell } from "../evidence/latencies.ts";
import { decidedOf } from "./decided.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";
import { decidedDwell, mediansByAction } from "./reviewed.ts";

/** Nobody sees a case, judges it and answers in less: a choice reaction alone takes half a second. */
const REACTION_SECONDS = 2;

/**
 * Share of timed confirmations and overrides that took less than 2 seconds: implausibly short.
 *
 * Exact to a cell, so that a review within 2 % of 2 seconds may count on either side.
 */
export const shortReviewRate: Metric = {
  id: "short_review_rate",
  title: "Implausibly short reviews",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "reviews",
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const reviews = evidenceOf(group, "reviews");
      const cells = decidedDwell(reviews);
      const total = (counted: typeof cells): number =>
        counted.reduce((sum, [, count]) => sum + count, 0);
      const short = total(cells.filter(([cell]) => cell < latencyCell(REACTION_SECONDS)));
      return measureProportion(
        {
          successes: short,
          trials: total(cells),
          unit: "timed reviews",
          detail: {
            short,
            reactionSeconds: REACTION_SECONDS,
            decided: decidedOf(reviews).decided,
            byAction: mediansByAction(reviews),
          },
        },
        context,
      );
    }),
  source: "Hick (1952) on choice reaction times; Clopper & Pearson (1934) bounds",
};
