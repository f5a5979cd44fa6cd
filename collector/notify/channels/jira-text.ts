import type { Notice } from "../notice.ts";
import { plain } from "../plain-text.ts";

/** What an issue or a comment says, in the form that the API in use takes. */
export type JiraText = Readonly<Record<string, unknown>> | string;

/**
 * The text of a notice as an Atlassian document, which Jira Cloud takes.
 *
 * Texts are text nodes, so nothing in them is a link, a mention or a macro. `headline`: what happened,
 * where no title says it.
 */
export function jiraDocument(notice: Notice, headline: string | null): JiraText {
  return {
    type: "doc",
    version: 1,
    content: [
      ...(headline === null ? [] : [paragraph(bold(headline))]),
      ...notice.lines.map(({ label, text }) =>
        paragraph(bold(`${plain(label, LABEL_MAX)}: `), ...textNode(text)),
      ),
      paragraph(
        link("Open", notice.url),
        ...(notice.acknowledge === null
          ? []
          : [...textNode(" · "), link("Acknowledge", notice.acknowledge.url)]),
      ),
      paragraph(...textNode(notice.id)),
    ],
  };
}

/**
 * The same as wiki text, which Jira Server and Data Center take: what others wrote stands where no markup
 * is read, and only our own addresses outside of it.
 */
export function jiraWiki(notice: Notice, headline: string | null): JiraText {
  const said = notice.lines.map(({ label, text }) => `${label}: ${text}`);
  const lines = [...(headline === null ? [] : [headline]), ...said].join("\n");
  return [
    // What would end the unread part early is taken apart.
    `{noformat}\n${lines.replace(/\{(?=\s*noformat)/gi, "{\u2060")}\n{noformat}`,
    `Open: ${notice.url}`,
    ...(notice.acknowledge === null ? [] : [`Acknowledge: ${notice.acknowledge.url}`]),
    notice.id,
  ].join("\n\n");
}

type Node = Readonly<Record<string, unknown>>;

function paragraph(...content: readonly Node[]): Node {
  return { type: "paragraph", content };
}

/** A text node may not be empty. */
function textNode(text: string): readonly Node[] {
  return text === "" ? [] : [{ type: "text", text }];
}

function bold(text: string): Node {
  return { type: "text", text, marks: [{ type: "strong" }] };
}

function link(text: string, href: string): Node {
  return { type: "text", text, marks: [{ type: "link", attrs: { href } }] };
}

const LABEL_MAX = 64;
