import { channelsFor } from "@tiltmeter/rules";
import type { Draft } from "./draft.ts";
import type { Announcement } from "./state.ts";

/**
 * Tells people of a record: whom the routes in force name for it now, or, where they are given, these
 * channels alone.
 */
export function announce(
  draft: Draft,
  of: Omit<Announcement, "index" | "channels">,
  only: readonly string[] | null = null,
): void {
  const { record } = of;
  const routes = draft.routes?.routes ?? null;
  const owner = record.owner ?? draft.systems.get(record.system)?.owner ?? null;
  const raises = record.isCandidate === true ? "candidate" : "nonconformity";
  const channels =
    only ?? (routes === null ? null : channelsFor(routes, { ...record, owner, raises }));
  draft.announcements = draft.announcements.with({ index: draft.size, ...of, channels });
}
