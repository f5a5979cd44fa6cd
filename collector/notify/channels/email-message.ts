import { html } from "hono/html";
import type { Notice } from "../notice.ts";
import { instant, plain } from "../plain-text.ts";

/** A message as a mail library takes it. */
export interface EmailMessage {
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly date: Date;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: string;
  readonly headers: Record<string, string>;
  readonly text: string;
  readonly html: string;
}

/**
 * The mail of a notice: plain text, and the same as HTML for those who prefer it.
 *
 * Its id is made of the notice's, so every try is the same message. All that is told of one record
 * refers to one id that no message has, which mail programs show as one thread. Nothing in it is loaded
 * from anywhere, and every text is a text node.
 */
export function emailMessage(
  notice: Notice,
  of: { readonly channel: string; readonly from: string; readonly to: readonly string[] },
): EmailMessage {
  const domain = /@([^@>\s]+)>?\s*$/.exec(of.from)?.[1] ?? "tiltmeter.invalid";
  const thread = `<${notice.thread.replaceAll("@", ".")}@${domain}>`;
  const list = of.channel.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return {
    from: of.from,
    to: [...of.to],
    subject: plain(notice.subject, SUBJECT_MAX),
    date: new Date(notice.atMs),
    messageId: `<${notice.id}@${domain}>`,
    inReplyTo: thread,
    references: thread,
    headers: {
      // RFC 3834: nobody's absence note answers this.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "List-Id": `<${list}.tiltmeter.${domain}>`,
    },
    text: textOf(notice, of.channel),
    html: String(htmlOf(notice, of.channel)),
  };
}

function textOf(notice: Notice, channel: string): string {
  const { acknowledge } = notice;
  return [
    notice.subject,
    "",
    ...notice.lines.map(({ label, text }) => `${label}: ${text}`),
    "",
    `Open: ${notice.url}`,
    ...(acknowledge === null ? [] : [`Acknowledge: ${acknowledge.url}`, until(acknowledge)]),
    "",
    "-- ",
    footer(channel),
    "",
  ].join("\n");
}

function htmlOf(notice: Notice, channel: string): ReturnType<typeof html> {
  const { acknowledge, severity } = notice;
  // Of a list, each record's name leads to its page.
  const pages = new Map(notice.records.map(({ id, url }) => [id, url]));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${notice.subject}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="sheet ${severity ?? "none"}">
<h1>${notice.subject}</h1>
<table role="presentation">
${notice.lines.map(
  ({
    label,
    text,
  }) => html`<tr><th scope="row">${named(label, pages.get(label))}</th><td>${text}</td></tr>
`,
)}</table>
<p class="links"><a class="main" href="${notice.url}">Open</a>${
    acknowledge === null ? "" : html` <a href="${acknowledge.url}">Acknowledge</a>`
  }</p>
${acknowledge === null ? "" : html`<p class="note">${until(acknowledge)}</p>`}
<p class="note">${footer(channel)}</p>
</div>
</body>
</html>
`;
}

function named(label: string, page: string | undefined): ReturnType<typeof html> | string {
  return page === undefined ? label : html`<a href="${page}">${label}</a>`;
}

function until({ expiresMs }: { readonly expiresMs: number }): string {
  return `The link to acknowledge asks for a click before anything happens, and is good until ${instant(expiresMs)}.`;
}

function footer(channel: string): string {
  return `Sent by Tiltmeter to the channel ${plain(channel, CHANNEL_MAX)}, as its configuration says. Answers are not read.`;
}

const SUBJECT_MAX = 200;
const CHANNEL_MAX = 64;

// The pages' own colours; programs that drop style sheets show plain text in order.
const STYLE = `
body { margin: 0; padding: 16px; background: #f8f8f4; color: #1a2426; font: 15px/1.5 system-ui, sans-serif; }
.sheet { max-width: 600px; margin: 0 auto; padding: 20px 24px; background: #ffffff; border-top: 4px solid #848d89; }
.critical, .high { border-color: #a83208; }
.medium { border-color: #7a5200; }
h1 { margin: 0 0 16px; font-size: 19px; line-height: 1.35; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 6px 0; border-top: 1px solid #e1e3dc; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { width: 110px; padding-right: 12px; white-space: nowrap; color: #566367; font-weight: normal; }
.links { margin: 20px 0 12px; }
.links a { display: inline-block; padding: 7px 14px; margin-right: 8px; border: 1px solid #0b5f63; border-radius: 8px; text-decoration: none; }
a { color: #0b5f63; }
.links a.main { background: #0b5f63; color: #ffffff; }
.note { margin: 8px 0 0; color: #566367; font-size: 13px; }
@media (prefers-color-scheme: dark) {
body { background: #12181a; color: #e6ecea; }
.sheet { background: #182023; border-color: #68767a; }
.critical, .high { border-color: #ff9d73; }
.medium { border-color: #e8bb5c; }
th, td { border-color: #273135; }
th, .note { color: #a0adaf; }
a { color: #7fcfca; }
.links a { border-color: #7fcfca; }
.links a.main { background: #7fcfca; color: #0e1a1b; }
}
`;
