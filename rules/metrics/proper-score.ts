import { SCORE_BINS } from "../evidence/scores.ts";
import { normalQuantile } from "../statistics/normal.ts";
import { rightByBin } from "./confidences.ts";
import type { Metric } from "./metric.ts";
import { labelledScores } from "./score-metric.ts";

/**
 * The mean of a loss over labelled predictions, each confidence taken as the middle of its bin; with
 * normal bounds. `loss` gets the confidence given to what came true.
 */
export function meanLoss(loss: (given: number) => number): Metric["measure"] {
  return labelledScores(({ pairs }, { confidence }) => {
    const { n, hits } = rightByBin(pairs);
    let [total, sum, squares] = [0, 0, 0];
    const add = (count: number, each: number): void => {
      total += count;
      sum += count * each;
      squares += count * each * each;
    };
    n.forEach((count, bin) => {
      const middle = (bin + 0.5) / SCORE_BINS;
      const right = hits[bin] ?? 0;
      add(right, loss(middle));
      add(count - right, loss(1 - middle));
    });
    if (total < 2) return "a mean loss needs two labelled predictions";
    const value = sum / total;
    const variance = Math.max(0, squares / total - value * value);
    const half = normalQuantile(confidence) * Math.sqrt(variance / (total - 1));
    return { value, lower: Math.max(0, value - half), upper: value + half, detail: {} };
  });
}
