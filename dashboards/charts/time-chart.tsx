import type { Child } from "hono/jsx";
import type { Compared } from "../comparison.ts";
import { metricValue, metricWords } from "../formats/metric.ts";
import { NOT_MEASURED } from "../formats/number.ts";
import { moment } from "../formats/time.ts";
import { type SteppedRange, stepStarts } from "../range.ts";
import type { ChangeMarker, SeriesPoint } from "../reads.ts";
import type { ChartData, ChartJudgement } from "./chart-data.ts";
import { type ChartShapes, chartShapes } from "./chart-shapes.ts";
import { ChartTable } from "./chart-table.tsx";
import { besideWords, overall } from "./overall.ts";

/** Another measure of the same thing, drawn dashed on the same axes. */
export interface ChartBeside {
  readonly word: string;
  readonly points: readonly SeriesPoint[];
}

interface ChartProps {
  readonly metric: string;
  readonly points: readonly SeriesPoint[];
  readonly beside?: ChartBeside;
  /** The same measure of another time or version, drawn quietly; null or absent: with nothing. */
  readonly compared?: Compared | null;
  readonly steps: SteppedRange;
  readonly changes: readonly ChangeMarker[];
  /** Drawn where the chart is of what a control measured. */
  readonly judgement?: ChartJudgement;
  readonly now: number;
}

/**
 * One metric over time: a drawing that needs no script, its numbers as a table, and the data from which
 * the island draws a better one. Where a step was not measured the line breaks.
 */
export function TimeChart(props: ChartProps): Child {
  const { metric, steps, now } = props;
  const words = metricWords(metric);
  const data = chartData(props);
  const whole = overall(data);
  const shapes = chartShapes(data);
  return (
    <figure
      class="chart"
      data-live={`chart-${metric}`}
      data-chart={JSON.stringify(data)}
      data-title={words.title}
    >
      <figcaption>
        <h3>{words.title}</h3>
        <p class="chart-value" data-readout>
          {whole === null ? (
            <span class="soft">{NOT_MEASURED}</span>
          ) : (
            <>
              {whole.text} {whole.of === "" ? null : <span class="soft">{whole.of}</span>}
            </>
          )}
        </p>
        {data.compared === undefined ? null : (
          <p class="chart-meaning chart-compared">
            <LineKey of="compared" />{" "}
            {besideWords(data.style, whole, {
              word: data.compared.word,
              whole: overall({ ...data, ...comparedSeries(props) }),
            })}
          </p>
        )}
        <p class="chart-meaning">
          {words.meaning}
          {data.beside === undefined ? null : (
            <>
              {" "}
              <span class="beside-key">
                <LineKey of="beside" /> {data.beside.word}
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
          <Still shapes={shapes} shape={data.shape} title={`${words.title} over time`} />
          <p class="chart-axis chart-still-axis">
            <span>{moment(steps.range.fromMs, now)}</span>
            <span>{`${metricValue(words.style, shapes.low)} – ${metricValue(words.style, shapes.high)}`}</span>
            <span>{moment(steps.range.toMs, now)}</span>
          </p>
        </div>
      )}
      <ChartTable of={data} title={words.title} fold={metric} />
    </figure>
  );
}

/** The drawing without scripts and in print. */
function Still(props: { shapes: ChartShapes; shape: ChartData["shape"]; title: string }): Child {
  const { shapes, shape } = props;
  return (
    <svg class="chart-still" viewBox="0 0 600 140" preserveAspectRatio="none" role="img">
      <title>{props.title}</title>
      {shapes.spans.map(({ kind, x, width }) => (
        <rect class={`chart-${kind}`} x={x} y="0" width={width} height="140" />
      ))}
      {shapes.partial === null ? null : (
        <rect class="chart-partial" {...shapes.partial} y="0" height="140">
          <title>still filling</title>
        </rect>
      )}
      {shapes.changes.map((x) => (
        <path class="chart-change" d={`M${x} 0V140`} />
      ))}
      <path class="chart-band" d={shapes.band} />
      {shapes.compared === "" ? null : <path class="chart-compare" d={shapes.compared} />}
      <path class={shape === "bars" ? "chart-bars" : "chart-line"} d={shapes.line} />
      {shapes.warn === "" ? null : <path class="chart-warn" d={shapes.warn} />}
      {shapes.limit === "" ? null : <path class="chart-limit" d={shapes.limit} />}
      {shapes.amended === "" ? null : <path class="chart-amended" d={shapes.amended} />}
      {shapes.beside === "" ? null : <path class="chart-beside" d={shapes.beside} />}
    </svg>
  );
}

function LineKey(props: { of: "beside" | "compared" }): Child {
  const line = props.of === "beside" ? "chart-beside" : "chart-compare";
  return (
    <svg class="line-key" viewBox="0 0 24 8" aria-hidden="true" focusable="false">
      <path class={line} d="M0 4H24" />
    </svg>
  );
}

function chartData(props: ChartProps): ChartData {
  const { metric, steps, compared } = props;
  const at = new Map(props.points.map((point) => [point.timeMs, point]));
  const times = stepStarts(steps);
  const found = times.map((time) => at.get(time));
  const { style } = metricWords(metric);
  return {
    style,
    shape:
      (style === "count" || style === "money") && props.judgement === undefined ? "bars" : "line",
    ...steps.range,
    stepMs: steps.stepMs,
    nowMs: props.now,
    fromZero: metric !== "accuracy",
    times,
    values: found.map((point) => point?.value ?? null),
    lower: found.map((point) => point?.lower ?? null),
    upper: found.map((point) => point?.upper ?? null),
    ...(props.beside === undefined
      ? {}
      : { beside: { word: props.beside.word, values: valuesAt(props.beside.points, times) } }),
    ...(compared == null
      ? {}
      : { compared: { word: compared.word, values: valuesAt(compared.points, times) } }),
    samples: found.map((point) => point?.n ?? 0),
    ...(props.judgement === undefined ? {} : { judgement: props.judgement }),
    changes: props.changes.map((change) => ({
      timeMs: change.timeMs,
      text: change.summary === "" ? change.change : change.summary,
    })),
  };
}

/** What it is compared with, as a series of its own. */
function comparedSeries(props: ChartProps): Pick<ChartData, "values" | "samples"> {
  const points = props.compared?.points ?? [];
  return { values: points.map(({ value }) => value), samples: points.map(({ n }) => n) };
}

function valuesAt(
  points: readonly SeriesPoint[],
  times: readonly number[],
): readonly (number | null)[] {
  const at = new Map(points.map((point) => [point.timeMs, point.value]));
  return times.map((time) => at.get(time) ?? null);
}
