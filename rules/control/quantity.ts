const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** `90s`, `15m`, `24h`, `7d`, `1.5s`, `250ms` in milliseconds; null where the text is no duration. */
export function durationMs(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(text);
  const unit = UNIT_MS.get(match?.[2] ?? "");
  return unit === undefined ? null : Math.round(Number(match?.[1]) * unit * 1000) / 1000;
}

/** Milliseconds in the largest unit that says them exactly: `24h` comes back as `1d`. */
export function durationText(ms: number): string {
  for (const [unit, size] of [...UNIT_MS].reverse()) {
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}

const DAY_MS = 86_400_000;

/** A budget needs no calendar: a month has 30 days, a quarter 90, a year 365. */
const PERIOD_MS: ReadonlyMap<string, number> = new Map([
  ["hour", 3_600_000],
  ["day", DAY_MS],
  ["week", 7 * DAY_MS],
  ["month", 30 * DAY_MS],
  ["quarter", 90 * DAY_MS],
  ["year", 365 * DAY_MS],
]);

/** `1 per year`, `2 per quarter`, `1 per 90d`: how many in how long; null where the text is neither. */
export function frequencyOf(
  text: string,
): { readonly count: number; readonly perMs: number } | null {
  const match = /^(\d{1,4}) per (\S+)$/.exec(text);
  const period = match?.[2] ?? "";
  const perMs = PERIOD_MS.get(period) ?? durationMs(period);
  const count = Number(match?.[1]);
  return perMs === null || perMs === 0 || !(count > 0) ? null : { count, perMs };
}

/** A frequency as it is written: `1 per year`, `2 per quarter`, `1 per 60d`. */
export function frequencyText({ count, perMs }: { count: number; perMs: number }): string {
  const named = [...PERIOD_MS].find(([, ms]) => ms === perMs)?.[0];
  return `${count} per ${named ?? durationText(perMs)}`;
}

/** `92%` as 0.92; null where the text is no percentage. */
export function percentage(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)\s?%$/.exec(text);
  // Twelve digits: 92.3 / 100 is 0.9229999999999999 in binary.
  return match === null ? null : Number((Number(match[1]) / 100).toPrecision(12));
}

/** `2 windows`, or a duration; null where the text is neither. */
export function spanOf(
  text: string,
): { readonly windows: number } | { readonly ms: number } | null {
  const match = /^(\d{1,6}) windows?$/.exec(text);
  if (match !== null) return { windows: Number(match[1]) };
  const ms = durationMs(text);
  if (ms === null) return null;
  return ms === 0 ? { windows: 0 } : { ms };
}
