import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count, NOT_MEASURED } from "../formats/number.ts";
import { moment } from "../formats/time.ts";
import { type SteppedRange, stepStarts } from "../range.ts";
import type { ChangeMarker, SeriesPoint } from "../reads.ts";
import type { ChartData, ChartJudgement } from "./chart-data.ts";
import { chartShapes } from "./chart-shapes.ts";

/** Another measure of the same thing, drawn dashed on the same axes. */
export interface ChartBeside {
  readonly word: string;
  readonly points: readonly SeriesPoint[];
}

interface ChartProps {
  readonly metric: string;
  readonly points: readonly SeriesPoint[];
  readonly beside?: ChartBeside;
  readonly steps: SteppedRange;
  readonly changes: readonly ChangeMarker[];
  /** Drawn where the chart is of what a control measured. */
  readonly judgement?: ChartJudgement;
  readonly now: number;
}

/**
 * One metric over time: a drawing that needs no script, and the data from which the island draws a
 * better one. Where a step was not measured the line breaks.
 */
export function TimeChart(props: ChartProps): Child {
  const { metric, steps, now } = props;
  const words = metricWords(metric);
  const data = chartData(props);
  const whole = overall(words.style, data);
  const shapes = chartShapes(data);
  return (
    <figure class="chart" data-live={`chart-${metric}`} data-chart={JSON.stringify(data)}>
      <figcaption>
        <h3>{words.title}</h3>
        <p class="chart-value" data-readout>
          {whole === null ? <span class="soft">{NOT_MEASURED}</span> : whole}
        </p>
        <p class="chart-meaning">
          {words.meaning}
          {data.beside === undefined ? null : (
            <>
              {" "}
              <span class="beside-key">
                <svg viewBox="0 0 24 8" aria-hidden="true" focusable="false">
                  <path class="chart-beside" d="M0 4H24" />
                </svg>{" "}
                {data.beside.word}
              </span>
            </>
          )}
        </p>
      </figcaption>
      {shapes === null ? (
        <div class="chart-empty">
          <p>Nothing was measured in this range.</p>
        </div>
      ) : (
        <div class="chart-plot">
          <svg class="chart-still" viewBox="0 0 600 140" preserveAspectRatio="none" role="img">
            <title>{`${words.title} over time`}</title>
            {shapes.spans.map(({ kind, x, width }) => (
              <rect class={`chart-${kind}`} x={x} y="0" width={width} height="140" />
            ))}
            {shapes.changes.map((x) => (
              <path class="chart-change" d={`M${x} 0V140`} />
            ))}
            <path class="chart-band" d={shapes.band} />
            <path class={data.shape === "bars" ? "chart-bars" : "chart-line"} d={shapes.line} />
            {shapes.warn === "" ? null : <path class="chart-warn" d={shapes.warn} />}
            {shapes.limit === "" ? null : <path class="chart-limit" d={shapes.limit} />}
            {shapes.amended === "" ? null : <path class="chart-amended" d={shapes.amended} />}
            {shapes.beside === "" ? null : <path class="chart-beside" d={shapes.beside} />}
          </svg>
          <p class="chart-axis chart-still-axis">
            <span>{moment(steps.range.fromMs, now)}</span>
            <span>{`${metricValue(words.style, shapes.low)} – ${metricValue(words.style, shapes.high)}`}</span>
            <span>{moment(steps.range.toMs, now)}</span>
          </p>
        </div>
      )}
    </figure>
  );
}

function chartData(props: ChartProps): ChartData {
  const { metric, steps } = props;
  const at = new Map(props.points.map((point) => [point.timeMs, point]));
  const times = stepStarts(steps);
  const found = times.map((time) => at.get(time));
  const { style } = metricWords(metric);
  return {
    style,
    shape: style === "count" && props.judgement === undefined ? "bars" : "line",
    ...steps.range,
    stepMs: steps.stepMs,
    nowMs: props.now,
    fromZero: metric !== "accuracy",
    times,
    values: found.map((point) => point?.value ?? null),
    lower: found.map((point) => point?.lower ?? null),
    upper: found.map((point) => point?.upper ?? null),
    ...(props.beside === undefined ? {} : { beside: alongside(props.beside, times) }),
    samples: found.map((point) => point?.n ?? 0),
    ...(props.judgement === undefined ? {} : { judgement: props.judgement }),
    changes: props.changes.map((change) => ({
      timeMs: change.timeMs,
      text: change.summary === "" ? change.change : change.summary,
    })),
  };
}

function alongside(
  { word, points }: ChartBeside,
  times: readonly number[],
): NonNullable<ChartData["beside"]> {
  const at = new Map(points.map((point) => [point.timeMs, point.value]));
  return { word, values: times.map((time) => at.get(time) ?? null) };
}

/**
 * The number of the whole range. Counts add up; a rate of steps, weighted by their samples, is the
 * rate of all; a quantile cannot be put together, so the newest step speaks for itself. So does
 * the newest window of a control, whose windows may overlap.
 */
function overall(style: ChartData["style"], data: ChartData): Child | null {
  const isJudged = data.judgement !== undefined;
  const measured = data.values.flatMap((value, i) =>
    value === null ? [] : [{ value, n: data.samples[i] ?? 0 }],
  );
  const newest = measured.at(-1);
  if (newest === undefined) return null;
  const n = measured.reduce((sum, point) => sum + point.n, 0);
  if (style === "count" && !isJudged) {
    return metricValue(
      style,
      measured.reduce((sum, point) => sum + point.value, 0),
    );
  }
  if (style === "percent" && n > 0 && !isJudged) {
    const rate = measured.reduce((sum, point) => sum + point.value * point.n, 0) / n;
    return (
      <>
        {metricValue(style, rate)} <span class="soft">of {count(n)}</span>
      </>
    );
  }
  return (
    <>
      {metricValue(style, newest.value)} <span class="soft">newest</span>
    </>
  );
}
