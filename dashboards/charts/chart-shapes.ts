import { type ChartData, type ChartJudgement, partialFrom } from "./chart-data.ts";

/** Paths of a still drawing in a box of 600 × 140. */
export interface ChartShapes {
  readonly line: string;
  readonly band: string;
  /** The second line; empty where there is none. */
  readonly beside: string;
  /** What it is compared with; empty where with nothing. */
  readonly compared: string;
  /** The step that is still filling; null where there is none. */
  readonly partial: { readonly x: string; readonly width: string } | null;
  /** Where the change markers stand, x. */
  readonly changes: readonly string[];
  /** The limit and the warning as level lines; empty where there are none. */
  readonly limit: string;
  readonly warn: string;
  /** Episodes and maintenance, each from x with a width. */
  readonly spans: readonly {
    readonly kind: "episode" | "maintenance";
    readonly x: string;
    readonly width: string;
  }[];
  /** A mark above each amended step. */
  readonly amended: string;
  readonly low: number;
  readonly high: number;
}

const WIDTH = 600;
const HEIGHT = 140;
/** Room for the stroke at the edges. */
const PAD = 4;

/** Draws what was measured; null where nothing was. */
export function chartShapes(data: ChartData): ChartShapes | null {
  const beside = data.beside?.values ?? [];
  const compared = data.compared?.values ?? [];
  const judgement = data.judgement ?? NO_JUDGEMENT;
  const limits = limitsOf(judgement);
  const seen = [
    ...[...data.values, ...data.lower, ...data.upper],
    ...[...beside, ...compared, ...limits],
  ].filter((value) => value !== null);
  if (![...data.values, ...beside, ...compared].some((value) => value !== null)) return null;
  const low = data.fromZero ? Math.min(0, ...seen) : Math.min(...seen);
  const high = shownTop(data, Math.max(...seen));
  const y = (value: number): string => {
    const share = high === low ? 0.5 : (Math.min(value, high) - low) / (high - low);
    return (HEIGHT - PAD - share * (HEIGHT - 2 * PAD)).toFixed(1);
  };
  const x = (timeMs: number): string =>
    (((timeMs - data.fromMs) / (data.toMs - data.fromMs)) * WIDTH).toFixed(1);
  const middle = (i: number): string => x((data.times[i] ?? 0) + data.stepMs / 2);
  const runs = measuredRuns(data.values);
  return {
    line: data.shape === "bars" ? bars(data, x, y) : lines(data.values),
    beside: lines(beside),
    compared: lines(compared),
    partial: partial(),
    band: runs.map((run) => band(run)).join(""),
    changes: data.changes.map((change) => x(change.timeMs)),
    limit: level(judgement.limit),
    warn: level(judgement.warn),
    spans: judgement.bands.map((band) => {
      const [from, to] = [Math.max(band.fromMs, data.fromMs), Math.min(band.toMs, data.toMs)];
      return { kind: band.kind, x: x(from), width: x(data.fromMs + Math.max(0, to - from)) };
    }),
    amended: judgement.amended.map((i) => `M${middle(i)} 1l3 3-3 3-3-3z`).join(""),
    low,
    high,
  };

  function partial(): ChartShapes["partial"] {
    const fromMs = partialFrom(data);
    if (fromMs === null || fromMs < data.fromMs) return null;
    return { x: x(fromMs), width: x(data.fromMs + data.stepMs) };
  }

  function level({ min, max }: ChartJudgement["limit"]): string {
    return [min, max].map((at) => (at === null ? "" : `M0 ${y(at)}H${WIDTH}`)).join("");
  }

  function lines(values: readonly (number | null)[]): string {
    return measuredRuns(values)
      .map((run) => polyline(run, values))
      .join("");
  }

  function polyline(run: readonly number[], values: readonly (number | null)[]): string {
    const [first, ...rest] = run.map((i) => `${middle(i)} ${y(values[i] ?? 0)}`);
    // A lone point is a short stroke, which a round cap turns into a dot.
    return `M${first}${rest.length === 0 ? "h0.1" : rest.map((to) => `L${to}`).join("")}`;
  }

  function band(run: readonly number[]): string {
    const bounds = run.flatMap((i) => {
      const [lower, upper] = [data.lower[i], data.upper[i]];
      return lower == null || upper == null ? [] : [{ x: middle(i), lower, upper }];
    });
    if (bounds.length < 2) return "";
    const over = bounds.map((bound) => `${bound.x} ${y(bound.upper)}`);
    const under = bounds.toReversed().map((bound) => `${bound.x} ${y(bound.lower)}`);
    return `M${[...over, ...under].join("L")}Z`;
  }
}

const NO_JUDGEMENT: ChartJudgement = {
  limit: { min: null, max: null },
  warn: { min: null, max: null },
  bands: [],
  amended: [],
  windowMs: 0,
};

/** Every limit that has to be seen on the chart. */
export function limitsOf({ limit, warn }: ChartJudgement): readonly number[] {
  return [limit.min, limit.max, warn.min, warn.max].filter((at) => at !== null);
}

/** A bound may be this many times the largest value before it is cut off rather than drawn. */
const BOUND_TIMES_MAX = 4;

/**
 * The largest value worth showing. The bound of a latency in a small sample can lie a thousand times
 * above every value; to draw it whole would press the line itself flat.
 */
export function shownTop(data: ChartData, high: number): number {
  if (data.style === "percent" || data.style === "count") return high;
  const limits = data.judgement === undefined ? [] : limitsOf(data.judgement);
  const values = [...data.values, ...(data.compared?.values ?? [])].map(
    (value) => value ?? Number.NEGATIVE_INFINITY,
  );
  const largest = Math.max(...values, ...limits);
  return largest > 0 ? Math.min(high, largest * BOUND_TIMES_MAX) : high;
}

function bars(
  data: ChartData,
  x: (timeMs: number) => string,
  y: (value: number) => string,
): string {
  return data.values
    .flatMap((value, i) => {
      const start = data.times[i];
      if (value === null || start === undefined) return [];
      return [
        `M${x(start + data.stepMs * 0.12)} ${y(0)}V${y(value)}H${x(start + data.stepMs * 0.88)}V${y(0)}Z`,
      ];
    })
    .join("");
}

/** Indices of neighbouring measured steps. */
function measuredRuns(values: readonly (number | null)[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let open: number[] = [];
  for (const [i, value] of values.entries()) {
    if (value !== null) {
      if (open.length === 0) runs.push(open);
      open.push(i);
    } else if (open.length > 0) open = [];
  }
  return runs;
}
