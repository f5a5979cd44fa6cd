import type { Notice } from "../notice.ts";
import { plain } from "../plain-text.ts";

/**
 * The message of a notice: blocks, and the same as one text for notifications and old clients.
 *
 * Every text is escaped as Slack asks and marked `verbatim`, so nothing in it is a link, a mention or
 * a broadcast; links are made of our own addresses alone, and nobody's pages are fetched for previews.
 * At most 50 blocks of at most 3,000 characters. Source: Slack's reference of Block Kit.
 */
export function slackMessage(notice: Notice): Record<string, unknown> {
  const subject = plain(notice.subject, SUBJECT_MAX);
  // Title, links and a line of how many are left out.
  const shown = notice.lines.slice(0, BLOCKS_MAX - 3);
  const left = notice.lines.length - shown.length;
  const links = [
    `<${address(notice.url)}|Open>`,
    ...(notice.acknowledge === null ? [] : [`<${address(notice.acknowledge.url)}|Acknowledge>`]),
  ];
  return {
    text: escaped(subject),
    blocks: [
      // Not a header, whose text is not escaped.
      section(`*${escaped(subject)}*`),
      ...shown.map(({ label, text }) =>
        section(`*${escaped(plain(label, LABEL_MAX))}:* ${escaped(text)}`),
      ),
      ...(left === 0 ? [] : [section(`… and ${left} more`)]),
      section(links.join("  ·  ")),
    ],
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
  };
}

function section(text: string): Record<string, unknown> {
  return { type: "section", text: { type: "mrkdwn", text: cutEscaped(text), verbatim: true } };
}

/** The three characters that begin anything in Slack's text. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** At most 3,000 characters, and never half of an escape. */
function cutEscaped(text: string): string {
  return text.length <= TEXT_MAX ? text : plain(text, TEXT_MAX).replace(/&[a-z]{0,3}…$/, "…");
}

/** An address between `<` and `|`: what would end it is percent-encoded. */
function address(url: string): string {
  return url.replace(/[<>|\s]/g, encodeURIComponent).replaceAll("&", "&amp;");
}

const BLOCKS_MAX = 50;
const SUBJECT_MAX = 200;
const LABEL_MAX = 64;
const TEXT_MAX = 3000;
