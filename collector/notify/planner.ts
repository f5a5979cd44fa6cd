import type { Book } from "./book.ts";
import type { OutboxEntry, OutboxState } from "./outbox-state.ts";
import { type Plan, type PlanTerms, planChannel } from "./plan.ts";
import { planTimes, planWatched, type TimeTerms } from "./plan-times.ts";

/** What a plan follows from, beside the instant. */
type From = Pick<
  OutboxState,
  "announcements" | "notifications" | "channels" | "routes" | "acknowledged" | "nonconformities"
>;

/**
 * Decides what is to be recorded before anything more is sent: what is told together, held back, escalated,
 * told of again, or summed up. The same state and instant give the same entries.
 *
 * Asked several times a second: while nothing changed and nothing is due it costs nothing.
 */
export function createPlanner(
  of: Omit<PlanTerms, "isQuietNew"> &
    TimeTerms & {
      readonly bookOf: (state: OutboxState) => Book;
      readonly channels: readonly string[];
    },
): (state: OutboxState, nowMs: number) => Plan<OutboxEntry> {
  let last: (From & { readonly nextMs: number }) | null = null;

  let heldBy: OutboxState["routes"] | undefined;

  function plan(state: OutboxState, nowMs: number): Plan<OutboxEntry> {
    const book = of.bookOf(state);
    // An escalation is announced by its entry, so it comes first and is decided on with the next look.
    const watched = planWatched(book, state, nowMs);
    const times = planTimes(book, state, nowMs, of);
    const isQuietNew = heldBy !== state.routes;
    const byChannel = of.channels.flatMap((channel) => {
      const owed = book.channels.get(channel);
      return owed === undefined
        ? []
        : [planChannel(channel, owed, state, nowMs, { ...of, isQuietNew })];
    });
    const plans: readonly Plan<OutboxEntry>[] = [watched, times, ...byChannel];
    return {
      entries: plans.flatMap(({ entries }) => entries).slice(0, ENTRIES_MAX),
      nextMs: plans.reduce((least, { nextMs }) => Math.min(least, nextMs), Infinity),
    };
  }

  return (state, nowMs) => {
    if (last !== null && nowMs < last.nextMs && isSame(state, last)) {
      return { entries: [], nextMs: last.nextMs };
    }
    const made = plan(state, nowMs);
    const { announcements, notifications, channels, routes } = state;
    const { acknowledged, nonconformities } = state;
    const from = { announcements, notifications, channels, routes, acknowledged, nonconformities };
    const isSettled = made.entries.length === 0;
    last = isSettled ? { ...from, nextMs: made.nextMs } : null;
    if (isSettled) heldBy = routes;
    return made;
  };
}

function isSame(a: From, b: From): boolean {
  return (
    a.announcements === b.announcements &&
    a.notifications === b.notifications &&
    a.channels === b.channels &&
    a.routes === b.routes &&
    a.acknowledged === b.acknowledged &&
    a.nonconformities === b.nonconformities
  );
}

/** Entries of one append: a group has 4,096 at most, and others wait for it. */
const ENTRIES_MAX = 500;
