import { createHash } from "node:crypto";
import type { Nonconformity, ZoneOffsets } from "@tiltmeter/rules";
import { type BookOf, createBook } from "./book.ts";
import type { Channel, Sent } from "./channel.ts";
import { createKeepAlive } from "./keep-alive.ts";
import type { NoticeEvent } from "./notice.ts";
import type { Attempted, Configured, OutboxEntry, OutboxState } from "./outbox-state.ts";
import type { Unit } from "./owed-item.ts";
import { createPlanner } from "./planner.ts";
import { referencesOf } from "./references-of.ts";
import { nextTryMs } from "./schedule.ts";
import { idOfUnit, type UnitTerms, unitNotice } from "./unit-notice.ts";

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
  readonly offsets: ZoneOffsets;
  /** What is owed, shared with whoever else reads the same ledger; absent: a book of its own. */
  readonly bookOf?: BookOf;
  /** When the next step of a record's work is due; absent: messages do not say. */
  readonly dueMs?: (record: Nonconformity) => number | null;
  /** Turns what the ledger says in commitments and pseudonyms into words; absent: there are none. */
  readonly said?: <T>(value: T) => T;
  /** The signed link of a message; absent: messages have none. */
  readonly acknowledge?: UnitTerms["acknowledge"];
  /** Prepares the nonconformity about a dead channel; the entries are appended with the last try. */
  readonly deadChannel: (dead: DeadChannel) => Promise<(state: S) => readonly E[]>;
}

/** Tells every channel of every record, at least once each, whatever happens in between. */
export interface Outbox {
  /** Decides what is due to be decided, and tries every message that is due once. Rejects when that could not be recorded. */
  drain(): Promise<void>;
  /** When something is to be done next; null when nothing is owed and nothing waits. */
  readonly nextAttemptMs: number | null;
  /** Drains whenever something is due, looking every `everyMs` (default 200). */
  start(options?: { readonly everyMs?: number; readonly onError?: (error: unknown) => void }): void;
  /** Breaks off what is being sent (it is sent again after a restart) and waits for it to end. */
  stop(): Promise<void>;
}

/**
 * Makes the outbox of a ledger: what is owed is a fold of it, so a restart forgets nothing.
 *
 * What is told together, held back or escalated is recorded before it is sent, and a try after it was
 * made: a crash in between sends the message again, under the same id. A few messages at once for a
 * channel, those of one record one after the other; channels do not wait for each other.
 */
export function createOutbox<S extends OutboxState, E>(options: OutboxOptions<S, E>): Outbox {
  const { ledger, now, channels: targets, offsets } = options;
  const said = options.said ?? (<T>(value: T): T => value);
  const dueMs = options.dueMs ?? (() => null);
  const perRecord = (name: string): boolean => targets.get(name)?.isPerRecord === true;
  const bookOf = options.bookOf ?? createBook(perRecord);
  const digestChannels = new Set([...targets.keys()].filter((name) => !perRecord(name)));
  const planning = {
    ...{ offsets, dueMs, perRecord, digestChannels },
    channels: [...targets.keys()],
  };
  const planOf = createPlanner({ ...planning, bookOf });
  // The state that is appended to is ahead of the one at hand, and a book follows one line of states.
  const bookAhead = createBook(perRecord);
  const planAhead = createPlanner({ ...planning, bookOf: bookAhead });
  const terms = (): UnitTerms => ({
    ...{ publicUrl: options.publicUrl(), origin: options.origin, dueMs, said },
    acknowledge: options.acknowledge ?? (() => null),
  });
  const keepAlive = createKeepAlive({
    ...{ now, said, dueMs, terms },
    record: (id) => ledger.state.nonconformities.get(id),
  });
  const stopping = new AbortController();
  let draining: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function drain(): Promise<void> {
    await bookOf.inSlices(() => ledger.state);
    await bookAhead.inSlices(() => ledger.state);
    await configure();
    const channels = [...targets].map(([name, to]) => drainChannel(name, to));
    const failed = (await Promise.allSettled(channels)).find((each) => each.status === "rejected");
    if (failed !== undefined) {
      throw new Error("a notification could not be recorded and will be sent again", {
        cause: failed.reason,
      });
    }
  }

  /** Records channels that are new, lead elsewhere than before, or whose kind was not known. */
  async function configure(): Promise<void> {
    const missing = (state: S): readonly Configured[] =>
      [...targets]
        .map(([channel, to]) => ({ channel, target: sha256(to.target), kind: to.kind }))
        .filter(({ channel, target, kind }) => {
          const known = state.channels.get(channel);
          return known?.target !== target || known.kind !== kind;
        })
        .map((each) => ({ type: "channel_configured", atMs: now(), by: MACHINE, ...each }));
    if (missing(ledger.state).length === 0) return;
    await ledger.transact((state) => ({ entries: missing(state), result: undefined }));
  }

  /** What a channel is sent now, once everything that is to be decided at this instant is recorded. */
  async function dueOf(channel: string): Promise<readonly Unit[]> {
    for (;;) {
      const nowMs = now();
      const { state } = ledger;
      if (planOf(state, nowMs).entries.length === 0) {
        return readyOf(state, channel).filter((each) => each.nextMs <= nowMs);
      }
      await ledger.transact((present) => ({
        entries: planAhead(present, nowMs).entries,
        result: undefined,
      }));
    }
  }

  function readyOf(state: S, channel: string): readonly Unit[] {
    if (state.channels.get(channel)?.goneMs !== null) return [];
    return bookOf(state).channels.get(channel)?.ready() ?? [];
  }

  async function drainChannel(channel: string, to: Channel): Promise<void> {
    // What is due now, each tried once; a try may settle the first message of a record and free its second.
    for (;;) {
      const due = await dueOf(channel);
      if (due.length === 0 || stopping.signal.aborted) break;
      await tryEach(due, channel, to);
    }
    const owed = bookOf(ledger.state).channels.get(channel);
    if (owed !== undefined && !stopping.signal.aborted) {
      await keepAlive.run(channel, to, owed, stopping.signal);
    }
  }

  /**
   * The first alone: a receiver that is gone or in trouble is not sent a crowd. At most one message a
   * record is due, so those of a record keep their order.
   */
  async function tryEach(due: readonly Unit[], channel: string, to: Channel): Promise<void> {
    const rest = due.values();
    const line = async (): Promise<void> => {
      for (const next of rest) {
        const isGone = ledger.state.channels.get(channel)?.goneMs !== null;
        if (stopping.signal.aborted || isGone) return;
        await attempt(next, channel, to);
      }
    };
    const first = rest.next().value;
    const isWell = first !== undefined && (await attempt(first, channel, to)) === "delivered";
    const lines = await Promise.allSettled(Array.from({ length: isWell ? AT_ONCE : 1 }, line));
    const failed = lines.find((each) => each.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  /** Null: broken off by us, so nothing is known of it. */
  async function attempt(
    unit: Unit,
    channel: string,
    to: Channel,
  ): Promise<Sent["outcome"] | null> {
    const { signal } = stopping;
    const tries = unit.attempts + 1;
    const message = idOfUnit(unit, channel);
    const notice = unitNotice({ ...unit, message }, channel, ledger.state, terms());
    const records = notice.records.map(({ id }) => id);
    const references = referencesOf(ledger.state, channel, records);
    const { id } = notice;
    const sent = await to.send(notice, { id, attempt: tries, nowMs: now(), signal, references });
    // Nothing is known of a try that we broke off, so it does not count.
    if (signal.aborted && sent.status === null) return null;
    const endedMs = now();
    const nextMs = sent.outcome === "failed" ? retryMs(tries, sent, endedMs) : null;
    const entry: Attempted = {
      ...{ type: "notification_attempted", atMs: endedMs, by: MACHINE, message: id },
      ...aboutOf(unit, notice.event),
      ...{ channel, attempt: tries, outcome: sent.outcome, status: sent.status },
      ...{ detail: sent.detail, nextMs },
      ...(sent.reference === undefined ? {} : { reference: sent.reference.slice(0, 256) }),
    };
    const raising = await finding(entry);
    return ledger.transact((state) => ({
      entries: [entry, ...(raising?.(state) ?? [])],
      result: sent.outcome,
    }));
  }

  function retryMs(attempt: number, { retryAfterMs }: Sent, failedMs: number): number | null {
    return nextTryMs({ attempt, failedMs, retryAfterMs, random: options.random });
  }

  async function finding(entry: Attempted): Promise<((state: S) => readonly E[]) | null> {
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
    const { state } = ledger;
    const plan = planOf(state, now());
    if (plan.entries.length > 0) return now();
    let nextMs = plan.nextMs;
    for (const [channel, to] of targets) {
      for (const unit of readyOf(state, channel)) nextMs = Math.min(nextMs, unit.nextMs);
      if (to.keepAliveMs !== null) nextMs = Math.min(nextMs, keepAlive.nextMs(channel));
    }
    return Number.isFinite(nextMs) ? nextMs : null;
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

/** What a try is about, so that it is found again. */
function aboutOf(unit: Unit, noticed: NoticeEvent): Pick<Attempted, "record" | "event" | "about"> {
  const [item] = unit.items;
  const event = noticed === "raised_again" ? "raised" : noticed;
  if (unit.isComposed || item === undefined) return { record: "", event };
  const { about, announced } = item;
  return {
    ...{ record: announced.record.id, event: announced.event },
    ...(about === null ? {} : { about }),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Messages that one channel is sent at once: enough that a slow receiver does not hold up a storm. */
const AT_ONCE = 8;

/** Who the ledger names for what no person did. */
const MACHINE = "tiltmeter";
