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
}

/** One try to tell one channel of one event. `gone` means that the channel wants no more. */
export interface NotificationAttempted extends Stamp {
  readonly type: "notification_attempted";
  /** The id that the receiver sees: the same for every try. */
  readonly message: string;
  readonly record: string;
  readonly event: "raised" | "reopened" | "moved" | "due" | "escalated" | "repeated" | "closed";
  /** Which notice of several of a record: `clock round level step`; absent of the events that come once. */
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
