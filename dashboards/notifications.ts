/** How a message stands. `given_up`: all tries are used; `gone`: its receiver wants no more. */
export const MESSAGE_OUTCOMES = ["waiting", "delivered", "retrying", "given_up", "gone"] as const;
export type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number];

/** One message to one channel, and what came of it. */
export interface ToldMessage {
  readonly id: string;
  /** Counts up with the messages. */
  readonly place: number;
  readonly channel: string;
  /** `single`, `grouped`, `held`, `together`, `digest` or `quiet_ended`. */
  readonly kind: string;
  readonly event: string;
  readonly records: readonly string[];
  readonly atMs: number;
  readonly tries: readonly {
    readonly atMs: number;
    readonly attempt: number;
    readonly outcome: string;
    readonly detail: string;
  }[];
  readonly outcome: MessageOutcome;
  readonly nextMs: number | null;
}

/** What is not sent yet, and why. */
export interface WaitingItem {
  readonly channel: string;
  readonly record: string;
  readonly event: string;
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

/** Whether somebody has seen that a record was raised, and who is told where nobody has. */
export interface RecordTelling {
  readonly acknowledged: {
    readonly atMs: number;
    readonly by: string;
    /** The channel whose message had the link; null: signed in, without one. */
    readonly channel: string | null;
  } | null;
  /** The next step of the routes' escalation; null: none is to come. */
  readonly escalation: { readonly atMs: number; readonly channels: readonly string[] } | null;
}

/** What pages read and do of telling people. */
export interface PageNotifications {
  /** Resolves when what is read below is at hand, which after a start takes a while. */
  readonly caughtUp: () => Promise<void>;
  /** Oldest first. */
  readonly messages: () => readonly ToldMessage[];
  readonly waiting: () => readonly WaitingItem[];
  readonly channels: () => readonly ChannelStanding[];
  readonly retry: (id: string, by: string) => Promise<"retried" | "not needed" | "unknown">;
  /** False: the record needs nobody, or is not there. */
  readonly acknowledge: (record: string, by: string) => Promise<boolean>;
  readonly nowMs: () => number;
}
