import type { BookOf } from "./book.ts";
import type { OutboxState } from "./outbox-state.ts";
import type { Unit } from "./owed-item.ts";

/** A message that is still to be delivered. */
export interface PendingMessage {
  readonly announcedMs: number;
}

/**
 * What each channel is still owed: what may be sent, and what waits for others or for the end of quiet
 * hours, each once. Nothing once its receiver is gone. Looked for anew only after something of it changed.
 */
export function pendingOf(
  present: () => OutboxState,
  bookOf: BookOf,
): (channel: string) => readonly PendingMessage[] {
  return (channel) => {
    const state = present();
    const owed = bookOf(state).channels.get(channel);
    if (owed === undefined || state.channels.get(channel)?.goneMs !== null) return [];
    const units = new Set<Unit>(owed.ready());
    for (const { unit } of owed.undecided()) units.add(unit);
    for (const { unit } of owed.held()) units.add(unit);
    return [...units].map(({ atMs }) => ({ announcedMs: atMs }));
  };
}
