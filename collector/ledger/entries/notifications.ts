import type { Routes } from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

/** Who is told of what is announced from here on; null: every channel of everything. */
export interface RoutesLoaded extends Stamp {
  readonly type: "routes_loaded";
  /** Name of the file, without its folder. */
  readonly file: string | null;
  readonly routes: Routes | null;
}

/** A channel is in use from here on, or leads elsewhere: what it is owed is then tried afresh. */
export interface ChannelConfigured extends Stamp {
  readonly type: "channel_configured";
  readonly channel: string;
  /** SHA-256 of where it leads. */
  readonly target: string;
  /** `webhook`, `email`, …; absent in entries of earlier versions. */
  readonly kind?: string;
}

/** Somebody sent a test message to a channel. Nothing of what it said or what the receiver answered. */
export interface ChannelTested extends Stamp {
  readonly type: "channel_tested";
  readonly channel: string;
  readonly outcome: "delivered" | "failed" | "gone";
  /** Of HTTP or SMTP; null: no answer came. */
  readonly status: number | null;
}

/** Something that was announced: the entry that did it, and the record of which it did. */
export interface AnnouncedItem {
  readonly index: number;
  readonly record: string;
}

/**
 * What one message to one channel says, where it says more than one thing: it was grouped, held back
 * until then, or is told together with something that passed. At most 500 items, each record's in order.
 */
export interface NoticesComposed extends Stamp {
  readonly type: "notices_composed";
  /** The id that the receiver sees. */
  readonly message: string;
  readonly channel: string;
  readonly why: "grouped" | "held" | "together";
  /** Names the group over all its messages; null: it is none. */
  readonly group: string | null;
  readonly items: readonly AnnouncedItem[];
}

/** What a channel hears no sooner than at the end of quiet hours. */
export interface NoticesHeld extends Stamp {
  readonly type: "notices_held";
  readonly channel: string;
  /** The quiet hours that hold it. */
  readonly quiet: string;
  readonly untilMs: number;
  readonly items: readonly AnnouncedItem[];
}

/** One step of a route's escalation: nobody acknowledged what was announced, and the record stands still. */
export interface NoticeEscalated extends Stamp {
  readonly type: "notice_escalated";
  readonly record: string;
  /** Index of the announcement that nobody acknowledged. */
  readonly of: number;
  readonly route: string;
  /** From 1. */
  readonly step: number;
  readonly channels: readonly string[];
}

/** Records that are still open are told of again, by a route that asks for it. */
export interface NoticesRepeated extends Stamp {
  readonly type: "notices_repeated";
  readonly route: string;
  readonly records: readonly string[];
  readonly channels: readonly string[];
}

/** What a digest says. Lists are cut to what a message has room for, counts are whole. */
export interface DigestContent {
  readonly counts: {
    readonly raised: number;
    readonly closed: number;
    readonly open: number;
    readonly overdue: number;
  };
  readonly raised: readonly string[];
  readonly closed: readonly string[];
  /** Open, those due soonest first. */
  readonly open: readonly { readonly record: string; readonly dueMs: number | null }[];
}

/** A digest was due. One that has nothing to say goes to no channel. */
export interface DigestMade extends Stamp {
  readonly type: "digest_made";
  readonly route: string;
  /** What it sums up: (fromMs, toMs]. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly content: DigestContent;
  readonly messages: readonly { readonly channel: string; readonly message: string }[];
}

/** Quiet hours are over for good, and those who were not disturbed are told so. */
export interface QuietHoursEnded extends Stamp {
  readonly type: "quiet_hours_ended";
  readonly quiet: string;
  readonly owner: string;
  /** When they ended. */
  readonly untilMs: number;
  readonly messages: readonly { readonly channel: string; readonly message: string }[];
}

/**
 * Somebody has seen it: nobody else is told because nobody did. It moves no record and stops no clock.
 * `by` is a signed-in person, or whoever the name that was typed beside a link is.
 */
export interface NoticeAcknowledged extends Stamp {
  readonly type: "notice_acknowledged";
  readonly records: readonly string[];
  /** The link that was used: the channel it was sent to, and the message; null: by a signed-in person. */
  readonly link: { readonly channel: string; readonly message: string } | null;
}

/** Somebody wants a message tried again that was given up, and its channel used again if it was gone. */
export interface NotificationRetried extends Stamp {
  readonly type: "notification_retried";
  readonly message: string;
  readonly channel: string;
}

/** One try to tell one channel. `gone` means that the channel wants no more. */
export interface NotificationAttempted extends Stamp {
  readonly type: "notification_attempted";
  /** The id that the receiver sees: the same for every try. */
  readonly message: string;
  /** The record it is about; empty where it is about several or none, which another entry names. */
  readonly record: string;
  readonly event:
    | ("raised" | "reopened" | "moved" | "due" | "escalated" | "repeated" | "closed")
    | ("several" | "digest" | "quiet_ended");
  /** Which notice of several of a record; absent of the events that come once. */
  readonly about?: string;
  readonly channel: string;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: "delivered" | "failed" | "gone";
  readonly status: number | null;
  readonly detail: string;
  /** When it is tried again; null when it is not. */
  readonly nextMs: number | null;
  /** What the receiver calls what it made of it, where a later message needs it. */
  readonly reference?: string;
}

/** What is recorded of telling people. */
export type NotificationEntry =
  | ChannelConfigured
  | NoticesComposed
  | NoticesHeld
  | NoticeEscalated
  | NoticesRepeated
  | DigestMade
  | QuietHoursEnded
  | NoticeAcknowledged
  | NotificationRetried
  | NotificationAttempted;

const TYPES: Readonly<Record<NotificationEntry["type"], true>> = {
  channel_configured: true,
  notices_composed: true,
  notices_held: true,
  notice_escalated: true,
  notices_repeated: true,
  digest_made: true,
  quiet_hours_ended: true,
  notice_acknowledged: true,
  notification_retried: true,
  notification_attempted: true,
};

/** Their types, for the table of all entries. */
export const NOTIFICATION_TYPES: typeof TYPES = TYPES;

export function isNotification(entry: { readonly type: string }): entry is NotificationEntry {
  return Object.hasOwn(TYPES, entry.type);
}
