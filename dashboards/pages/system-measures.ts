import { type Attempt, attempt } from "../parts/attempt.tsx";
import { measurementIn } from "../parts/measured.tsx";
import type { Measures, Range, Reads, SystemSummary } from "../reads.ts";

/** How well a system does what it predicts: labels, with and without their outcomes. */
export const ofLabels = [
  "accuracy",
  "estimated_accuracy",
  "accuracy_gap",
  "label_coverage",
  "precision",
  "recall",
  "roc_auc",
  "calibration_error",
] as const;
/** Numbers. */
export const ofNumbers = ["mae", "rmse", "bias", "r_squared"] as const;
/** Rankings. */
export const ofRankings = ["mean_reciprocal_rank", "hit_rate_at_10", "ndcg_at_10"] as const;

/** What people do with what a system says. */
export const ofReviews = [
  "override_rate",
  "override_shortfall",
  "overrides_right",
  "confirms_wrong",
  "review_time_p50",
  "short_review_rate",
] as const;
export const byRole = ["override_rate", "review_time_p50", "short_review_rate"] as const;

/** What each segment's row shows beside its size, and how the rows compare. */
const ofSegments = [
  "count",
  "accuracy",
  "error_rate",
  "selection_rate",
  "selection_rate_ratio",
  "recall",
  "equal_opportunity_gap",
  "false_positive_rate",
  "false_positive_rate_gap",
] as const;
const ofReviewedSegments = ["override_rate", "oversight_disparity"] as const;

/** Each costs a few reads; a system with more names the rest. */
const SEGMENTS_MAX = 4;
/** As the control library has it: fewer are "not assessable", never a pass. */
export const ASSESSABLE_MIN = 200;

export interface Performance {
  readonly labels: Measures;
  /** Read only where nothing was predicted with a label; null else. */
  readonly others: Measures | null;
}

export interface Oversight {
  readonly whole: Measures;
  readonly byRole: Measures;
}

export interface SegmentMeasures {
  readonly segment: string;
  readonly measures: Attempt<Measures>;
}

export interface SegmentTables {
  readonly tables: readonly SegmentMeasures[];
  /** Segments that were not read. */
  readonly left: readonly string[];
}

/** Realised and estimated performance; of numbers and rankings only where there are no labels. */
export async function readPerformance(
  reads: Reads,
  system: string,
  range: Range,
): Promise<Performance> {
  const read = (metrics: readonly string[]): Promise<Measures> =>
    reads.measures({ system, metrics, range, stepMs: null });
  const labels = await read(ofLabels);
  const hasLabels = (measurementIn(labels, "accuracy")?.kind ?? "no_data") !== "no_data";
  return { labels, others: hasLabels ? null : await read([...ofNumbers, ...ofRankings]) };
}

/** Reviews of the range, all together and by the reviewer's role; null where there never was one. */
export async function readOversight(
  reads: Reads,
  system: SystemSummary,
  range: Range,
): Promise<Oversight | null> {
  if (system.oversight === 0) return null;
  const of = { system: system.id, range, stepMs: null };
  const [whole, roles] = await Promise.all([
    reads.measures({ ...of, metrics: ofReviews }),
    reads.measures({ ...of, metrics: byRole, by: "role" }),
  ]);
  return { whole, byRole: roles };
}

/** How a system does for each segment that predictions of the range carried, at most four. */
export async function readSegments(
  reads: Reads,
  system: SystemSummary,
  range: Range,
): Promise<SegmentTables> {
  const names = await reads.segments({ system: system.id, range });
  const metrics = [...ofSegments, ...(system.oversight === 0 ? [] : ofReviewedSegments)];
  const tables = await Promise.all(
    names.slice(0, SEGMENTS_MAX).map(async (segment) => ({
      segment,
      measures: await attempt(`the measures by ${segment}`, () =>
        reads.measures({
          system: system.id,
          metrics,
          by: segment,
          range,
          stepMs: null,
          minSample: ASSESSABLE_MIN,
        }),
      ),
    })),
  );
  return { tables, left: names.slice(SEGMENTS_MAX) };
}
