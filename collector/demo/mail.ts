/** What the filter and its monitor look at in one mail. */
export interface Mail {
  /** When the receiving server took it, Unix milliseconds; null where no header tells a credible date. */
  readonly receivedMs: number | null;
  readonly subject: string;
  /** Domain of the sender's address, lower case; null where there is none. */
  readonly senderDomain: string | null;
  /** Addresses in To and Cc. */
  readonly recipients: number;
  /** Hour of day on the sender's own clock, 0–23; null where the Date header cannot be read. */
  readonly hour: number | null;
  /** Media type of the whole mail, lower case; null where the header is absent. */
  readonly contentType: string | null;
  readonly charset: string | null;
  readonly hasMailer: boolean;
  /** The body as it travelled: markup stays, transfer encodings are not undone. At most 20,000 characters. */
  readonly body: string;
}

/** Past this the body tells a small filter nothing new, and an attachment would drown the words. */
const BODY_CHARACTERS_MAX = 20_000;

/** Reads one mail from its text (RFC 5322, as leniently as old mail needs). Total: any text gives a mail. */
export function parseMail(text: string): Mail {
  const end = /\r?\n\r?\n/.exec(text);
  const headers = headersOf(text.slice(0, end?.index ?? text.length));
  const first = (name: string): string | null => headers.get(name)?.[0] ?? null;
  const contentType = first("content-type");
  return {
    receivedMs: receivedMs(headers),
    subject: first("subject") ?? "",
    senderDomain: /@([\w.-]+\w)/.exec(first("from") ?? "")?.[1]?.toLowerCase() ?? null,
    recipients: [...(headers.get("to") ?? []), ...(headers.get("cc") ?? [])]
      .map((line) => line.split("@").length - 1)
      .reduce((sum, count) => sum + count, 0),
    hour: hourOf(first("date")),
    contentType: /^\s*([\w.+-]+\/[\w.+-]+)/.exec(contentType ?? "")?.[1]?.toLowerCase() ?? null,
    charset: /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? "")?.[1]?.toLowerCase() ?? null,
    hasMailer: headers.has("x-mailer") || headers.has("user-agent"),
    body: end === null ? "" : text.slice(end.index + end[0].length).slice(0, BODY_CHARACTERS_MAX),
  };
}

/** Header name, lower case → its values in order, continuation lines unfolded. */
function headersOf(head: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const values = headers.get(name.toLowerCase());
    if (values === undefined) headers.set(name.toLowerCase(), [value]);
    else values.push(value);
  }
  return headers;
}

/**
 * The receiving servers stamp `Received` lines, newest first; `Date` is the sender's own claim, and
 * spammers claim anything (the corpus has 0102 and 2028). So: the newest credible stamp, else the claim.
 */
function receivedMs(headers: Map<string, string[]>): number | null {
  const stamps = (headers.get("received") ?? []).map((line) =>
    line.slice(line.lastIndexOf(";") + 1),
  );
  for (const text of [...stamps, ...(headers.get("date") ?? [])]) {
    const ms = Date.parse(text.replace(/\([^)]*\)/g, ""));
    if (ms >= CORPUS_FROM_MS && ms < CORPUS_TO_MS) return ms;
  }
  return null;
}

// The corpus was collected from summer 2001 to December 2002.
const CORPUS_FROM_MS = Date.UTC(2001, 0);
const CORPUS_TO_MS = Date.UTC(2003, 0);

function hourOf(date: string | null): number | null {
  const hour = Number(/\b(\d{1,2}):\d{2}/.exec(date ?? "")?.[1] ?? Number.NaN);
  return hour >= 0 && hour <= 23 ? hour : null;
}
