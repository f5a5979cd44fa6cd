/** What stands for a missing value in a CSV cell, to the letter. */
const MISSING: ReadonlySet<string> = new Set([
  "",
  "NA",
  "N/A",
  "NaN",
  "nan",
  "null",
  "NULL",
  "None",
]);

const INFINITE: ReadonlyMap<string, number> = new Map([
  ["inf", Infinity],
  ["-inf", -Infinity],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/** A cell without the white space around it, or null where it says that there is no value. */
export function csvText(cell: string): string | null {
  const text = cell.trim();
  return MISSING.has(text) ? null : text;
}

/**
 * The number that a cell holds, or null where it is text.
 *
 * Decimal with an optional exponent, as programs write them, and `inf`. Text are: codes with leading
 * zeros such as 007, whole numbers of more than 2^53 (two of them may be one double), decimal commas,
 * thousands separators, hexadecimal.
 */
export function csvNumber(text: string): number | null {
  if (!NUMBER.test(text)) return INFINITE.get(text) ?? null;
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  return Number.isSafeInteger(value) || !DIGITS.test(text) ? value : null;
}

const NUMBER = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const DIGITS = /^[+-]?\d+$/;
