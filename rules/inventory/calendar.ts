import { dayNumber } from "../evaluation/instant.ts";
import type { DeclaredCalendar } from "./declaration.ts";

/**
 * The hours in which a system is in use. Zones are somebody else's knowledge, and it changes: the
 * offsets of the zone are given, so that the sum is the same wherever it is made.
 */
export interface Calendar {
  /** Monday first; minutes of the local day, half open, disjoint. Seven lists. */
  readonly week: readonly (readonly { readonly fromMinute: number; readonly toMinute: number }[])[];
  /** Local days without hours, in days since 1970-01-01. */
  readonly holidays: ReadonlySet<number>;
  /** Minutes east of UTC from an instant on, oldest first. The first holds before it too. */
  readonly offsets: readonly { readonly fromMs: number; readonly minutes: number }[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A declared calendar with the offsets of its zone. */
export function calendarOf(
  declared: DeclaredCalendar,
  offsets: (zone: string) => Calendar["offsets"],
): Calendar {
  return {
    week: Array.from({ length: 7 }, (_, day) => declared.hours.filter((each) => each.day === day)),
    holidays: new Set(declared.holidays.map(dayNumber).filter((day) => day !== null)),
    offsets: offsets(declared.zone),
  };
}

/**
 * Milliseconds of [fromMs, toMs) that lie in the calendar's hours; 0 where it is empty.
 *
 * Clock changes are counted as they happen: an hour that is left out is no time, one that comes
 * twice is two. Cost: one step for each day.
 */
export function activeMsBetween(calendar: Calendar, fromMs: number, toMs: number): number {
  const { offsets } = calendar;
  let active = 0;
  for (const [i, { fromMs: since, minutes }] of offsets.entries()) {
    const start = i === 0 ? fromMs : Math.max(fromMs, since);
    const end = Math.min(toMs, offsets[i + 1]?.fromMs ?? toMs);
    if (start < end) {
      active += localMs(calendar, start + minutes * MINUTE_MS, end + minutes * MINUTE_MS);
    }
  }
  return active;
}

/** The same of local time, which has no changes. */
function localMs({ week, holidays }: Calendar, fromMs: number, toMs: number): number {
  let active = 0;
  for (let day = Math.floor(fromMs / DAY_MS); day * DAY_MS < toMs; day++) {
    if (holidays.has(day)) continue;
    // 1970-01-01 was a Thursday.
    for (const { fromMinute, toMinute } of week[(((day + 3) % 7) + 7) % 7] ?? []) {
      const start = Math.max(fromMs, day * DAY_MS + fromMinute * MINUTE_MS);
      const end = Math.min(toMs, day * DAY_MS + toMinute * MINUTE_MS);
      active += Math.max(0, end - start);
    }
  }
  return active;
}
