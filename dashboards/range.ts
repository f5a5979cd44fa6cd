import { iso } from "./formats/time.ts";
import type { Range } from "./reads.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The ranges that one press reaches. `all` begins with the first prediction. It ends now, so that a
 * silence shows, or with the last prediction where that is longer than a day ago.
 */
export const presets = ["15m", "1h", "6h", "24h", "7d", "30d", "all"] as const;
export type Preset = (typeof presets)[number];

const spans: Readonly<Record<Exclude<Preset, "all">, number>> = {
  "15m": 15 * MINUTE,
  "1h": HOUR,
  "6h": 6 * HOUR,
  "24h": DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
};

/** Fewer do not show a course. */
const POINTS_MIN = 8;
/** Narrower, and a first handful of predictions would look like a day. */
const ALL_MS_MIN = 2 * MINUTE;

const steps: readonly number[] = [
  1_000,
  5_000,
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  91 * DAY,
  365 * DAY,
];

/** The time that a page shows, as its address says it. */
export interface ShownRange extends Range {
  /** Null where `from` and `to` are given. */
  readonly preset: Preset | null;
  /** What was wrong with the address, for the reader; the default is shown instead. */
  readonly problem: string | null;
  /** `?compare=` as the address says it: `previous`, `version:7`; null: with nothing. See `comparison.ts`. */
  readonly compare: string | null;
}

interface Life {
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
}

/**
 * Reads `?range=24h` or `?from=…&to=…`.
 *
 * Without either: the whole life of a system that is younger than a day, so that its charts are full
 * from the first minutes on; the last day of an older one; all of one that has been silent for longer
 * than a month, as imported history is.
 */
export function shownRange(
  query: {
    readonly range?: string;
    readonly from?: string;
    readonly to?: string;
    readonly compare?: string;
  },
  nowMs: number,
  life: Life,
): ShownRange {
  const compare = query.compare === undefined || query.compare === "" ? null : query.compare;
  const fallback = (problem: string | null): ShownRange => ({
    ...presetRange(defaultPreset(nowMs, life), nowMs, life),
    ...{ problem, compare },
  });
  if (query.from !== undefined || query.to !== undefined) {
    const [from, to] = [Date.parse(query.from ?? ""), Date.parse(query.to ?? "")];
    if (Number.isNaN(from) || Number.isNaN(to)) {
      return fallback("from and to must both be times such as 2026-11-23T10:00Z");
    }
    if (from >= to) return fallback("from must be earlier than to");
    return { preset: null, fromMs: from, toMs: to, problem: null, compare };
  }
  if (query.range === undefined) return fallback(null);
  const preset = presets.find((known) => known === query.range);
  if (preset === undefined) {
    return fallback(`range must be one of ${presets.join(", ")}, got ${query.range}`);
  }
  return { ...presetRange(preset, nowMs, life), problem: null, compare };
}

function presetRange(
  preset: Preset,
  nowMs: number,
  life: Life,
): Omit<ShownRange, "problem" | "compare"> {
  if (preset === "all") {
    if (life.firstSeenMs === null) return { preset, fromMs: nowMs - DAY, toMs: nowMs };
    const toMs = endsNow("all", nowMs, life) ? nowMs : (life.lastSeenMs ?? nowMs) + 1;
    return { preset, fromMs: Math.min(life.firstSeenMs, toMs - ALL_MS_MIN), toMs };
  }
  return { preset, fromMs: nowMs - spans[preset], toMs: nowMs };
}

function defaultPreset(nowMs: number, life: Life): Preset {
  if (life.firstSeenMs === null || life.lastSeenMs === null) return "24h";
  if (life.lastSeenMs < nowMs - spans["30d"]) return "all";
  if (life.lastSeenMs < nowMs - DAY) return "30d";
  return nowMs - life.firstSeenMs <= DAY ? "all" : "24h";
}

/** Whether what a range shows still grows: a page of it keeps itself fresh. */
export function endsNow(preset: Preset | null, nowMs: number, life: Life): boolean {
  if (preset !== "all") return preset !== null;
  return life.lastSeenMs === null || life.lastSeenMs >= nowMs - DAY;
}

/** A range cut into equal steps: both ends are multiples of `stepMs`. */
export interface SteppedRange {
  readonly range: Range;
  readonly stepMs: number;
}

/**
 * The shortest usual step that gives at most `pointsMax` points and is no shorter than `stepMsMin`,
 * which yields where it would leave fewer than a handful of points.
 */
export function stepped(range: Range, pointsMax: number, stepMsMin = 0): SteppedRange {
  const length = range.toMs - range.fromMs;
  const least = Math.max(length / pointsMax, Math.min(stepMsMin, length / POINTS_MIN));
  const stepMs = steps.find((step) => step >= least) ?? Math.ceil(least / DAY) * DAY;
  return {
    range: {
      fromMs: Math.floor(range.fromMs / stepMs) * stepMs,
      toMs: Math.ceil(range.toMs / stepMs) * stepMs,
    },
    stepMs,
  };
}

/** Starts of the steps of a range, Unix milliseconds. */
export function stepStarts(of: SteppedRange): readonly number[] {
  const length = Math.round((of.range.toMs - of.range.fromMs) / of.stepMs);
  return Array.from({ length }, (_, i) => of.range.fromMs + i * of.stepMs);
}

/** The range and what it is compared with as a query, so that links keep both: `?range=1h&compare=previous`. */
export function rangeQuery(
  range: Pick<ShownRange, "preset" | "fromMs" | "toMs" | "compare">,
): string {
  const times =
    range.preset === null
      ? `?from=${iso(range.fromMs)}&to=${iso(range.toMs)}`
      : `?range=${range.preset}`;
  return range.compare === null ? times : `${times}&compare=${encodeURIComponent(range.compare)}`;
}
