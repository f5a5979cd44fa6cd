import type { Severity } from "@tiltmeter/rules";

/**
 * What a notice tells of. Of one record: `raised`, `raised_again` (it was done with, and its matter is
 * back), `reopened`, `moved`, `due`, `escalated`, `repeated`, `closed`. Else: `several` (records that were
 * grouped, or held back), `digest`, `quiet_ended` (quiet hours that are over for good).
 */
export const NOTICE_EVENTS = [
  "raised",
  "raised_again",
  "reopened",
  "moved",
  "due",
  "escalated",
  "repeated",
  "closed",
  "several",
  "digest",
  "quiet_ended",
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** One line of the text. `name` says what it is about, for channels that lay out more than lines. */
export interface NoticeLine {
  readonly name: "requirement" | "since" | "affected" | "next" | "by" | "record" | "more";
  /** Such as `Requirement`. */
  readonly label: string;
  readonly text: string;
}

/** What a notice says of one record: ids and plain words, no input or output of a model. */
export interface NoticeRecord {
  readonly id: string;
  /**
   * The same for everything that is ever told of this record, and no other record of any collector has
   * it: a key for deduplication and threads. At most 64 characters of `A-Za-z0-9@._-`.
   */
  readonly thread: string;
  /** What happened to it last, of what this notice tells. */
  readonly event: Exclude<NoticeEvent, "several" | "digest" | "quiet_ended">;
  /** True where it needs nobody any more: an incident about it is resolved, an issue is done. */
  readonly isOver: boolean;
  readonly state: string;
  readonly severity: Severity;
  /** Empty where it is about the management system and no system of its own. */
  readonly system: string;
  readonly requirement: string;
  readonly statement: string;
  readonly control: string | null;
  readonly controlTitle: string;
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  readonly firstBreachMs: number;
  readonly raisedMs: number;
  /** SHA-256 of its evidence; null: none was frozen. */
  readonly evidence: string | null;
  /** What to do next, in words. */
  readonly next: string;
  /** By when that is due; null: no clock runs. */
  readonly dueMs: number | null;
  /** The clock that this is about, of `due` and of an escalation of a clock. */
  readonly due?: {
    readonly clock: string;
    readonly level: "at_risk" | "breached" | "escalated";
    readonly dueMs: number;
  };
  readonly url: string;
}

/**
 * One message, free of any channel.
 *
 * All texts are plain: no markup, no control character, no line break, well-formed UTF-16. Each channel
 * escapes them as its format asks. Together at most some 40 kB.
 */
export interface Notice {
  /** The same for every try and after every restart: `msg_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly event: NoticeEvent;
  /** When it was announced. */
  readonly atMs: number;
  /** The gravest of what it tells; null where it tells of no record. */
  readonly severity: Severity | null;
  /** Of one record: that record's. Else of the group, the digest or the quiet hours, over all messages. */
  readonly thread: string;
  /** One line, at most 160 characters. */
  readonly subject: string;
  /**
   * In the order in which a person needs them: which requirement, since when, who is affected, what to do
   * next, by when. Of several records and of a digest a line a record. The link is `url`.
   */
  readonly lines: readonly NoticeLine[];
  /** The page to open. */
  readonly url: string;
  /** Opens a page that asks for a click before anything happens; null: there is nothing to acknowledge. */
  readonly acknowledge: { readonly url: string; readonly expiresMs: number } | null;
  /** What it is about, gravest first; empty of `quiet_ended`. At most 50. */
  readonly records: readonly NoticeRecord[];
  /** How many records it is about, those included that have no room in `records`. */
  readonly recordCount: number;
}
