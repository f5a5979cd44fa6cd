import { createHash } from "node:crypto";
import type { Nonconformity } from "@tiltmeter/rules";
import type { Channel, Sent } from "./channel.ts";
import { messageId, type NotifiedEvent, noticeKey } from "./message.ts";
import { type OutboxState, type PendingMessage, pendingOf } from "./pending.ts";
import { recordNotice } from "./record-notice.ts";
import { nextTryMs } from "./schedule.ts";

/** What the outbox records. */
export type OutboxEntry =
  | {
      readonly type: "channel_configured";
      readonly atMs: number;
      readonly by: string;
      readonly channel: string;
      readonly target: string;
    }
  | {
      readonly type: "notification_attempted";
      readonly atMs: number;
      readonly by: string;
      readonly message: string;
      readonly record: string;
      readonly event: NotifiedEvent;
      readonly about?: string;
      readonly channel: string;
      readonly attempt: number;
      readonly outcome: Sent["outcome"];
      readonly status: number | null;
      readonly detail: string;
      readonly nextMs: number | null;
      readonly reference?: string;
    };

/** A channel that will not deliver: its receiver is gone, or did not answer over all tries. */
export interface DeadChannel {
  readonly channel: string;
  readonly reason: "gone" | "all tries used";
  readonly detail: string;
  /** Tries of the message that was given up. */
  readonly attempts: number;
  readonly atMs: number;
}

/** Where messages go and what the outbox stands on. `S` and `E` are the ledger's state and entries. */
export interface OutboxOptions<S extends OutboxState, E> {
  readonly ledger: {
    readonly state: S;
    transact<T>(
      decide: (state: S) => { readonly entries: readonly (E | OutboxEntry)[]; readonly result: T },
    ): Promise<T>;
  };
  /** By name. */
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: () => number;
  readonly random: () => number;
  /** Names this collector's ledger among others. */
  readonly origin: string;
  /** Address of the pages, without a slash at the end. */
  readonly publicUrl: () => string;
  /** When the next step of a record's work is due; absent: messages do not say. */
  readonly dueMs?: (record: Nonconformity) => number | null;
  /** Turns what the ledger says in commitments and pseudonyms into words; absent: there are none. */
  readonly said?: <T>(value: T) => T;
  /** Prepares the nonconformity about a dead channel; the entries are appended with the last try. */
  readonly deadChannel: (dead: DeadChannel) => Promise<(state: S) => readonly E[]>;
}

/** Tells every channel of every record, at least once each, whatever happens in between. */
export interface Outbox {
  /** Tries every message that is due once. Rejects when a try could not be recorded. */
  drain(): Promise<void>;
  /** When the next message is due; null when nothing is owed. */
  readonly nextAttemptMs: number | null;
  /** Drains whenever something is due, looking every `everyMs` (default 200). */
  start(options?: { readonly everyMs?: number; readonly onError?: (error: unknown) => void }): void;
  /** Breaks off what is being sent (it is sent again after a restart) and waits for it to end. */
  stop(): Promise<void>;
}

/**
 * Makes the outbox of a ledger: what is owed is a fold of it, so a restart forgets nothing.
 *
 * A try is recorded after it was made: a crash in between sends the message again, under the same id.
 * A few messages at once for a channel, those of one record one after the other; channels do not wait
 * for each other.
 */
export function createOutbox<S extends OutboxState, E>(options: OutboxOptions<S, E>): Outbox {
  const { ledger, now, channels: targets } = options;
  const pending = pendingOf(() => ledger.state);
  const stopping = new AbortController();
  let draining: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function drain(): Promise<void> {
    await configure();
    const channels = [...targets].map(([name, to]) => drainChannel(name, to));
    const failed = (await Promise.allSettled(channels)).find((each) => each.status === "rejected");
    if (failed !== undefined) {
      throw new Error("a notification could not be recorded and will be sent again", {
        cause: failed.reason,
      });
    }
  }

  /** Records channels that are new or lead elsewhere than before; the latter start afresh. */
  async function configure(): Promise<void> {
    const missing = (state: S): readonly OutboxEntry[] =>
      [...targets]
        .map(([channel, to]) => ({ channel, target: sha256(to.target) }))
        .filter((each) => state.channels.get(each.channel)?.target !== each.target)
        .map((each) => ({ type: "channel_configured", atMs: now(), by: MACHINE, ...each }));
    if (missing(ledger.state).length === 0) return;
    await ledger.transact((state) => ({ entries: missing(state), result: undefined }));
  }

  async function drainChannel(channel: string, to: Channel): Promise<void> {
    // What is due now, each tried once; a try may settle the first message of a record and free its second.
    for (;;) {
      const due = pending(channel).filter((each) => each.dueMs <= now());
      if (due.length === 0 || stopping.signal.aborted) return;
      await tryEach(due, to);
    }
  }

  /**
   * The first alone: a receiver that is gone or in trouble is not sent a crowd. At most one message a
   * record is pending, so those of a record keep their order.
   */
  async function tryEach(due: readonly PendingMessage[], to: Channel): Promise<void> {
    const rest = due.values();
    const line = async (): Promise<void> => {
      for (const next of rest) {
        const isGone = ledger.state.channels.get(next.channel)?.goneMs !== null;
        if (stopping.signal.aborted || isGone) return;
        await attempt(next, to);
      }
    };
    const first = rest.next().value;
    const isWell = first !== undefined && (await attempt(first, to)) === "delivered";
    const lines = await Promise.allSettled(Array.from({ length: isWell ? AT_ONCE : 1 }, line));
    const failed = lines.find((each) => each.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  /** Null: broken off by us, so nothing is known of it. */
  async function attempt(due: PendingMessage, to: Channel): Promise<Sent["outcome"] | null> {
    const { event, announcedMs: atMs } = due;
    const record = options.said?.(due.record) ?? due.record;
    const about = noticeKey(due.due);
    const message = messageId({ record: record.id, event, channel: due.channel, about });
    const clock = due.due === undefined ? {} : { due: due.due };
    const dueMs = event === "raised" ? (options.dueMs?.(due.record) ?? null) : null;
    const { signal } = stopping;
    const terms = { publicUrl: options.publicUrl(), origin: options.origin, acknowledge: null };
    const notice = recordNotice(message, { event, atMs, record, ...clock, dueMs }, terms);
    const references = referencesOf(ledger.state, due.channel, [record.id]);
    const { attempt: tries } = due;
    const sent = await to.send(notice, {
      ...{ id: message, attempt: tries, nowMs: now(), signal, references },
    });
    // Nothing is known of a try that we broke off, so it does not count.
    if (signal.aborted && sent.status === null) return null;
    const endedMs = now();
    const nextMs = sent.outcome === "failed" ? retryMs(due, sent, endedMs) : null;
    const entry: OutboxEntry = {
      type: "notification_attempted",
      atMs: endedMs,
      by: MACHINE,
      message,
      record: record.id,
      event,
      ...(about === null ? {} : { about }),
      channel: due.channel,
      attempt: due.attempt,
      outcome: sent.outcome,
      status: sent.status,
      detail: sent.detail,
      nextMs,
      ...(sent.reference === undefined ? {} : { reference: sent.reference }),
    };
    const raising = await finding(entry);
    return ledger.transact((state) => ({
      entries: [entry, ...(raising?.(state) ?? [])],
      result: sent.outcome,
    }));
  }

  function retryMs(due: PendingMessage, sent: Sent, failedMs: number): number | null {
    const { retryAfterMs } = sent;
    return nextTryMs({ attempt: due.attempt, failedMs, retryAfterMs, random: options.random });
  }

  async function finding(
    entry: Extract<OutboxEntry, { type: "notification_attempted" }>,
  ): Promise<((state: S) => readonly E[]) | null> {
    if (entry.outcome === "delivered" || entry.nextMs !== null) return null;
    const reason = entry.outcome === "gone" ? "gone" : "all tries used";
    const { channel, detail, attempt: attempts, atMs } = entry;
    return options.deadChannel({ channel, reason, detail, attempts, atMs });
  }

  /** One drain at a time: who comes while one runs waits for it. */
  function drainOnce(): Promise<void> {
    draining ??= drain().finally(() => {
      draining = null;
    });
    return draining;
  }

  function nextAttemptMs(): number | null {
    const due = [...targets.keys()].flatMap((channel) =>
      pending(channel).map((each) => each.dueMs),
    );
    return due.length === 0 ? null : due.reduce((a, b) => Math.min(a, b));
  }

  return {
    drain: drainOnce,
    get nextAttemptMs() {
      return nextAttemptMs();
    },
    start({ everyMs = 200, onError = () => undefined } = {}) {
      const turn = (): void => {
        const next = nextAttemptMs();
        const work = next !== null && next <= now() ? drainOnce() : Promise.resolve();
        work.catch(onError).finally(() => {
          if (!stopping.signal.aborted) timer = setTimeout(turn, everyMs);
        });
      };
      drainOnce().catch(onError).finally(turn);
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await draining?.catch(() => undefined);
    },
  };
}

/** What the receiver calls what it made of each record first. */
function referencesOf(
  { attempts }: OutboxState,
  channel: string,
  records: readonly string[],
): ReadonlyMap<string, string> {
  const references = new Map<string, string>();
  for (const record of records) {
    for (const { channel: told, reference } of attempts.get(record) ?? []) {
      if (told !== channel || reference === undefined) continue;
      references.set(record, reference);
      break;
    }
  }
  return references;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Messages that one channel is sent at once: enough that a slow receiver does not hold up a storm. */
const AT_ONCE = 8;

/** Who the ledger names for what no person did. */
const MACHINE = "tiltmeter";
