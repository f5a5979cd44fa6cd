import { type RoutedEvent, routedOf, routesFor } from "@tiltmeter/rules";
import type { Draft } from "./draft.ts";
import type { Announcement } from "./state.ts";

type News = Omit<Announcement, "index" | "channels" | "routing">;

/**
 * Tells people of a record: whom the routes in force name for it now, or, where they are given, these
 * channels and whoever asked to hear of escalations.
 *
 * Records that are done with otherwise than closed, and those that are taken up again, were not told of
 * once: of them hear only channels that were configured since, so that nobody is told what is long past.
 */
export function announce(draft: Draft, of: News, only: readonly string[] | null = null): void {
  const { record } = of;
  const routes = draft.routes?.routes ?? null;
  const event = eventOf(of);
  const facts = routedOf(record, draft.systems.get(record.system));
  const matching = routes === null || event === null ? [] : routesFor(routes, facts, event);
  const routed = matching.flatMap(({ channels }) => channels);
  const isLater = event === "reopened" || (event === "closed" && record.state !== "closed");
  if (isLater && draft.knownChannels.length === 0) return;
  const escalated = only === null ? [] : [...only, ...(event === "escalated" ? routed : [])];
  const named = only !== null ? escalated : routes !== null ? routed : null;
  const channels = isLater
    ? draft.knownChannels.filter((each) => named?.includes(each) ?? true)
    : named && [...new Set(named)];
  if (event === "moved" && matching.length === 0) return;
  const isNew = matching.some(({ events }) => events !== undefined);
  const ids = matching.map(({ id }) => id);
  const set = draft.routeSets.length - 1;
  const routing = isNew ? { routing: { set, routes: ids, owner: facts.owner } } : {};
  draft.announcements = draft.announcements.with({
    ...{ index: draft.size, ...of, channels },
    ...routing,
  });
}

/** What routes call it; null: no route asks for it. */
function eventOf({ event, record, due }: News): RoutedEvent | null {
  switch (event) {
    case "raised":
      return record.recurrenceOf === null ? "raised" : "raised_again";
    case "due":
      return due?.level === "escalated" ? "escalated" : "due";
    case "repeated":
      return null;
    default:
      return event;
  }
}
