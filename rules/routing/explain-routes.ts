import type { DutyPolicy } from "../duties/policy.ts";
import { endOf } from "../duties/working-time.ts";
import { type Calendar, calendarOf } from "../inventory/calendar.ts";
import { nextDigestMs } from "./digest.ts";
import { quietUntil, type ZoneOffsets } from "./quiet.ts";
import {
  allRoutes,
  channelsFor,
  fulfils,
  type Route,
  type Routed,
  type RoutedEvent,
  type Routes,
  routesFor,
} from "./routes.ts";

/** One thing that a channel would hear. */
export interface Hearing {
  readonly channel: string;
  /** The route by which; of an escalation the one that it is a step of. */
  readonly route: string;
  readonly what: "message" | "escalation" | "repeat" | "digest";
  /** When it may be heard at the earliest. */
  readonly atMs: number;
  /** Why not at once, and until when nothing stops it, in words. */
  readonly because: string;
}

/**
 * Who would be told of an event of a record, when, and why then: the soonest first.
 *
 * As if it were alone and nobody did anything. `perRecord` are channels that keep a thing for each record, where
 * nothing is grouped. Of the policy's escalation the clock that a raise begins with is told, `acknowledge`; absent:
 * no policy is known.
 */
export function explainRoutes(
  routes: Routes,
  of: {
    readonly record: Routed;
    readonly event: RoutedEvent;
    readonly atMs: number;
    readonly perRecord?: readonly string[];
    readonly policy?: DutyPolicy;
  },
  offsets: ZoneOffsets,
): readonly Hearing[] {
  const { record, event, atMs } = of;
  const matching = routesFor(routes, record, event);
  const heard = new Set<string>();
  const told = matching.flatMap((route) =>
    route.channels.flatMap((channel): readonly Hearing[] => {
      if (heard.has(channel)) return [];
      heard.add(channel);
      const grouped = of.perRecord?.includes(channel) === true ? { id: route.id } : route;
      return [quieted({ ...firstOf(grouped, record, atMs), channel }, routes, record, offsets)];
    }),
  );
  const isRaise = event === "raised" || event === "raised_again" || event === "reopened";
  const later = isRaise ? matching.flatMap((route) => laterOf(route, atMs)) : [];
  const digests = allRoutes(routes).flatMap((route): readonly Hearing[] => {
    const { digest } = route;
    if (digest === undefined || !fulfils(route.when, record)) return [];
    const dueMs = nextDigestMs(digest, atMs, offsets);
    const because = "the digest sums up";
    return route.channels.map((channel) => ({
      ...({ channel, route: route.id, what: "digest", atMs: dueMs, because } as const),
    }));
  });
  const { policy } = of;
  const breached = policy && isRaise ? breachesOf(policy, routes, record, atMs, offsets) : [];
  const quiet = [...later, ...breached].map((each) => quieted(each, routes, record, offsets));
  return [...told, ...quiet, ...digests].sort((a, b) => a.atMs - b.atMs);
}

function firstOf(
  route: Pick<Route, "id" | "group">,
  record: Routed,
  atMs: number,
): Omit<Hearing, "channel"> {
  const { id, group } = route;
  if (group === undefined) return { route: id, what: "message", atMs, because: "at once" };
  const isCritical = record.severity === "critical";
  const waitMs = isCritical ? Math.min(group.waitMs, group.criticalMs) : group.waitMs;
  const alike =
    group.by.length === 0 ? "everything of the route" : `the same ${group.by.join(" and ")}`;
  const because = `waits ${waitMs / 1000}s for others of ${alike}`;
  return { route: id, what: "message", atMs: atMs + waitMs, because };
}

function laterOf({ id, channels, escalate, repeatMs }: Route, atMs: number): readonly Hearing[] {
  const steps = (escalate ?? []).flatMap(({ afterMs, channels: told }, i) =>
    told.map(
      (channel): Hearing => ({
        ...({ channel, route: id, what: "escalation", atMs: atMs + afterMs } as const),
        because: `step ${i + 1}, unless somebody acknowledges it or it moves`,
      }),
    ),
  );
  if (repeatMs === undefined) return steps;
  const again = channels.map(
    (channel): Hearing => ({
      ...({ channel, route: id, what: "repeat", atMs: atMs + repeatMs } as const),
      because: `every ${repeatMs / 3_600_000}h while it is open`,
    }),
  );
  return [...steps, ...again];
}

/** Whom the policy tells once nobody has taken the record on in time, and who asks to hear of escalations. */
function breachesOf(
  policy: DutyPolicy,
  routes: Routes,
  record: Routed,
  atMs: number,
  offsets: ZoneOffsets,
): readonly Hearing[] {
  const calendar = (name: string): Calendar => {
    const declared = policy.calendars[name];
    if (declared === undefined) throw new Error(`the policy has no calendar ${name}`);
    return calendarOf(declared, offsets);
  };
  const dueMs = endOf(policy.clocks[record.severity].acknowledge, atMs, calendar);
  const asked = channelsFor(routes, record, "escalated");
  return policy.escalation.flatMap(({ afterMs, channels }, i) =>
    [...new Set([...channels, ...asked])].map(
      (channel): Hearing => ({
        ...({ channel, route: "the policy", what: "escalation", atMs: dueMs + afterMs } as const),
        because: `step ${i + 1}, where the clock acknowledge is breached`,
      }),
    ),
  );
}

function quieted(of: Hearing, routes: Routes, record: Routed, offsets: ZoneOffsets): Hearing {
  const about = { channel: of.channel, record, clock: null };
  const held = quietUntil(routes.quiet ?? [], about, of.atMs, offsets);
  if (held === null) return of;
  return { ...of, atMs: held.untilMs, because: `${of.because}; quiet hours ${held.id} hold it` };
}
