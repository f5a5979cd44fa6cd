import { between, span } from "./formats/time.ts";
import type { ShownRange, SteppedRange } from "./range.ts";
import type { Range, SeriesPoint, SystemSummary } from "./reads.ts";

/** What a page's series are compared with, as its address says it. */
export type Comparison =
  | { readonly kind: "none"; readonly problem: string | null }
  /** An earlier time, drawn under the present one. */
  | {
      readonly kind: "earlier";
      readonly word: string;
      readonly range: Range;
      readonly when: string;
    }
  /**
   * One number over the time that the approved baseline is of; where it is of none (`range` null), the
   * rates that were accepted with it, by metric.
   */
  | {
      readonly kind: "baseline";
      readonly word: string;
      readonly range: Range | null;
      readonly rates: Readonly<Record<string, number>>;
    }
  /** The same time, of the predictions of one model version. */
  | { readonly kind: "version"; readonly word: string; readonly version: string };

/** What a system offers to compare with. */
export type Comparable = Pick<SystemSummary, "baseline" | "models">;

const WEEK_MS = 7 * 86_400_000;
const VERSION = "version:";
/** A select with more than this many versions is no choice; any of them works in the address. */
const VERSIONS_MAX = 12;

const NOTHING: Comparison = { kind: "none", problem: null };

/**
 * Reads `?compare=`: `previous`, `week`, `baseline` or `version:NAME`. An earlier time is moved by
 * whole steps, so that its points stand under those of the present.
 */
export function shownComparison(
  range: ShownRange,
  steps: SteppedRange,
  of: Comparable,
  nowMs: number,
): Comparison {
  const { compare } = range;
  const lengthMs = steps.range.toMs - steps.range.fromMs;
  const earlier = (word: string, byMs: number): Comparison => {
    const moved = { fromMs: steps.range.fromMs - byMs, toMs: steps.range.toMs - byMs };
    const when = between(moved.fromMs, moved.toMs, nowMs);
    return { kind: "earlier", word, range: moved, when };
  };
  if (compare === null) return NOTHING;
  if (compare === "previous")
    return earlier(`the ${span(range.toMs - range.fromMs)} before`, lengthMs);
  if (compare === "week") {
    const byMs = Math.max(1, Math.round(WEEK_MS / steps.stepMs)) * steps.stepMs;
    return earlier("a week before", byMs);
  }
  if (compare === "baseline") return withBaseline(of);
  const version = compare.startsWith(VERSION) ? compare.slice(VERSION.length) : null;
  if (version !== null && of.models.some((model) => model.version === version)) {
    return { kind: "version", word: `version ${version}`, version };
  }
  const offered = choices(of).map(({ value }) => value);
  const problem = `compare must be one of ${offered.join(", ")}, got ${compare}`;
  return { kind: "none", problem };
}

function withBaseline({ baseline }: Comparable): Comparison {
  if (baseline === null) {
    return { kind: "none", problem: "there is no approved baseline to compare with; approve one" };
  }
  const { name, window = null, rates = {} } = baseline;
  if (window === null && Object.keys(rates).length === 0) {
    const problem = `baseline ${name} was made from a file and is of no time here; compare with another`;
    return { kind: "none", problem };
  }
  return { kind: "baseline", word: `baseline ${name}`, range: window, rates };
}

/** What can be chosen, in the order of the control. */
export function choices(
  of: Comparable,
): readonly { readonly value: string; readonly word: string }[] {
  const versions = [...new Set(of.models.map(({ version }) => version))].slice(-VERSIONS_MAX);
  return [
    { value: "previous", word: "the period before" },
    { value: "week", word: "a week before" },
    ...(withBaseline(of).kind === "none"
      ? []
      : [{ value: "baseline", word: `baseline ${of.baseline?.name}` }]),
    ...(versions.length < 2
      ? []
      : versions.map((version) => ({ value: VERSION + version, word: `version ${version}` }))),
  ];
}

/** A second series to draw quietly beside one, put under its steps. */
export interface Compared {
  readonly word: string;
  readonly points: readonly SeriesPoint[];
}

/** The points of another time, as if they were of this one. */
export function moved(points: readonly SeriesPoint[], byMs: number): readonly SeriesPoint[] {
  return points.map((point) => ({ ...point, timeMs: point.timeMs + byMs }));
}
