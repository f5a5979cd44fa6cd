import type { Nonconformity } from "@tiltmeter/rules";
import { type DueNotice, type NotifiedEvent, noticeKey } from "./message.ts";

/** What the outbox reads of the governance state. */
export interface OutboxState {
  readonly announcements: Iterable<{
    /** Index of the ledger entry that made it. */
    readonly index: number;
    readonly atMs: number;
    readonly event: NotifiedEvent;
    readonly record: Nonconformity;
    readonly due?: DueNotice;
    /** Whom it is routed to; null: every channel. */
    readonly channels: readonly string[] | null;
  }>;
  readonly channels: ReadonlyMap<
    string,
    {
      /** It is told of what was announced after this index. */
      readonly since: number;
      readonly target: string;
      /** Index since which it leads where it leads now. */
      readonly targetSince: number;
      readonly goneMs: number | null;
    }
  >;
  /** Record → tries, oldest first. */
  readonly attempts: ReadonlyMap<
    string,
    Iterable<Try> & { readonly findLast: (isIt: (each: Try) => boolean) => Try | undefined }
  >;
}

interface Try {
  readonly index: number;
  readonly event: NotifiedEvent;
  /** `noticeKey`; absent of the events that come once. */
  readonly about?: string;
  readonly channel: string;
  readonly attempt: number;
  readonly outcome: "delivered" | "failed" | "gone";
  readonly nextMs: number | null;
  /** What the receiver calls what it made of it. */
  readonly reference?: string;
}

/** A message that is still to be delivered. */
export interface PendingMessage {
  readonly channel: string;
  readonly event: NotifiedEvent;
  readonly record: Nonconformity;
  readonly due?: DueNotice;
  readonly announcedMs: number;
  /** Number of the next try, from 1. */
  readonly attempt: number;
  /** Not before this instant. */
  readonly dueMs: number;
}

/**
 * The messages that one channel still owes, oldest announcement first.
 *
 * A channel owes what was routed to it when it was announced, and the end of whatever it was to hear
 * the beginning of: routes that change in between leave nobody waiting.
 *
 * Messages of one record keep their order: the second shows up here only when the first is
 * delivered or given up. A channel owes what was announced since it was configured, and nothing
 * once its receiver is gone. One that was led elsewhere owes what the old place never took, and
 * begins again with the first try. Cost: one pass over the announcements.
 */
export function pendingMessages(state: OutboxState, channel: string): readonly PendingMessage[] {
  const configured = state.channels.get(channel);
  if (configured === undefined || configured.goneMs !== null) return [];
  const waiting = new Set<string>();
  const told = new Set<string>();
  const pending: PendingMessage[] = [];
  for (const { index, atMs, event, record, due, channels } of state.announcements) {
    const isEnd = event === "closed" && told.has(record.id);
    const isRouted = channels === null || channels.includes(channel) || isEnd;
    if (index < configured.since || !isRouted) continue;
    told.add(record.id);
    if (waiting.has(record.id)) continue;
    const last = state.attempts
      .get(record.id)
      ?.findLast(
        (each) =>
          each.channel === channel &&
          each.event === event &&
          (each.about ?? null) === noticeKey(due) &&
          (each.outcome === "delivered" || each.index > configured.targetSince),
      );
    const dueMs = last === undefined ? atMs : last.nextMs;
    if (dueMs === null) continue; // delivered, or all tries used
    waiting.add(record.id);
    const attempt = (last?.attempt ?? 0) + 1;
    const notice = { channel, event, record, ...(due === undefined ? {} : { due }) };
    pending.push({ ...notice, announcedMs: atMs, attempt, dueMs });
  }
  return pending;
}

/**
 * `pendingMessages` of the present state, looked for anew only after something of it changed: it is asked
 * several times a second, over everything that ever was announced.
 */
export function pendingOf(
  present: () => OutboxState,
): (channel: string) => readonly PendingMessage[] {
  const known = new Map<string, { readonly of: OutboxState; readonly pending: Pending }>();
  return (channel) => {
    const { announcements, attempts, channels } = present();
    const last = known.get(channel);
    const isSame =
      last?.of.announcements === announcements &&
      last.of.attempts === attempts &&
      last.of.channels === channels;
    if (last !== undefined && isSame) return last.pending;
    const of = { announcements, attempts, channels };
    const pending = pendingMessages(of, channel);
    known.set(channel, { of, pending });
    return pending;
  };
}

type Pending = readonly PendingMessage[];
