import type { ReviewInput } from "../act-forms.ts";

/** One number of the pack, and how anybody computes it again. */
export interface ReviewFigure {
  readonly label: string;
  /** Null: not known; `note` says why. */
  readonly value: number | null;
  readonly unit: "count" | "share" | "days";
  /** Of the period before, for the trend; null where that is not known. */
  readonly before: number | null;
  readonly note: string;
  /** What was counted, in words. */
  readonly how: string;
  /** Where the same is read: a path of the API. */
  readonly query: string;
}

/** What the figures rest on, one by one. */
export interface ReviewTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are not shown. */
  readonly more: number;
}

/** One input of the review. */
export interface ReviewSection {
  readonly input: ReviewInput;
  readonly title: string;
  readonly figures: readonly ReviewFigure[];
  readonly tables: readonly ReviewTable[];
  /** What these figures cannot say. */
  readonly notCovered: string;
}

/** Everything that management reviews over a period, computed from one state of the ledger. */
export interface ReviewPack {
  readonly fromMs: number;
  readonly toMs: number;
  /** The ledger that it was computed from, and when. */
  readonly asOf: { readonly size: number; readonly root: string; readonly atMs: number };
  readonly sections: readonly ReviewSection[];
}

/** A period and the one of the same length before it. */
export interface ReviewPeriod {
  readonly fromMs: number;
  readonly toMs: number;
}

export function periodBefore({ fromMs, toMs }: ReviewPeriod): ReviewPeriod {
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}

export function isWithin(ms: number, { fromMs, toMs }: ReviewPeriod): boolean {
  return ms >= fromMs && ms < toMs;
}

/** A number of things. */
export function countFigure(
  of: Pick<ReviewFigure, "label" | "how" | "query"> & {
    readonly value: number;
    readonly before?: number;
  },
): ReviewFigure {
  const { before = null, ...rest } = of;
  return { ...rest, unit: "count", before, note: "" };
}

/** A share; null over nothing. */
export function shareFigure(
  of: Pick<ReviewFigure, "label" | "how" | "query"> & {
    readonly part: number;
    readonly whole: number;
    readonly before?: { readonly part: number; readonly whole: number };
  },
): ReviewFigure {
  const { part, whole, before, ...rest } = of;
  const share = (of: { readonly part: number; readonly whole: number }): number | null =>
    of.whole === 0 ? null : of.part / of.whole;
  return {
    ...rest,
    value: share({ part, whole }),
    unit: "share",
    before: before === undefined ? null : share(before),
    note: whole === 0 ? "nothing to count" : `${part} of ${whole}`,
  };
}

/** The median of some durations, in days; null of none. */
export function medianDays(
  of: Pick<ReviewFigure, "label" | "how" | "query"> & {
    readonly ms: readonly number[];
    readonly before: readonly number[];
  },
): ReviewFigure {
  const { ms, before, ...rest } = of;
  const note = ms.length === 0 ? "none in the period" : `of ${ms.length}`;
  return { ...rest, value: median(ms), unit: "days", before: median(before), note };
}

const DAY_MS = 86_400_000;

function median(ms: readonly number[]): number | null {
  if (ms.length === 0) return null;
  const sorted = [...ms].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  const value = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
  return value / DAY_MS;
}

const ROWS_MAX = 200;

/** A table, as long as a person reads. */
export function reviewTable(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): ReviewTable {
  return {
    title,
    columns,
    rows: rows.slice(0, ROWS_MAX),
    more: Math.max(0, rows.length - ROWS_MAX),
  };
}
