import type { Channel, Sending, Sent } from "../channel.ts";
import type { Notice, NoticeLine } from "../notice.ts";
import { plain } from "../plain-text.ts";
import type { SafeAsk } from "../safe-fetch.ts";
import type { Secret } from "../secret.ts";
import { answered, unanswered } from "./answered.ts";

/** A channel or chat of Microsoft Teams, by the address of its workflow. */
export interface TeamsTarget {
  /** What the workflow "when a webhook request is received" shows; whoever has it may post. */
  readonly url: Secret;
  readonly allowPrivate: boolean;
}

/** Posts notices as Adaptive Cards to a workflow of Microsoft Teams. */
export function teamsChannel(to: TeamsTarget, ask: SafeAsk): Channel {
  const send = async (notice: Notice, { nowMs, signal }: Sending): Promise<Sent> => {
    try {
      const call = {
        url: to.url.reveal(),
        headers: { "content-type": "application/json", "user-agent": "tiltmeter" },
        body: teamsMessage(notice),
        allowPrivate: to.allowPrivate,
      };
      const answer = await ask(call, signal);
      const said = new TextDecoder().decode(answer.body.subarray(0, 500));
      // Some front ends answer 200 and say in words what the service behind them answered.
      const within = /returned HTTP error (\d{3})/.exec(said)?.[1];
      const status = answer.status === 200 && within !== undefined ? Number(within) : answer.status;
      return answered({ ...answer, status }, nowMs);
    } catch (error) {
      return unanswered(error);
    }
  };
  return {
    ...{ kind: "teams", target: to.url.reveal() },
    ...{ isPerRecord: false, keepAliveMs: null, send },
  };
}

/**
 * The message: one card, as JSON of at most 20 kB.
 *
 * Teams refuses more than about 28 kB, measured after it put things around; of a longer notice the last
 * lines are left out and counted. Texts are text runs, which know no Markdown, so nothing in them is a
 * link, a mention or an image. Source: Microsoft's schema of Adaptive Cards 1.4.
 */
export function teamsMessage(notice: Notice): string {
  let shown = notice.lines.length;
  for (;;) {
    const text = JSON.stringify(message(notice, shown));
    if (shown === 0 || Buffer.byteLength(text) <= BYTES_MAX) return text;
    shown -= 1;
  }
}

function message(notice: Notice, shown: number): Record<string, unknown> {
  const left = notice.lines.length - shown;
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    fallbackText: unread(plain(notice.subject, SUBJECT_MAX)),
    body: [
      paragraph([
        {
          text: plain(notice.subject, SUBJECT_MAX),
          size: "large",
          weight: "bolder",
          ...colour(notice),
        },
      ]),
      ...notice.lines.slice(0, shown).map(lineOf),
      ...(left === 0 ? [] : [paragraph([{ text: `… and ${left} more`, isSubtle: true }])]),
    ],
    actions: [
      { type: "Action.OpenUrl", title: "Open", url: notice.url },
      ...(notice.acknowledge === null
        ? []
        : [{ type: "Action.OpenUrl", title: "Acknowledge", url: notice.acknowledge.url }]),
    ],
  };
  return {
    type: "message",
    attachments: [
      { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content },
    ],
  };
}

function lineOf({ label, text }: NoticeLine): Record<string, unknown> {
  const name: Run = { text: `${plain(label, LABEL_MAX)}: `, weight: "bolder" };
  return { ...paragraph([name, { text: plain(text, TEXT_MAX) }]), spacing: "small" };
}

interface Run {
  readonly text: string;
  readonly size?: "large";
  readonly weight?: "bolder";
  readonly isSubtle?: boolean;
  readonly color?: "attention" | "warning";
}

function paragraph(runs: readonly Run[]): Record<string, unknown> {
  return {
    type: "RichTextBlock",
    inlines: runs.map((run) => ({ type: "TextRun", ...run, text: unread(run.text) })),
  };
}

/** Cards replace `{{DATE(…)}}` in every text; a joiner between the braces keeps it what it is. */
function unread(text: string): string {
  return text.replaceAll("{{", "{\u2060{");
}

function colour({ severity }: Notice): Pick<Run, "color"> {
  if (severity === "critical" || severity === "high") return { color: "attention" };
  return severity === "medium" ? { color: "warning" } : {};
}

const BYTES_MAX = 20_000;
const SUBJECT_MAX = 200;
const LABEL_MAX = 64;
const TEXT_MAX = 1000;
