import type { ColumnPair } from "./same-kind.ts";

/** Below, that all values differ says little. */
const ROWS_MIN = 50;

/**
 * Why a column is no feature whose drift means something, in words; null where it may be one.
 *
 * Identifiers (texts that hardly repeat; whole numbers without repeats that are named like one or run
 * through) and points in time: both differ from file to file by nature.
 */
export function notAFeature(
  name: string,
  pair: ColumnPair,
  sorted: Float64Array | null,
): string | null {
  if (pair.kind === "numeric") {
    return sorted !== null && isNumbering(name, sorted)
      ? `identifier: every value differs; exclude it with --exclude ${name}`
      : null;
  }
  const { codes, categories } = pair.reference;
  const n = codes.reduce((sum, code) => sum + (code >= 0 ? 1 : 0), 0);
  if (n < ROWS_MIN) return null;
  if (categories.length > 20 && categories.slice(0, 100).every((text) => INSTANT.test(text))) {
    return `points in time: they differ by nature; exclude it with --exclude ${name}`;
  }
  if (categories.length <= 0.9 * n) return null;
  const what = categories.length === n ? "every value differs" : "hardly a value repeats";
  return `identifier or prose: ${what}; exclude it with --exclude ${name}`;
}

const INSTANT = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/;
const NAMED = /(^|_|\b)(id|uuid|guid|key|index|row|row_?n(umbe)?r)$/i;

function isNumbering(name: string, sorted: Float64Array): boolean {
  if (sorted.length < ROWS_MIN) return false;
  const [smallest = 0] = sorted;
  const largest = sorted.at(-1) ?? 0;
  const isConsecutive = largest - smallest + 1 === sorted.length;
  if (!isConsecutive && !NAMED.test(name) && !/[a-z]I[dD]$/.test(name)) return false;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] ?? 0;
    if (!Number.isInteger(value) || (i > 0 && value === sorted[i - 1])) return false;
  }
  return true;
}
