import { RETENTION_CLASSES, type RetentionClass } from "./classes.ts";

/** Days by class, and by system where it differs; null: for good. */
export interface RetentionDays {
  readonly days: Readonly<Record<string, number | null>>;
  readonly systems: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

/** Rows of a class that come to their end at the same instant. */
export interface RetentionGroup {
  readonly of: RetentionClass;
  readonly days: number;
  /** The one system that it is about; null: all but those of `except`. */
  readonly system: string | null;
  /** What is held, or has days of its own; in order. */
  readonly except: readonly string[];
  /** What was received before is past its time, Unix milliseconds. */
  readonly beforeMs: number;
  /** What was received before goes; earlier than `beforeMs` by what a seal may span. */
  readonly goneMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * What is past its time at an instant, by class, and by system where one has days of its own. Pure.
 *
 * A seal is of some seconds. Those over a bound lose their older rows only once all of them are past their time: a seal
 * of rows that have expired says so as a whole.
 */
export function groupsOf(
  config: RetentionDays,
  held: readonly string[],
  nowMs: number,
): readonly RetentionGroup[] {
  return RETENTION_CLASSES.flatMap((of) => {
    const own = Object.entries(config.systems).flatMap(([system, days]) => {
      const ours = days[of.name];
      return ours === undefined ? [] : [{ system, days: ours }];
    });
    const except = [...new Set([...held, ...own.map(({ system }) => system)])].sort();
    const groups = [
      { system: null, days: config.days[of.name] ?? null, except },
      ...own
        .filter(({ system }) => !held.includes(system))
        .map((each) => ({ ...each, except: [] as readonly string[] })),
    ];
    return groups.flatMap(({ days, ...group }) =>
      days === null ? [] : [{ of, days, ...group, ...boundsOf(of, days, nowMs) }],
    );
  });
}

/** What is past its time, and what of it goes. */
export function boundsOf(
  of: Pick<RetentionClass, "goes">,
  days: number,
  nowMs: number,
): { readonly beforeMs: number; readonly goneMs: number } {
  const beforeMs = nowMs - days * DAY_MS;
  if (of.goes === "day") {
    return { beforeMs, goneMs: Math.floor(beforeMs / HOUR_MS) * HOUR_MS - HOUR_MS };
  }
  const last = new Date(beforeMs - DAY_MS);
  return { beforeMs, goneMs: Date.UTC(last.getUTCFullYear(), last.getUTCMonth()) };
}

/** Names a group for ever: what is remembered of its runs stands under it. */
export function groupName({ of, system }: Pick<RetentionGroup, "of" | "system">): string {
  return system === null ? of.name : `${of.name}/${system}`;
}
