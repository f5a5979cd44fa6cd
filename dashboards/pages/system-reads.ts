import { byUrgency, isOpen, type Nonconformity } from "@tiltmeter/rules";
import { type Attempt, attempt } from "../parts/attempt.tsx";
import { type ShownRange, type SteppedRange, stepped } from "../range.ts";
import type {
  ChangeMarker,
  ControlSummary,
  Reads,
  Series,
  SeriesPoint,
  SystemSummary,
} from "../reads.ts";

/** The charts of a system, in the order of its page. */
export const charted = ["count", "error_rate", "latency_p95", "accuracy", "override_rate"] as const;

/** What each segment's row shows beside its size. */
export const bySegment = ["count", "accuracy", "error_rate"] as const;

/** A point every few pixels of a wide screen's half. */
const POINTS_MAX = 96;
/** Cells wide enough to hit with a finger. */
const HEAT_STEPS_MAX = 32;
/** Rates of fewer predictions jump between all and nothing. */
const POINT_SAMPLE = 50;
/** PSI of fewer says little: most cells would read "not measured". */
const CELL_SAMPLE = 150;
/** Each costs a few reads; a system with more names the rest. */
const SEGMENTS_MAX = 4;

export interface SegmentTable {
  readonly segment: string;
  readonly series: Readonly<Record<(typeof bySegment)[number], Attempt<readonly SeriesPoint[]>>>;
}

export interface SystemView {
  readonly system: SystemSummary;
  readonly range: ShownRange;
  readonly steps: SteppedRange;
  readonly heatSteps: SteppedRange;
  readonly charts: readonly { readonly metric: string; readonly series: Attempt<Series> }[];
  readonly heat: Attempt<Awaited<ReturnType<Reads["driftSeries"]>>>;
  readonly changes: Attempt<readonly ChangeMarker[]>;
  readonly segments: Attempt<{
    readonly tables: readonly SegmentTable[];
    readonly left: readonly string[];
  }>;
  readonly controls: Attempt<readonly ControlSummary[]>;
  readonly open: Attempt<readonly Nonconformity[]>;
}

/** Reads what a system's page shows over one range. Each part may fail by itself. */
export async function readSystem(
  reads: Reads,
  system: SystemSummary,
  range: ShownRange,
): Promise<SystemView> {
  const steps = stepped(range, POINTS_MAX, usualTime(system, POINT_SAMPLE));
  const heatSteps = stepped(range, HEAT_STEPS_MAX, usualTime(system, CELL_SAMPLE));
  const id = system.id;
  const [charts, heat, changes, segments, controls, records] = await Promise.all([
    Promise.all(
      charted.map(async (metric) => ({
        metric,
        series: await attempt(`the series ${metric}`, () =>
          reads.series({ system: id, metric, ...steps }),
        ),
      })),
    ),
    attempt("the drift of the features", () => reads.driftSeries({ system: id, ...heatSteps })),
    attempt("the changes", () => reads.changes({ system: id, range: steps.range })),
    attempt("the segments", () => segmentTables(reads, id, range)),
    attempt("the controls", reads.controls),
    attempt("the nonconformities", reads.nonconformities),
  ]);
  const open: SystemView["open"] =
    records.kind === "unread"
      ? records
      : {
          kind: "read",
          value: records.value
            .filter((record) => record.system === id && isOpen(record))
            .sort(byUrgency),
        };
  return { system, range, steps, heatSteps, charts, heat, changes, segments, controls, open };
}

/** How long a system usually takes for so many predictions, milliseconds. */
function usualTime(system: SystemSummary, predictions: number): number {
  const lifeMs = (system.lastSeenMs ?? 0) - (system.firstSeenMs ?? 0);
  return system.predictions === 0 ? 0 : (lifeMs / system.predictions) * predictions;
}

async function segmentTables(
  reads: Reads,
  system: string,
  range: ShownRange,
): Promise<{ tables: readonly SegmentTable[]; left: readonly string[] }> {
  const { fromMs, toMs } = range;
  const names = await reads.segments({ system, range: { fromMs, toMs } });
  const read = (metric: string, by: string): Promise<Attempt<readonly SeriesPoint[]>> =>
    attempt(`${metric} by ${by}`, async () => {
      const of = { system, metric, by, range: { fromMs, toMs }, stepMs: null };
      return (await reads.series(of)).points;
    });
  const tables = await Promise.all(
    names.slice(0, SEGMENTS_MAX).map(async (segment) => {
      const [count, accuracy, error_rate] = await Promise.all([
        read("count", segment),
        read("accuracy", segment),
        read("error_rate", segment),
      ]);
      return { segment, series: { count, accuracy, error_rate } };
    }),
  );
  return { tables, left: names.slice(SEGMENTS_MAX) };
}
