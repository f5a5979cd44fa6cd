import type { Nonconformity } from "@tiltmeter/rules";
import fc from "fast-check";
import type { Sending } from "tiltmeter/notify/channel";
import type { Notice } from "tiltmeter/notify/notice";
import { recordNotice, type Told } from "tiltmeter/notify/record-notice";
import { record } from "../../ledger/entries.ts";

export const AT: number = Date.UTC(2026, 10, 23, 14, 5);

const ACKNOWLEDGE = {
  url: "https://tilt.example.com/acknowledge/NC-2026-0042?until=1&by=x&signature=abc",
  expiresMs: AT + 7 * 24 * 3_600_000,
};

/** A notice about one record, as the outbox makes it. */
export function notice(of: Partial<Told> & { readonly id?: string } = {}): Notice {
  const { id = `msg_${"0123456789abcdef".repeat(2)}`, ...told } = of;
  return recordNotice(
    id,
    { event: "raised", atMs: AT, dueMs: AT + 4 * 3_600_000, record: record(42), ...told },
    {
      publicUrl: "https://tilt.example.com",
      origin: "tilt.example.com/ledger",
      acknowledge: ACKNOWLEDGE,
    },
  );
}

/** The notice that a record is closed. */
export function closing(of: Partial<Told> = {}): Notice {
  const closed: Nonconformity = { ...record(42), state: "closed" };
  return notice({
    id: `msg_${"c".repeat(32)}`,
    event: "closed",
    record: closed,
    dueMs: null,
    ...of,
  });
}

/** A notice of many records at once, each with a line. */
export function several(count: number): Notice {
  const each = Array.from({ length: count }, (_, i) => notice({ record: record(i + 1) }));
  const [first = notice()] = each;
  return {
    ...first,
    id: `msg_${"5".repeat(32)}`,
    event: "several",
    thread: "group-1@tilt",
    subject: `[high] ${count} nonconformities of system credit`,
    lines: each.map(({ records: [of], subject }) => ({
      name: "record",
      label: of?.id ?? "",
      text: `${subject} ${"and so on ".repeat(30)}`.trim(),
    })),
    records: each.flatMap(({ records }) => records).slice(0, 50),
    recordCount: count,
  };
}

export function sending(of: Partial<Sending> = {}): Sending {
  return {
    id: `msg_${"0123456789abcdef".repeat(2)}`,
    attempt: 1,
    nowMs: AT,
    signal: new AbortController().signal,
    references: new Map(),
    ...of,
  };
}

/** What somebody may write into what a record says, to be more than text. */
export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  "<img src=http://evil.example/x onerror=alert(1)>",
  '"><svg/onload=alert(1)>',
  "<!channel> <!here> <!everyone> <@U0123456> @here @channel",
  "<http://evil.example|Open the record>",
  "[Open](http://evil.example) ![x](http://evil.example/x.png)",
  "<at>everyone</at> {{DATE(2017-02-14T06:08:39Z,SHORT)}}",
  "[~admin] !http://evil.example/x.png! {noformat} {code} [x|http://evil.example]",
  "{ noformat} {NOFORMAT} {noformat:title=x}",
  "Subject: forged\r\nBcc: victim@evil.example\r\n\r\nbody",
  "\r\nBcc: victim@evil.example",
  "%0d%0aBcc: victim@evil.example",
  "=?utf-8?q?=0D=0ABcc:_victim=40evil.example?=",
  "{{7*7}} #{7*7} @{triggerBody()} <%= 7 %>",
  "*bold* _it_ ~x~ `code` &amp; &lt;b&gt;",
  "\u202eevil\u2066 \u0000\u0007\u001b[31m",
  "a\ud800b",
];

/** A notice whose every text is somebody's. */
export function hostile(text: string): Notice {
  return notice({
    record: {
      ...record(42, text),
      controlTitle: text,
      requirement: text,
      statement: text,
      group: { system: text, segment: text },
      clauses: { [text]: [text] },
      control: text,
    },
  });
}

/** Any text, the hostile among them. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom("&", "<", "😀", "é", "\u0000").map((each) => each.repeat(4000)),
);
