import UPlot from "uplot";
import type { ChartData } from "../charts/chart-data.ts";
import { limitsOf, shownTop } from "../charts/chart-shapes.ts";
import { axisValue } from "../formats/metric.ts";
import { months } from "../formats/time.ts";
import { barPaths } from "./bar-paths.ts";
import { markChanges } from "./change-markers.ts";
import { colours } from "./colours.ts";
import { drawBands, drawLimits, drawPartial } from "./judgement.ts";

const HEIGHT = 168;
/** A press that moves less is a press, not a drag; pixels. */
const DRAG_MIN = 8;
/** Half of `00:00:00` in the font below, pixels. */
const LABEL_HALF = 24;
const DAY_SECONDS = 86_400;
const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

interface Around {
  readonly figure: HTMLElement;
  readonly width: number;
  /** Told the step under the cursor, or null when the cursor has left. */
  readonly onCursor: (index: number | null) => void;
  /** Told what was dragged over, Unix milliseconds; null: a drag chooses nothing here. */
  readonly onRange: ((fromMs: number, toMs: number) => void) | null;
}

/** Seconds, as uPlot counts; the middle of each step, where its value stands. */
export function chartSeries(data: ChartData): UPlot.AlignedData {
  const middles = data.times.map((time) => (time + data.stepMs / 2) / 1000);
  const [behind, beside] = [data.compared, data.beside].map((series) =>
    series === undefined ? [] : [[...series.values]],
  );
  const own = [[...data.values], [...data.upper], [...data.lower]];
  return [middles, ...(behind ?? []), ...own, ...(beside ?? [])];
}

/** How a chart looks and moves: one quiet line, its bounds as a band, no legend of its own. */
export function chartOptions(data: ChartData, around: Around): UPlot.Options {
  const tone = colours(around.figure);
  const axis = { stroke: tone.text, font: FONT, ticks: { show: false } };
  const edge: UPlot.Series = { stroke: "transparent", width: 0, points: { show: false } };
  const bars = data.shape === "bars";
  return {
    width: around.width,
    height: HEIGHT,
    padding: [8, 6, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), "UTC"),
    cursor: {
      sync: { key: "page", setSeries: false, scales: ["x", null] },
      y: false,
      drag: { x: around.onRange !== null, y: false, setScale: false, dist: DRAG_MIN },
      points: { size: 7, width: 2, stroke: tone.line, fill: tone.surface },
    },
    scales: {
      x: { time: true, range: () => [data.fromMs / 1000, data.toMs / 1000] },
      y: { range: (_, low, high) => valueRange(data, low, high) },
    },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 4,
        space: 64,
        grid: { show: false },
        values: (chart, splits, _axis, _space, step) =>
          splits.map((at) => (isCut(data, at, chart.width) ? "" : tick(at, step))),
      },
      {
        ...axis,
        size: (_, values) => 14 + 6.4 * Math.max(0, ...(values ?? []).map((text) => text.length)),
        gap: 4,
        space: 36,
        grid: { stroke: tone.grid, width: 1 },
        values: (_, splits) => splits.map((value) => axisValue(data.style, value)),
      },
    ],
    series: [
      {},
      ...(data.compared === undefined ? [] : [quiet(tone.compare)]),
      {
        stroke: bars ? "transparent" : tone.line,
        width: bars ? 0 : 1.75,
        ...(bars ? { fill: tone.bars, ...barPaths } : {}),
        spanGaps: false,
        points: { show: !bars && isSparse(data), size: 5, fill: tone.line, stroke: tone.line },
      },
      edge,
      edge,
      ...(data.beside === undefined ? [] : [dashed(tone.text)]),
    ],
    bands: bars ? [] : [{ series: data.compared === undefined ? [2, 3] : [3, 4], fill: tone.band }],
    hooks: {
      drawClear: [
        (chart) => drawPartial(chart, data, tone),
        (chart) => drawBands(chart, data.judgement, tone),
      ],
      draw: [
        (chart) => drawLimits(chart, data, tone),
        (chart) => markChanges(chart, data.changes, tone, scaled(FONT)),
      ],
      setCursor: [(chart) => around.onCursor(chart.cursor.idx ?? null)],
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < DRAG_MIN) return;
          const [from, to] = [left, left + width].map((at) => chart.posToVal(at, "x") * 1000);
          if (from !== undefined && to !== undefined) around.onRange?.(from, to);
        },
      ],
    },
  };
}

/** The second line, told apart without colour. */
function dashed(stroke: string): UPlot.Series {
  return { stroke, width: 1.25, dash: [4, 3], points: { show: false } };
}

/** What it is compared with: there, and behind. */
function quiet(stroke: string): UPlot.Series {
  return { stroke, width: 1.25, points: { show: false } };
}

/** A font of CSS pixels in those of the canvas. */
function scaled(font: string): string {
  return font.replace(/^[\d.]+/, (size) => String(Number(size) * devicePixelRatio));
}

/** `14:05`, with seconds where steps are that short; the day where one begins. */
function tick(seconds: number, step: number): string {
  const text = new Date(seconds * 1000).toISOString();
  if (step >= DAY_SECONDS || seconds % DAY_SECONDS === 0) {
    return `${Number(text.slice(8, 10))} ${months[Number(text.slice(5, 7)) - 1] ?? ""}`;
  }
  return text.slice(11, step < 60 ? 19 : 16);
}

/** Whether a label centred on this instant would run over the edge, or under the other axis. */
function isCut(data: ChartData, seconds: number, width: number): boolean {
  const toEdge = Math.min(seconds * 1000 - data.fromMs, data.toMs - seconds * 1000);
  return (toEdge * width) / (data.toMs - data.fromMs) < LABEL_HALF;
}

/** From zero where the data ask for it, with a little air above; never a flat line on the edge. */
function valueRange(data: ChartData, least: number, most: number): [number, number] {
  if (least == null || most == null) return [0, 1];
  const limits = data.judgement === undefined ? [] : limitsOf(data.judgement);
  const low = Math.min(least, ...limits);
  const high = shownTop(data, Math.max(most, ...limits));
  const top = data.style === "percent" ? Math.min(1, high + (high - low) * 0.1) : high * 1.08;
  if (data.fromZero) return [Math.min(0, low), top > 0 ? top : 1];
  const air = (high - low || Math.abs(high) || 1) * 0.1;
  const bottom = data.style === "percent" ? Math.max(0, low - air) : low - air;
  return [bottom, data.style === "percent" ? Math.min(1, high + air) : high + air];
}

/** Lone points have no line to be seen by. */
function isSparse(data: ChartData): boolean {
  return data.values.some(
    (value, i) => value !== null && data.values[i - 1] == null && data.values[i + 1] == null,
  );
}
