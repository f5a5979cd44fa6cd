import type { MessageOutcome, ToldMessage } from "../notifications.ts";

/** How a message stands, in words. */
export const OUTCOME_WORDS: Readonly<Record<MessageOutcome, string>> = {
  waiting: "about to be sent",
  delivered: "delivered",
  retrying: "is tried again",
  given_up: "given up",
  gone: "refused for good",
};

/** What a message says, in short. */
export function messageInWords({ kind, event, records }: ToldMessage): string {
  switch (kind) {
    case "digest":
      return "digest";
    case "quiet_ended":
      return "quiet hours are over";
    case "grouped":
      return records.length === 1 ? eventInWords(event) : "a group";
    case "held":
      return "held back in quiet hours";
    case "together":
      return `${eventInWords(event)}, with what waited`;
    default:
      return eventInWords(event);
  }
}

/** What happened, in words. */
export function eventInWords(event: string): string {
  return EVENT_WORDS[event] ?? event;
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
  moved: "moved on",
  due: "a clock",
  escalated: "not acknowledged",
  repeated: "still open",
  closed: "done with",
  several: "several",
};
