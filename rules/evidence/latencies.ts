import { addCounts } from "./add-counts.ts";

/**
 * Latencies in geometric cells: cell i holds (r^(i−1), r^i] seconds with r = 1.02, so a quantile
 * read from the cells is within 1 % of the sample's. Zero and below fall in `LATENCY_CELL_MIN`.
 */
export interface Latencies {
  readonly kind: "latencies";
  /** Cell index (as text) → predictions. */
  readonly cells: Readonly<Record<string, number>>;
}

export const LATENCY_RATIO = 1.02;
/** 1.02^−1400 ≈ 9e−13 s: below any clock. */
export const LATENCY_CELL_MIN: number = -1400;
/** Infinity's: the largest 32-bit integer. No finite latency comes near, they end at cell 35,843. */
export const LATENCY_CELL_MAX: number = 2 ** 31 - 1;

export function emptyLatencies(): Latencies {
  return { kind: "latencies", cells: {} };
}

/** The cell of one latency in seconds: ceil(ln x / ln 1.02), clamped; NaN falls in the lowest. */
export function latencyCell(seconds: number): number {
  if (!(seconds > 0)) return LATENCY_CELL_MIN;
  const cell = Math.ceil(Math.log(seconds) / Math.log(LATENCY_RATIO));
  return Math.min(LATENCY_CELL_MAX, Math.max(LATENCY_CELL_MIN, cell));
}

export function mergeLatencies(a: Latencies, b: Latencies): Latencies {
  return { kind: "latencies", cells: addCounts(a.cells, b.cells) };
}
