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
