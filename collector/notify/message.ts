import { createHash } from "node:crypto";

/** What happened to a record that people are told of. */
export type NotifiedEvent =
  | "raised"
  | "reopened"
  | "moved"
  | "due"
  | "escalated"
  | "repeated"
  | "closed";

/** Which clock of a record has reached what. */
export interface DueNotice {
  /** A clock of the policy, or the id of a reporting duty. */
  readonly clock: string;
  readonly round: number;
  readonly level: "at_risk" | "breached" | "escalated";
  readonly step: number;
  readonly dueMs: number;
}

/** Tells the notices of one record apart; null of the events that come once. */
export function noticeKey(due: DueNotice | undefined): string | null {
  return due === undefined ? null : `${due.clock} ${due.round} ${due.level} ${due.step}`;
}

/**
 * Names one message: the same for every try, and after every restart.
 *
 * The Standard Webhooks id of the message; receivers drop a repeat by it.
 */
export function messageId(of: {
  readonly record: string;
  readonly event: NotifiedEvent;
  readonly channel: string;
  /** `noticeKey`. */
  readonly about?: string | null;
}): string {
  const about = of.about ?? null;
  const what = [of.record, of.event, of.channel, ...(about === null ? [] : [about])];
  return idOf(what);
}

/** Names a message by what makes it one of its own. */
export function idOf(what: readonly (string | number)[]): string {
  return `msg_${createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 32)}`;
}
