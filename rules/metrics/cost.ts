import type { Costs } from "../evidence/costs.ts";
import { evidenceOf } from "./evidence-of.ts";
import { measureKnownPart } from "./known-part.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** What stands in a detail of what has no price: the rest is a count. */
const SHOWN_MAX = 20;

/** USD by the price list at hand, at the prices of the calls' days; what has no price is unknown, not free. */
export const cost: Metric = costMetric({
  id: "cost",
  title: "Cost of calls (USD)",
  isMean: false,
});

/** USD, over the calls whose cost is known. */
export const costPerCall: Metric = costMetric({
  id: "cost_per_call",
  title: "Cost per call (USD)",
  isMean: true,
});

function costMetric(of: {
  readonly id: string;
  readonly title: string;
  readonly isMean: boolean;
}): Metric {
  return {
    ...{ id: of.id, title: of.title },
    unit: "1",
    display: "number",
    worse: "higher",
    evidence: "costs",
    by: ["system"],
    minSample: 1,
    certainty: "fact",
    measure: (family, context) =>
      family.map((group) => measureCosts(evidenceOf(group, "costs"), of.isMean, context)),
    source:
      "tokens that providers' answers say, times the prices of the list that the detail names",
  };
}

function measureCosts(costs: Costs, isMean: boolean, context: MeasureContext): Measurement {
  const { calls, errors, usd, unmeasured, unpriced, prices } = costs;
  if (calls === 0) return { kind: "no_data", reason: "no calls in the window" };
  const answered = calls - errors;
  if (prices.length === 0) {
    const reason = "there is no price list, so that no call has a known cost";
    return { kind: "insufficient", n: 0, reason };
  }
  const withoutPrice = Object.entries(unpriced).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const unknown = unmeasured + withoutPrice.reduce((sum, [, count]) => sum + count, 0);
  if (isMean && answered === unknown) {
    const reason = `none of ${answered} answered calls has a known cost`;
    return { kind: "insufficient", n: 0, reason };
  }
  return measureKnownPart(
    {
      value: isMean ? usd / (answered - unknown) : usd,
      answered,
      unknown,
      lacks: "known cost",
      onlyGrows: !isMean,
      detail: {
        prices,
        unmeasured,
        unpriced: Object.fromEntries(withoutPrice.slice(0, SHOWN_MAX)),
        unpricedModels: withoutPrice.length,
      },
    },
    context,
  );
}
