import { nextDigestMs } from "./digest.ts";
import { quietUntil, type ZoneOffsets } from "./quiet.ts";
import {
  allRoutes,
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
 * As if it were alone and nobody acknowledged it. Per-record channels, where nothing is grouped, are not known
 * here: they hear at once.
 */
export function explainRoutes(
  routes: Routes,
  of: { readonly record: Routed; readonly event: RoutedEvent; readonly atMs: number },
  offsets: ZoneOffsets,
): readonly Hearing[] {
  const { record, event, atMs } = of;
  const matching = routesFor(routes, record, event);
  const heard = new Set<string>();
  const told = matching.flatMap((route) =>
    route.channels.flatMap((channel): readonly Hearing[] => {
      if (heard.has(channel)) return [];
      heard.add(channel);
      return [quieted({ ...firstOf(route, record, atMs), channel }, routes, record, offsets)];
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
  const quiet = later.map((each) => quieted(each, routes, record, offsets));
  return [...told, ...quiet, ...digests].sort((a, b) => a.atMs - b.atMs);
}

function firstOf(route: Route, record: Routed, atMs: number): Omit<Hearing, "channel"> {
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

function quieted(of: Hearing, routes: Routes, record: Routed, offsets: ZoneOffsets): Hearing {
  const about = { channel: of.channel, record, clock: null };
  const held = quietUntil(routes.quiet ?? [], about, of.atMs, offsets);
  if (held === null) return of;
  return { ...of, atMs: held.untilMs, because: `${of.because}; quiet hours ${held.id} hold it` };
}
