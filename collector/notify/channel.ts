import type { Notice } from "./notice.ts";

/** How one try ended. `gone`: the receiver said that it wants no more, now or ever. */
export interface Sent {
  readonly outcome: "delivered" | "failed" | "gone";
  /** Of HTTP or SMTP; null where no answer came. */
  readonly status: number | null;
  /** In words; never what the receiver wrote, nor where it is, nor a secret. */
  readonly detail: string;
  /** How long the receiver asks us to wait; null: it does not say. */
  readonly retryAfterMs: number | null;
  /**
   * What the receiver calls what it made of the message, where a later one needs it: the timestamp of a
   * chat message, the key of an issue. At most 256 characters, kept with the try of each record.
   */
  readonly reference?: string;
}

/** What a channel is given beside the notice. */
export interface Sending {
  /** `notice.id`: receivers drop a repeat by it. */
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Record → the reference that this channel gave for it first; absent of records that have none. */
  readonly references: ReadonlyMap<string, string>;
}

/** A place that people are told at. It knows how to say a notice there, and nothing of what is owed. */
export interface Channel {
  /** `webhook`, `email`, `slack`, … */
  readonly kind: string;
  /**
   * Names where it leads, a secret or not: only its hash is kept. Where it changes, what is owed is tried
   * afresh there.
   */
  readonly target: string;
  /**
   * True where a message is about exactly one record, because the receiver keeps an incident, an issue or
   * an alert for each: what a route groups, and what quiet hours held, comes one record a message then,
   * and a digest does not come at all.
   */
  readonly isPerRecord: boolean;
  /**
   * How often the newest notice of each open record is sent again because the receiver forgets it else, at
   * least 60 s; null: it does not forget. Such a message counts as no try and no failure.
   */
  readonly keepAliveMs: number | null;
  /** Never throws: every failure is an outcome. Ends soon after the signal does, `failed`. */
  readonly send: (notice: Notice, of: Sending) => Promise<Sent>;
}
