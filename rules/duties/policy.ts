import type { Severity } from "../control/control.ts";
import type { DeclaredCalendar } from "../inventory/declaration.ts";

/** What the work on a record has to reach in time, in the order of the work. */
export const WORK_CLOCKS = ["acknowledge", "contain", "cause", "actions", "effectiveness"] as const;
export type WorkClock = (typeof WORK_CLOCKS)[number];

/** How long something may take. */
export type Allowance =
  /** Whatever the day: 24 h are 24 hours. */
  | { readonly kind: "calendar"; readonly ms: number }
  /** Counted in the hours of a working calendar alone. */
  | { readonly kind: "working_time"; readonly ms: number; readonly calendar: string }
  /** To the end of that many working days, the day of the start not among them. */
  | { readonly kind: "working_days"; readonly days: number; readonly calendar: string };

/** Who else is told once a clock is breached, and how long after that. */
export interface EscalationStep {
  /** After the breach, milliseconds. */
  readonly afterMs: number;
  /** Names of channels, at least one. */
  readonly channels: readonly string[];
}

/** How soon the work on records has to be done, and who hears of it where it is not. Plain JSON. */
export interface DutyPolicy {
  /** Working calendars by name. */
  readonly calendars: Readonly<Record<string, DeclaredCalendar>>;
  readonly clocks: Readonly<Record<Severity, Readonly<Record<WorkClock, Allowance>>>>;
  /** The used share of a clock from which on it is at risk, in (0, 1). */
  readonly atRisk: number;
  /** The same of clocks that the law sets: earlier, since a late report cannot be made good. */
  readonly statutoryAtRisk: number;
  /** The soonest first. */
  readonly escalation: readonly EscalationStep[];
}

/** About how long it is on the calendar: a working week has 40 hours and five days. */
export function calendarMs(allowance: Allowance): number {
  switch (allowance.kind) {
    case "calendar":
      return allowance.ms;
    case "working_time":
      return (allowance.ms * 7 * 24) / 40;
    case "working_days":
      return (allowance.days * 7 * DAY_MS) / 5;
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Where no policy was ever loaded. Calendar time: a working calendar is somebody's own. */
export const DEFAULT_POLICY: DutyPolicy = {
  calendars: {},
  clocks: {
    critical: inDays({ acknowledge: 1 / 24, contain: 1, cause: 5, actions: 15, effectiveness: 30 }),
    high: inDays({ acknowledge: 1, contain: 3, cause: 10, actions: 30, effectiveness: 30 }),
    medium: inDays({ acknowledge: 4, contain: 10, cause: 30, actions: 60, effectiveness: 60 }),
    low: inDays({ acknowledge: 7, contain: 30, cause: 60, actions: 90, effectiveness: 90 }),
  },
  atRisk: 0.75,
  statutoryAtRisk: 0.5,
  escalation: [],
};

function inDays(of: Readonly<Record<WorkClock, number>>): Readonly<Record<WorkClock, Allowance>> {
  const calendar = (days: number): Allowance => ({ kind: "calendar", ms: days * DAY_MS });
  return {
    acknowledge: calendar(of.acknowledge),
    contain: calendar(of.contain),
    cause: calendar(of.cause),
    actions: calendar(of.actions),
    effectiveness: calendar(of.effectiveness),
  };
}
