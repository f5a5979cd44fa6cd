import { createHash } from "node:crypto";
import type { Nonconformity } from "@tiltmeter/rules";
import { Webhook } from "standardwebhooks";
import { messageBody, messageId, type NotifiedEvent, noticeKey } from "./message.ts";
import { type OutboxState, type PendingMessage, pendingOf } from "./pending.ts";
import type { SafeFetch } from "./safe-fetch.ts";
import { nextTryMs } from "./schedule.ts";
import { Secret } from "./secret.ts";
import { type Sent, sendWebhook, type WebhookTarget } from "./webhook.ts";

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
  /** By name, as configured. */
  readonly channels: Readonly<
    Record<
      string,
      {
        readonly webhook: {
          readonly url: string;
          readonly secret: string;
          readonly allowPrivate: boolean;
        };
      }
    >
  >;
  readonly now: () => number;
  readonly random: () => number;
  readonly fetch: SafeFetch;
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
 * for each other. Throws when a channel's secret cannot sign.
 */
export function createOutbox<S extends OutboxState, E>(options: OutboxOptions<S, E>): Outbox {
  const { ledger, now } = options;
  const targets = new Map(
    Object.entries(options.channels).map(([name, { webhook }]) => [name, target(name, webhook)]),
  );
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
        .map(([channel, to]) => ({ channel, target: sha256(to.url.reveal()) }))
        .filter((each) => state.channels.get(each.channel)?.target !== each.target)
        .map((each) => ({ type: "channel_configured", atMs: now(), by: MACHINE, ...each }));
    if (missing(ledger.state).length === 0) return;
    await ledger.transact((state) => ({ entries: missing(state), result: undefined }));
  }

  async function drainChannel(channel: string, to: WebhookTarget): Promise<void> {
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
  async function tryEach(due: readonly PendingMessage[], to: WebhookTarget): Promise<void> {
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
  async function attempt(due: PendingMessage, to: WebhookTarget): Promise<Sent["outcome"] | null> {
    const { event, announcedMs: atMs } = due;
    const record = options.said?.(due.record) ?? due.record;
    const about = noticeKey(due.due);
    const message = messageId({ record: record.id, event, channel: due.channel, about });
    const notice = due.due === undefined ? {} : { due: due.due };
    const dueMs = event === "raised" ? (options.dueMs?.(due.record) ?? null) : null;
    const publicUrl = options.publicUrl();
    const body = messageBody({ event, atMs, record, ...notice, dueMs, publicUrl });
    const { fetch } = options;
    const { signal } = stopping;
    const sent = await sendWebhook({ target: to, id: message, body, nowMs: now(), fetch, signal });
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

function target(
  name: string,
  webhook: { readonly url: string; readonly secret: string; readonly allowPrivate: boolean },
): WebhookTarget {
  const secret = new Secret(webhook.secret);
  try {
    new Webhook(secret.reveal()).sign("msg_0", new Date(0), "{}");
  } catch {
    // Without its cause, which may repeat a part of the secret.
    throw new Error(`channel ${name}: the webhook secret must be whsec_ and base64`);
  }
  return { url: new Secret(webhook.url), secret, allowPrivate: webhook.allowPrivate };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Messages that one channel is sent at once: enough that a slow receiver does not hold up a storm. */
const AT_ONCE = 8;

/** Who the ledger names for what no person did. */
const MACHINE = "tiltmeter";
