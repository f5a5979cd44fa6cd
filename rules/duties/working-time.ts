import type { Calendar } from "../inventory/calendar.ts";
import type { Allowance } from "./policy.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A calendar without hours would never reach an end; parsed ones have some every week. */
const DAYS_MAX = 40_000;

/**
 * The instant at which an allowance that began at `startMs` is used up.
 *
 * `calendar` is the one that the allowance names; nobody is asked for it in calendar time. Throws where
 * it has no hours. Never earlier for a later start. Cost: one step for each day in between.
 */
export function endOf(
  allowance: Allowance,
  startMs: number,
  calendar: (name: string) => Calendar,
): number {
  switch (allowance.kind) {
    case "calendar":
      return startMs + allowance.ms;
    case "working_time":
      return addWorkingMs(calendar(allowance.calendar), startMs, allowance.ms);
    case "working_days":
      return addWorkingDays(calendar(allowance.calendar), startMs, allowance.days);
  }
}

/**
 * The first instant by which `ms` milliseconds of the calendar's hours have passed since `startMs`.
 *
 * An hour that a clock change leaves out is no time, one that comes twice is two.
 */
export function addWorkingMs(calendar: Calendar, startMs: number, ms: number): number {
  if (ms <= 0) return startMs;
  let left = ms;
  for (const { fromMs, toMs } of hoursFrom(calendar, startMs)) {
    if (toMs - fromMs >= left) return fromMs + left;
    left -= toMs - fromMs;
  }
  throw new Error("a working calendar needs hours in its week, got none");
}

/**
 * The end of the hours of the `days`-th working day after the local day of `startMs`, whole, at least 1.
 *
 * The day of the start does not count, as in Regulation (EEC, Euratom) 1182/71, Art. 3(1).
 */
export function addWorkingDays(calendar: Calendar, startMs: number, days: number): number {
  let counted = 0;
  let last: Hours | null = null;
  const begun = localDay(calendar, startMs);
  for (const hours of hoursFrom(calendar, startMs)) {
    if (hours.day === begun) continue;
    if (last !== null && hours.day !== last.day) {
      counted += 1;
      if (counted === days) return last.toMs;
    }
    last = hours;
  }
  throw new Error("a working calendar needs hours in its week, got none");
}

/** Hours of one day, half open, as instants. */
export interface Hours {
  readonly fromMs: number;
  readonly toMs: number;
  /** Local, in days since 1970-01-01. */
  readonly day: number;
}

/** The calendar's hours from an instant on, in order, as instants. */
export function* hoursFrom(
  { week, holidays, offsets }: Calendar,
  startMs: number,
): Iterable<Hours> {
  let left = DAYS_MAX;
  for (let i = segmentAt(offsets, startMs); i < offsets.length; i++) {
    const eastMs = (offsets[i]?.minutes ?? 0) * MINUTE_MS;
    const sinceMs = i === 0 ? startMs : Math.max(startMs, offsets[i]?.fromMs ?? startMs);
    const untilMs = offsets[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    const [fromLocal, toLocal] = [sinceMs + eastMs, untilMs + eastMs];
    for (let day = Math.floor(fromLocal / DAY_MS); day * DAY_MS < toLocal; day++) {
      left -= 1;
      if (left < 0) return;
      if (holidays.has(day)) continue;
      // 1970-01-01 was a Thursday.
      for (const { fromMinute, toMinute } of week[(((day + 3) % 7) + 7) % 7] ?? []) {
        const fromMs = Math.max(fromLocal, day * DAY_MS + fromMinute * MINUTE_MS) - eastMs;
        const toMs = Math.min(toLocal, day * DAY_MS + toMinute * MINUTE_MS) - eastMs;
        if (fromMs < toMs) yield { fromMs, toMs, day };
      }
    }
  }
}

function localDay({ offsets }: Calendar, ms: number): number {
  const east = offsets[segmentAt(offsets, ms)]?.minutes ?? 0;
  return Math.floor((ms + east * MINUTE_MS) / DAY_MS);
}

/** The last change at or before an instant; the first holds before it too. */
function segmentAt(offsets: Calendar["offsets"], ms: number): number {
  return Math.max(
    0,
    offsets.findLastIndex(({ fromMs }) => fromMs <= ms),
  );
}
