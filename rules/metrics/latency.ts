import { LATENCY_CELL_MIN, LATENCY_RATIO } from "../evidence/latencies.ts";
import { geometricQuantile } from "../statistics/geometric-quantile.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** One quantile of the latency, in seconds, within 1 % of the sample's own. */
function latencyQuantile(percent: 50 | 90 | 95 | 99): Metric {
  return {
    id: `latency_p${percent}`,
    title: `Latency, ${percent}th percentile`,
    unit: "s",
    display: "seconds",
    worse: "higher",
    evidence: "latencies",
    measure: (family, context) =>
      family.map((group) => {
        const found = geometricQuantile({
          cells: Object.entries(evidenceOf(group, "latencies").cells).map(
            ([index, predictions]) => [Number(index), predictions] as const,
          ),
          ratio: LATENCY_RATIO,
          floor: LATENCY_CELL_MIN,
          quantile: percent / 100,
          confidence: context.confidence,
        });
        if (found === null) return { kind: "no_data", reason: "no latency in the window" };
        const { value, lower, upper, n, bracket } = found;
        if (n < context.minSample) return belowMinimum(n, "latencies", context.minSample);
        return { kind: "measured", value, lower, upper, n, detail: { bracket } };
      }),
    source: "order-statistic bounds: Hahn, Meeker & Escobar, Statistical Intervals, 5.2",
  };
}

export const latencyP50: Metric = latencyQuantile(50);
export const latencyP90: Metric = latencyQuantile(90);
export const latencyP95: Metric = latencyQuantile(95);
export const latencyP99: Metric = latencyQuantile(99);
