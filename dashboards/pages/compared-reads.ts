import { type Compared, type Comparison, moved } from "../comparison.ts";
import { type SteppedRange, stepStarts } from "../range.ts";
import type { Reads } from "../reads.ts";

/**
 * The series of what a chart is compared with, under the chart's steps; null where it is compared with
 * nothing. One question of the store, as the chart itself.
 */
export async function readCompared(
  reads: Pick<Reads, "series">,
  of: {
    readonly system: string;
    readonly metric: string;
    readonly steps: SteppedRange;
    readonly comparison: Comparison;
  },
): Promise<Compared | null> {
  const { system, metric, steps, comparison } = of;
  switch (comparison.kind) {
    case "none":
      return null;
    case "earlier": {
      const { range, word } = comparison;
      const { points } = await reads.series({ system, metric, range, stepMs: steps.stepMs });
      return { word, points: moved(points, steps.range.fromMs - range.fromMs) };
    }
    case "version": {
      const by = "model_version";
      const { points } = await reads.series({ system, metric, by, ...steps });
      const own = points.filter((point) => point.by[by] === comparison.version);
      return { word: comparison.word, points: own };
    }
    case "baseline": {
      const { range, word } = comparison;
      // How many came in a longer time says nothing of a step of this one.
      if (metric === "count") return null;
      const { points } = await reads.series({ system, metric, range, stepMs: null });
      const [whole] = points;
      if (whole === undefined) return { word, points: [] };
      return { word, points: stepStarts(steps).map((timeMs) => ({ ...whole, timeMs })) };
    }
  }
}
