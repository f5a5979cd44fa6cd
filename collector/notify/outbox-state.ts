import type { Nonconformity, Routes, SystemDeclaration } from "@tiltmeter/rules";
import type { Sent } from "./channel.ts";
import type { DueNotice, NotifiedEvent } from "./message.ts";
import type { NoticeEvent } from "./notice.ts";

/** A list whose next version has this one as its beginning. */
export interface Grown<T> extends Iterable<T> {
  readonly length: number;
  readonly at: (index: number) => T | undefined;
}

/** Something that people are told of. */
export interface Announced {
  /** Index of the ledger entry that made it. */
  readonly index: number;
  readonly atMs: number;
  readonly event: NotifiedEvent;
  /** As it stood then. */
  readonly record: Nonconformity;
  readonly due?: DueNotice;
  /** Whom it is routed to; null: every channel. */
  readonly channels: readonly string[] | null;
  /** The set of routes that decided, which of them did, and who owned it then. */
  readonly routing?: {
    readonly set: number;
    readonly routes: readonly string[];
    readonly owner: string | null;
  };
}

/** One announcement of one record. */
export interface ItemRef {
  readonly index: number;
  readonly record: string;
}

interface Stamp {
  readonly atMs: number;
  readonly by: string;
}

interface Addressed {
  readonly channel: string;
  readonly message: string;
}

export interface Attempted extends Stamp, Addressed {
  readonly type: "notification_attempted";
  /** Empty where it is about several or none. */
  readonly record: string;
  readonly event: NoticeEvent & (NotifiedEvent | "several" | "digest" | "quiet_ended");
  readonly about?: string;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: Sent["outcome"];
  readonly status: number | null;
  readonly detail: string;
  readonly nextMs: number | null;
  readonly reference?: string;
}

export interface Composed extends Stamp, Addressed {
  readonly type: "notices_composed";
  readonly why: "grouped" | "held" | "together";
  readonly group: string | null;
  readonly items: readonly ItemRef[];
}

export interface Held extends Stamp {
  readonly type: "notices_held";
  readonly channel: string;
  readonly quiet: string;
  readonly untilMs: number;
  readonly items: readonly ItemRef[];
}

export interface Escalated extends Stamp {
  readonly type: "notice_escalated";
  readonly record: string;
  readonly of: number;
  readonly route: string;
  readonly step: number;
  readonly channels: readonly string[];
}

export interface Repeated extends Stamp {
  readonly type: "notices_repeated";
  readonly route: string;
  readonly records: readonly string[];
  readonly channels: readonly string[];
}

/** What a digest says. */
export interface Digest {
  readonly counts: {
    readonly raised: number;
    readonly closed: number;
    readonly open: number;
    readonly overdue: number;
  };
  readonly raised: readonly string[];
  readonly closed: readonly string[];
  readonly open: readonly { readonly record: string; readonly dueMs: number | null }[];
}

export interface DigestMade extends Stamp {
  readonly type: "digest_made";
  readonly route: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly content: Digest;
  readonly messages: readonly Addressed[];
}

export interface QuietEnded extends Stamp {
  readonly type: "quiet_hours_ended";
  readonly quiet: string;
  readonly owner: string;
  readonly untilMs: number;
  readonly messages: readonly Addressed[];
}

export interface Configured extends Stamp {
  readonly type: "channel_configured";
  readonly channel: string;
  readonly target: string;
  readonly kind?: string;
}

export interface Acknowledged extends Stamp {
  readonly type: "notice_acknowledged";
  readonly records: readonly string[];
  readonly link: Addressed | null;
}

export interface Retried extends Stamp, Addressed {
  readonly type: "notification_retried";
}

/** What the outbox records, each try and each decision. */
export type OutboxEntry =
  | Attempted
  | Composed
  | Held
  | Escalated
  | Repeated
  | DigestMade
  | QuietEnded
  | Configured;

/** Everything that is recorded of telling people. */
export type Noted = (OutboxEntry | Acknowledged | Retried) & { readonly index: number };

export interface ChannelUse {
  /** It is told of what was announced after this index. */
  readonly since: number;
  readonly target: string;
  /** Index since which it leads where it leads now. */
  readonly targetSince: number;
  readonly goneMs: number | null;
  readonly kind: string | null;
}

/** What the outbox reads of the governance state. */
export interface OutboxState {
  readonly announcements: Grown<Announced>;
  readonly notifications: Grown<Noted>;
  readonly channels: ReadonlyMap<string, ChannelUse>;
  readonly routes: { readonly atMs: number; readonly routes: Routes | null } | null;
  readonly routeSets: readonly { readonly routes: Routes | null }[];
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  readonly systems: ReadonlyMap<string, SystemDeclaration>;
  /** Record → the last that somebody acknowledged it. */
  readonly acknowledged: ReadonlyMap<string, Stamp & { readonly index: number }>;
  /** Record → tries, oldest first. */
  readonly attempts: ReadonlyMap<string, Iterable<Pick<Attempted, "channel" | "reference">>>;
}
