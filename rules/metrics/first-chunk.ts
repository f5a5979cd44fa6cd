import { LATENCY_CELL_MIN, LATENCY_RATIO } from "../evidence/latencies.ts";
import { geometricQuantile } from "../statistics/geometric-quantile.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** One quantile of the time until a streamed answer begins, in seconds, within 1 % of the sample's own. */
function firstChunkQuantile(percent: 50 | 90 | 95 | 99): Metric {
  return {
    id: `first_chunk_p${percent}`,
    title: `Time to first chunk, ${percent}th percentile`,
    unit: "s",
    display: "seconds",
    worse: "higher",
    evidence: "calls",
    measure: (family, context) =>
      family.map((group) => {
        const { firstChunks } = evidenceOf(group, "calls");
        const found = geometricQuantile({
          cells: Object.entries(firstChunks).map(
            ([index, calls]) => [Number(index), calls] as const,
          ),
          ratio: LATENCY_RATIO,
          floor: LATENCY_CELL_MIN,
          quantile: percent / 100,
          confidence: context.confidence,
        });
        if (found === null) {
          return {
            kind: "no_data",
            reason: "no call in the window says when its first chunk came",
          };
        }
        const { value, lower, upper, n, bracket } = found;
        if (n < context.minSample) return belowMinimum(n, "streamed calls", context.minSample);
        return { kind: "measured", value, lower, upper, n, detail: { bracket } };
      }),
    source: "order-statistic bounds: Hahn, Meeker & Escobar, Statistical Intervals, 5.2",
  };
}

export const firstChunkP50: Metric = firstChunkQuantile(50);
export const firstChunkP90: Metric = firstChunkQuantile(90);
export const firstChunkP95: Metric = firstChunkQuantile(95);
export const firstChunkP99: Metric = firstChunkQuantile(99);
