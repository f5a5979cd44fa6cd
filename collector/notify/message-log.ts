import type { BookOf } from "./book.ts";
import { inSlices } from "./in-slices.ts";
import type { Announced, Attempted, Noted, OutboxState } from "./outbox-state.ts";
import type { Owed } from "./owed.ts";
import { isUndecided } from "./owed-item.ts";

/** Why a message says what it says. */
export type MessageKind = "single" | "grouped" | "held" | "together" | "digest" | "quiet_ended";

/** How a message stands. `given_up`: all tries used; `gone`: its receiver wants no more. */
export const MESSAGE_OUTCOMES = ["waiting", "delivered", "retrying", "given_up", "gone"] as const;
export type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number];

export interface LoggedTry {
  readonly atMs: number;
  readonly attempt: number;
  readonly outcome: Attempted["outcome"];
  readonly status: number | null;
  readonly detail: string;
  readonly nextMs: number | null;
}

/** One message to one channel, and what came of it. */
export interface LoggedMessage {
  /** The id that the receiver sees. */
  readonly id: string;
  /** Counts up with the messages: later ones have higher places. */
  readonly place: number;
  readonly channel: string;
  readonly kind: MessageKind;
  readonly event: Attempted["event"];
  readonly records: readonly string[];
  /** When it was composed, or first tried. */
  readonly atMs: number;
  readonly tries: readonly LoggedTry[];
  readonly outcome: MessageOutcome;
  readonly nextMs: number | null;
  /** Who asked for it again, and when; null: nobody did. */
  readonly retried: { readonly by: string; readonly atMs: number } | null;
}

/** What waits to be sent: for others of its group, for the end of quiet hours, or for its turn. */
export interface WaitingItem {
  readonly channel: string;
  readonly record: string;
  readonly event: Announced["event"];
  readonly announcedMs: number;
  readonly why: "group" | "quiet" | "turn";
  /** When quiet hours let it go; null: something else decides. */
  readonly untilMs: number | null;
}

/** How a channel stands. */
export interface ChannelStanding {
  readonly channel: string;
  readonly kind: string | null;
  readonly waiting: number;
  readonly held: number;
  readonly retrying: number;
  readonly givenUp: number;
  readonly deliveredMs: number | null;
  readonly failed: { readonly atMs: number; readonly detail: string } | null;
  readonly goneMs: number | null;
}

type Logged = { -readonly [K in keyof LoggedMessage]: LoggedMessage[K] } & {
  readonly tries: LoggedTry[];
};

/** The last of a channel: what arrived, and what did not. */
interface Newest {
  deliveredMs: number | null;
  failed: ChannelStanding["failed"];
}

/** Reads what was told to whom out of the ledger; each look costs what is new. */
export interface MessageLog {
  /** Catches up with a growing ledger in slices, so that the first look after a start holds nobody up. */
  readonly inSlices: (state: () => OutboxState) => Promise<void>;
  /** Oldest first. */
  readonly messages: (state: OutboxState) => readonly LoggedMessage[];
  readonly message: (state: OutboxState, id: string) => LoggedMessage | null;
  readonly waiting: (state: OutboxState) => readonly WaitingItem[];
  readonly channels: (state: OutboxState) => readonly ChannelStanding[];
}

/** `bookOf`: what is owed, shared with whoever else reads the same ledger. */
export function createMessageLog(bookOf: BookOf): MessageLog {
  let known = new Map<string, Logged>();
  let newest = new Map<string, Newest>();
  let read = 0;
  let last: Noted | undefined;

  function fold({ notifications }: OutboxState, stepsMax: number): boolean {
    const isSame =
      read <= notifications.length && (read === 0 || notifications.at(read - 1) === last);
    if (!isSame) [known, newest, read] = [new Map(), new Map(), 0];
    const end = Math.min(notifications.length, read + stepsMax);
    for (; read < end; read += 1) {
      const noted = notifications.at(read);
      if (noted !== undefined) note(known, noted);
      if (noted?.type === "notification_attempted") noteNewest(newest, noted);
      last = noted;
    }
    return read === notifications.length;
  }

  function catchUp(state: OutboxState): ReadonlyMap<string, Logged> {
    fold(state, Number.POSITIVE_INFINITY);
    return state.channels.size === 0 ? new Map() : known;
  }

  return {
    inSlices: async (state) => {
      await bookOf.inSlices(state);
      await inSlices(() => fold(state(), SLICE));
    },
    messages: (state) => [...catchUp(state).values()],
    message: (state, id) => catchUp(state).get(id) ?? null,
    waiting: (state) =>
      [...bookOf(state).channels].flatMap(([channel, owed]) => waitingOf(channel, owed)),
    channels: (state) => {
      catchUp(state);
      const book = bookOf(state);
      return [...state.channels].map(([channel, { kind, goneMs }]) => {
        const told = newest.get(channel) ?? { deliveredMs: null, failed: null };
        return { channel, kind, goneMs, ...told, ...standingOf(book.channels.get(channel)) };
      });
    },
  };
}

function note(known: Map<string, Logged>, noted: Noted): void {
  const begin = (
    of: Pick<Logged, "id" | "channel" | "kind" | "event" | "records" | "atMs">,
  ): Logged => {
    const { id, channel, kind, event, records, atMs } = of;
    // A plain literal: there is one for every message that ever was sent, and spreading costs thrice as much.
    const message: Logged = {
      id,
      place: known.size,
      channel,
      kind,
      event,
      records,
      atMs,
      tries: [],
      outcome: "waiting",
      nextMs: atMs,
      retried: null,
    };
    known.set(of.id, message);
    return message;
  };
  const { atMs } = noted;
  switch (noted.type) {
    case "notices_composed": {
      const records = [...new Set(noted.items.map(({ record }) => record))];
      const { message: id, channel, why: kind } = noted;
      begin({ id, channel, kind, event: "several", records, atMs });
      return;
    }
    case "digest_made":
    case "quiet_hours_ended": {
      const isDigest = noted.type === "digest_made";
      const kind = isDigest ? "digest" : "quiet_ended";
      for (const { channel, message: id } of noted.messages) {
        begin({ id, channel, kind, event: kind, records: [], atMs });
      }
      return;
    }
    case "notification_attempted": {
      const { message: id, channel, event, record } = noted;
      const message =
        known.get(id) ?? begin({ id, channel, kind: "single", event, records: [record], atMs });
      const { attempt, outcome, status, detail, nextMs } = noted;
      message.tries.push({ atMs, attempt, outcome, status, detail, nextMs });
      message.event = event;
      message.outcome = outcomeOf(noted);
      message.nextMs = nextMs;
      return;
    }
    case "notification_retried": {
      const message = known.get(noted.message);
      if (message === undefined) return;
      message.outcome = "retrying";
      message.nextMs = atMs;
      message.retried = { by: noted.by, atMs };
      return;
    }
    default:
  }
}

function outcomeOf({ outcome, nextMs }: Attempted): MessageOutcome {
  if (outcome === "failed") return nextMs === null ? "given_up" : "retrying";
  return outcome;
}

function waitingOf(channel: string, owed: Owed): readonly WaitingItem[] {
  return [...owed.held(), ...owed.undecided()].map(({ announced, group, heldUntilMs }) => ({
    channel,
    ...{ record: announced.record.id, event: announced.event, announcedMs: announced.atMs },
    why: heldUntilMs !== null ? "quiet" : group !== null ? "group" : "turn",
    untilMs: heldUntilMs,
  }));
}

function noteNewest(
  newest: Map<string, Newest>,
  { channel, outcome, atMs, detail }: Attempted,
): void {
  const of = newest.get(channel) ?? { deliveredMs: null, failed: null };
  newest.set(channel, of);
  if (outcome === "delivered") of.deliveredMs = atMs;
  else of.failed = { atMs, detail };
}

function standingOf(
  owed: Owed | undefined,
): Pick<ChannelStanding, "waiting" | "held" | "retrying" | "givenUp"> {
  if (owed === undefined) return { waiting: 0, held: 0, retrying: 0, givenUp: 0 };
  const ready = owed.ready();
  const whole = ready.filter((unit) => unit.attempts === 0 && !unit.items.some(isUndecided));
  return {
    waiting: [...owed.undecided()].length + whole.length,
    held: [...owed.held()].length,
    retrying: ready.filter(({ attempts }) => attempts > 0).length,
    givenUp: [...owed.givenUp()].length,
  };
}

/** A few milliseconds: a try takes some ten microseconds. */
const SLICE = 500;
