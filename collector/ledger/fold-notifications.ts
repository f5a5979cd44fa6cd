import { announce } from "./announce.ts";
import type { Draft } from "./draft.ts";
import type {
  AnnouncedItem,
  ChannelConfigured,
  NotificationAttempted,
  NotificationEntry,
} from "./entries/notifications.ts";
import { GrowingList } from "./growing-list.ts";
import { found, illegal } from "./illegal-entry.ts";

/** One fact of telling people. What is owed to whom follows from all of them: see `notify/`. */
export function applyNotification(draft: Draft, entry: NotificationEntry): void {
  draft.notifications = draft.notifications.with({ ...entry, index: draft.size });
  switch (entry.type) {
    case "channel_configured":
      applyChannel(draft, entry);
      return;
    case "notices_composed":
      if (draft.composed.get(entry.message) !== undefined) {
        throw illegal(draft, entry, `${entry.message} says something already`);
      }
      draft.composed.set(entry.message, entry.items);
      return;
    case "notice_escalated": {
      const record = found(draft, entry, draft.nonconformities.get(entry.record), entry.record);
      announce(draft, { atMs: entry.atMs, event: "escalated", record }, entry.channels);
      return;
    }
    case "notices_repeated":
      for (const id of entry.records) {
        const record = found(draft, entry, draft.nonconformities.get(id), id);
        announce(draft, { atMs: entry.atMs, event: "repeated", record }, entry.channels);
      }
      return;
    case "notice_acknowledged":
      for (const id of entry.records) {
        found(draft, entry, draft.nonconformities.get(id), id);
        draft.acknowledged.set(id, { ...entry, index: draft.size });
      }
      return;
    case "notification_retried": {
      const channel = found(draft, entry, draft.channels.get(entry.channel), entry.channel);
      draft.channels.set(entry.channel, { ...channel, goneMs: null });
      return;
    }
    case "notification_attempted":
      applyAttempt(draft, entry);
      return;
    case "notices_held":
    case "digest_made":
    case "quiet_hours_ended":
      return;
  }
}

/** A channel that leads where it led keeps what it was told; only what is known of it is new. */
function applyChannel(draft: Draft, entry: ChannelConfigured): void {
  const { channel, target } = entry;
  const kind = entry.kind ?? null;
  const before = draft.channels.get(channel);
  const isSame = before?.target === target;
  draft.channels.set(channel, {
    ...{ since: before?.since ?? draft.size, target, kind },
    targetSince: isSame ? before.targetSince : draft.size,
    goneMs: isSame ? before.goneMs : null,
  });
  if (kind !== null && !draft.knownChannels.includes(channel)) {
    draft.knownChannels = [...draft.knownChannels, channel];
  }
}

/** A try is kept with every record that its message is about. */
function applyAttempt(draft: Draft, entry: NotificationAttempted): void {
  for (const id of recordsOf(entry, draft.composed.get(entry.message))) {
    const tries = draft.attempts.get(id) ?? GrowingList.of();
    draft.attempts.set(id, tries.with({ ...entry, index: draft.size }));
  }
  const channel = draft.channels.get(entry.channel);
  if (entry.outcome === "gone" && channel !== undefined) {
    draft.channels.set(entry.channel, { ...channel, goneMs: entry.atMs });
  }
}

function recordsOf(
  { record }: NotificationAttempted,
  items: readonly AnnouncedItem[] | undefined,
): ReadonlySet<string> {
  if (record !== "") return new Set([record]);
  return new Set(items?.map((each) => each.record));
}
