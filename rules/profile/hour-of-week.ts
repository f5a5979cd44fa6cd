import type { CategoricalBaseline, HourlyCounts, NumericBaseline } from "./baseline.ts";

const HOUR_MS = 3_600_000;
const HOURS = 168;
/** Unix time began on a Thursday: three days after the Monday that hours count from. */
const FIRST_HOUR = 72;

/** The hour of the week in UTC: 0 is Monday 00:00–00:59, 167 Sunday 23:00–23:59. */
export function hourOfWeek(timeMs: number): number {
  return (((Math.floor(timeMs / HOUR_MS) + FIRST_HOUR) % HOURS) + HOURS) % HOURS;
}

/** Counts by hour of the week, of cells (null: missing) and the times of their rows in the same order. */
export function hourlyCounts(
  cells: readonly (number | null)[],
  times: readonly number[],
): HourlyCounts {
  const hours = Array.from({ length: HOURS }, () => new Map<number, number>());
  cells.forEach((cell, i) => {
    const timeMs = times[i];
    if (cell === null || timeMs === undefined || !Number.isFinite(timeMs)) return;
    const hour = hours[hourOfWeek(timeMs)];
    hour?.set(cell, (hour.get(cell) ?? 0) + 1);
  });
  return hours.map((hour) => [...hour].sort(([a], [b]) => a - b));
}

/**
 * The baseline's counts of the hours of the week that [fromMs, toMs) touches: what that window
 * should look like. All of its counts where it has none by hour, or none for one of these hours.
 */
export function baselineCountsFor(
  feature: NumericBaseline | CategoricalBaseline,
  fromMs: number,
  toMs: number,
): readonly number[] {
  const { hourly, counts } = feature;
  const first = Math.floor(fromMs / HOUR_MS);
  const hours = Math.ceil(toMs / HOUR_MS) - first;
  if (hourly === undefined || hours < 1 || hours >= HOURS) return counts;
  const found = counts.map(() => 0);
  for (let i = 0; i < hours; i++) {
    const hour = hourly[hourOfWeek((first + i) * HOUR_MS)] ?? [];
    if (hour.length === 0) return counts;
    for (const [cell, count] of hour) found[cell] = (found[cell] ?? 0) + count;
  }
  return found;
}
