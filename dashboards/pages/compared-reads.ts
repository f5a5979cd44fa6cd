import { type Compared, type Comparison, moved } from "../comparison.ts";
import { type SteppedRange, stepStarts } from "../range.ts";
import type { Measures, Range, Reads, SeriesPoint } from "../reads.ts";

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
      if (range === null) {
        const value = comparison.rates[metric];
        return value === undefined ? null : { word, points: level(steps, approved(value)) };
      }
      const { points } = await reads.series({ system, metric, range, stepMs: null });
      const [whole] = points;
      if (whole === undefined) return { word, points: [] };
      return { word, points: level(steps, whole) };
    }
  }
}

/** One number under every step. */
function level(steps: SteppedRange, point: Omit<SeriesPoint, "timeMs">): readonly SeriesPoint[] {
  return stepStarts(steps).map((timeMs) => ({ ...point, timeMs }));
}

function approved(value: number): Omit<SeriesPoint, "timeMs"> {
  return { by: {}, value, n: 0, lower: null, upper: null, note: null };
}

/** The same metrics of what a page is compared with. */
export interface ComparedMeasures {
  readonly word: string;
  readonly measures: Measures;
}

/** Null where it is compared with nothing, or with a baseline that is of no time. */
export async function readComparedMeasures(
  reads: Pick<Reads, "measures">,
  of: {
    readonly system: string;
    readonly metrics: readonly string[];
    readonly range: Range;
    readonly comparison: Comparison;
  },
): Promise<ComparedMeasures | null> {
  const { system, metrics, comparison } = of;
  switch (comparison.kind) {
    case "none":
      return null;
    case "version": {
      const by = "model_version";
      const asked = { system, metrics, by, range: of.range, stepMs: null };
      const found = await reads.measures(asked);
      const own = found.metrics.map((each) => ({
        ...each,
        points: each.points.filter((point) => point.by[by] === comparison.version),
      }));
      return { word: comparison.word, measures: { ...found, metrics: own } };
    }
    default: {
      const { range, word } = comparison;
      if (range === null) return null;
      return { word, measures: await reads.measures({ system, metrics, range, stepMs: null }) };
    }
  }
}
