import type { Nonconformity } from "@tiltmeter/rules";
import type { ClientMetricsItem } from "../calls.ts";
import { type Compared, type Comparison, shownComparison } from "../comparison.ts";
import { type Attempt, attempt } from "../parts/attempt.tsx";
import type { ProducerStanding } from "../producers.ts";
import { type ShownRange, type SteppedRange, stepped } from "../range.ts";
import type { ChangeMarker, ControlSummary, Reads, Series, SystemSummary } from "../reads.ts";
import { type CallsView, readCalls } from "./calls-reads.ts";
import { type ComparedMeasures, readCompared, readComparedMeasures } from "./compared-reads.ts";
import { inShort } from "./performance.tsx";
import { RECORDS_MAX, recordsOf } from "./records-of.ts";
import {
  type Oversight,
  type Performance,
  readOversight,
  readPerformance,
  readSegments,
  type SegmentTables,
} from "./system-measures.ts";
import { wholeMinutes } from "./whole-minutes.ts";

/** The charts of a system, in the order of its page. */
export const charted = ["count", "error_rate", "latency_p95", "accuracy", "override_rate"] as const;

/** A point every few pixels of a wide screen's half. */
const POINTS_MAX = 96;
/** Cells wide enough to hit with a finger. */
const HEAT_STEPS_MAX = 32;
/** Rates of fewer predictions jump between all and nothing. */
const POINT_SAMPLE = 50;
/** PSI of fewer says little: most cells would read "not measured". */
const CELL_SAMPLE = 150;

export interface SystemView {
  readonly system: SystemSummary;
  readonly range: ShownRange;
  readonly comparison: Comparison;
  readonly steps: SteppedRange;
  readonly heatSteps: SteppedRange;
  readonly charts: readonly {
    readonly metric: string;
    readonly series: Attempt<Series>;
    readonly compared: Attempt<Compared | null>;
  }[];
  /** Drawn beside the realised accuracy. */
  readonly estimated: Attempt<Series>;
  readonly performance: Attempt<Performance>;
  /** Null: compared with nothing. */
  readonly performanceBeside: Attempt<ComparedMeasures | null>;
  /** Null: no hosted model was called in the range. */
  readonly calls: Attempt<CallsView | null>;
  readonly clientMetrics: Attempt<readonly ClientMetricsItem[]>;
  readonly producers: Attempt<readonly ProducerStanding[]>;
  /** Clients that were watched in the last week and no longer are. */
  readonly lostClients: Attempt<readonly string[]>;
  readonly oversight: Attempt<Oversight | null>;
  readonly heat: Attempt<Awaited<ReturnType<Reads["driftSeries"]>>>;
  readonly changes: Attempt<readonly ChangeMarker[]>;
  readonly segments: Attempt<SegmentTables>;
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
  const whole = wholeMinutes(range);
  const comparison = shownComparison(range, steps, system, reads.nowMs());
  const readSeries = (metric: string): Promise<Attempt<Series>> =>
    attempt(`the series ${metric}`, () => reads.series({ system: id, metric, ...steps }));
  const [
    charts,
    estimated,
    performance,
    performanceBeside,
    calls,
    clientMetrics,
    producers,
    lostClients,
    oversight,
    segments,
    heat,
    changes,
    controls,
    records,
  ] = await Promise.all([
    Promise.all(
      charted.map(async (metric) => {
        const asked = { system: id, metric, steps, comparison };
        const [series, compared] = await Promise.all([
          readSeries(metric),
          attempt(`what ${metric} is compared with`, () => readCompared(reads, asked)),
        ]);
        return { metric, series, compared };
      }),
    ),
    readSeries("estimated_accuracy"),
    attempt("the performance", () => readPerformance(reads, id, whole)),
    attempt("the performance that it is compared with", () =>
      readComparedMeasures(reads, { system: id, metrics: inShort, range: whole, comparison }),
    ),
    attempt("the calls of hosted models", () =>
      readCalls(reads, { system: id, range: whole, steps, comparison }),
    ),
    attempt("what clients counted themselves", () =>
      reads.clientMetrics({ system: id, range: whole }),
    ),
    attempt("the processes that send its records", () => reads.producers(id)),
    attempt("what is no longer watched", async () => {
      const found = (await reads.instrumentation(id)).find((each) => each.system === id);
      return found?.lost ?? [];
    }),
    attempt("the oversight", () => readOversight(reads, system, whole)),
    attempt("the segments", () => readSegments(reads, system, whole)),
    attempt("the drift of the features", () => reads.driftSeries({ system: id, ...heatSteps })),
    attempt("the changes", () => reads.changes({ system: id, range: steps.range })),
    attempt("the controls", reads.controls),
    attempt("the nonconformities", async () =>
      recordsOf(await reads.recordPage({ state: "open", system: id, limit: RECORDS_MAX })),
    ),
  ]);
  return {
    system,
    range,
    comparison,
    steps,
    heatSteps,
    charts,
    estimated,
    performance,
    performanceBeside,
    calls,
    clientMetrics,
    producers,
    lostClients,
    oversight,
    heat,
    changes,
    segments,
    controls,
    open: records,
  };
}

/** How long a system usually takes for so many predictions, milliseconds. */
function usualTime(system: SystemSummary, predictions: number): number {
  const lifeMs = (system.lastSeenMs ?? 0) - (system.firstSeenMs ?? 0);
  return system.predictions === 0 ? 0 : (lifeMs / system.predictions) * predictions;
}
