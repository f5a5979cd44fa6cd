import type { Browser, Page } from "playwright-core";
import { alertOf } from "tiltmeter/notify/channels/alertmanager";
import { emailMessage } from "tiltmeter/notify/channels/email-message";
import { jiraDocument, jiraWiki } from "tiltmeter/notify/channels/jira-text";
import { pagerDutyEvent } from "tiltmeter/notify/channels/pagerduty";
import { slackMessage } from "tiltmeter/notify/channels/slack-message";
import { teamsMessage } from "tiltmeter/notify/channels/teams";
import { webhookBody } from "tiltmeter/notify/channels/webhook";
import type { Notice } from "tiltmeter/notify/notice";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../browser/browser.ts";
import { hostile as hostileNotice } from "../../collector/notify/channels/notices.ts";
import { harmless, hostile } from "./hostile-world.ts";
import { inventories } from "./inventory.ts";
import { PAYLOADS } from "./payloads.ts";

// A message says what somebody wrote, and does nothing that they wrote, whatever obeys it: mail programs, Slack,
// Teams, Jira, a pager.

const OURS = "https://tilt.example.com";
const all: readonly (readonly [string, Notice])[] = PAYLOADS.map((payload) => [
  payload,
  hostileNotice(payload),
]);
let browser: Browser;
let parser: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  parser = await browser.newPage();
}, 120_000);
afterAll(() => browser?.close());

/** Every text in a message, with the object that it stands in. */
function texts(value: unknown, at: object = {}): readonly (readonly [string, object])[] {
  if (typeof value === "string") return [[value, at]];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((each) => texts(each, value));
}

test("mail has the elements that it has for harmless words, and no header more", async () => {
  const of = { channel: "mail", from: "Tiltmeter <t@example.org>", to: ["a@example.org"] };
  const mails = all.map(([, notice]) => emailMessage(notice, of));
  const bland = PAYLOADS.map((_, i) => emailMessage(hostileNotice(harmless(i)), of));
  const made = await inventories(
    parser,
    [...mails, ...bland].map(({ html }) => html),
  );
  const shapes = new Set(
    made.slice(PAYLOADS.length).flatMap(({ elements }) => Object.keys(elements)),
  );
  const ours = new Set(made.slice(PAYLOADS.length).flatMap(({ faults }) => faults));
  made.slice(0, PAYLOADS.length).forEach(({ elements, faults, links }, i) => {
    expect(
      Object.keys(elements).filter((key) => !shapes.has(key)),
      PAYLOADS[i],
    ).toEqual([]);
    expect(
      links.filter((link) => !link.startsWith(OURS)),
      PAYLOADS[i],
    ).toEqual([]);
    // What harmless mails have, too: a style of our own, and links to us.
    expect(
      faults.filter((fault) => !ours.has(fault)),
      PAYLOADS[i],
    ).toEqual([]);
  });
  for (const { subject, headers, messageId, references } of mails) {
    for (const header of [subject, messageId, references, ...Object.entries(headers).flat()]) {
      expect(header).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }
  }
});

test("Slack is told no link, no mention and no channel of theirs", () => {
  for (const [payload, notice] of all) {
    for (const [text] of texts(slackMessage(notice))) {
      if (/^https:\/\/tilt\.example\.com/.test(text)) continue;
      const rest = text.replace(/<https:\/\/tilt\.example\.com[^<>|]*(\|[^<>|]*)?>/g, "");
      const isMarkdown = /&lt;|&gt;|&amp;|</.test(rest);
      if (isMarkdown)
        expect(plainTextOf(slackMessage(notice), text) || !/[<>]/.test(rest), payload).toBe(true);
    }
  }
});

/** Whether a text stands where Slack takes it as it is. */
function plainTextOf(message: unknown, text: string): boolean {
  return texts(message).some(
    ([each, at]) => each === text && Reflect.get(at, "type") === "plain_text",
  );
}

test("Teams is told text runs, which know no Markdown, and our links", () => {
  for (const [payload, notice] of all) {
    const message: unknown = JSON.parse(teamsMessage(notice));
    for (const [text, at] of texts(message)) {
      const name = Object.keys(at).find((each) => Reflect.get(at, each) === text) ?? "";
      if (name === "url") expect(text, payload).toMatch(/^https:\/\/tilt\.example\.com/);
      if (name === "text") expect(Reflect.get(at, "type"), payload).toBe("TextRun");
      // What cards replace before anybody reads them.
      expect(text, payload).not.toContain("{{");
    }
    expect(JSON.stringify(message)).not.toContain('"mention"');
  }
});

test("Jira is told plain text and our links", () => {
  for (const [payload, notice] of all) {
    const document = jiraDocument(notice, notice.subject);
    const links = texts(document).filter(([text, at]) => Reflect.get(at, "href") === text);
    for (const [text] of links) expect(text, payload).toMatch(/^https:\/\/tilt\.example\.com/);
    const kinds = texts(document).filter(([text, at]) => Reflect.get(at, "type") === text);
    for (const [kind] of kinds) {
      expect(
        [
          "doc",
          "paragraph",
          "text",
          "link",
          "strong",
          "hardBreak",
          "bulletList",
          "listItem",
          "heading",
        ],
        payload,
      ).toContain(kind);
    }
    // All that is not ours stands between the two marks of an unread part, which nothing in it ends.
    const [before, inside, after] = String(jiraWiki(notice, notice.subject)).split("{noformat}");
    expect(before, payload).toBe("");
    expect(inside, payload).not.toMatch(/\{\s*noformat/i);
    expect(after, payload).toMatch(
      /^\n\nOpen: https:\/\/tilt\.example\.com\/\S+\n\nAcknowledge: \S+\n\nmsg_\w+$/,
    );
  }
});

test("a pager, an Alertmanager and a webhook are told JSON, with our links and no control character", () => {
  for (const [payload, notice] of all) {
    const [record] = notice.records;
    if (record === undefined) throw new Error("a notice of a record has one");
    const told = [
      pagerDutyEvent(notice, record),
      alertOf(notice, record, { labels: {}, resendMs: 60_000 }, notice.atMs),
      JSON.parse(webhookBody(notice)),
    ];
    for (const message of told) {
      for (const [text, at] of texts(message)) {
        expect(text, payload).not.toMatch(/(?!\n)\p{Cc}/u);
        const isLink = ["href", "url", "generatorURL", "client_url"].some(
          (name) => Reflect.get(at, name) === text,
        );
        if (isLink) expect(text, payload).toMatch(/^https:\/\/tilt\.example\.com/);
      }
    }
  }
});

test("the payloads are told, not left out", () => {
  const told = squeezed(
    all
      .map(([, notice]) => webhookBody(notice))
      .map((body) =>
        texts(JSON.parse(body))
          .map(([text]) => text)
          .join("\n"),
      )
      .join("\n"),
  );
  const missing = PAYLOADS.filter((payload) => !told.includes(squeezed(payload)));
  expect(missing).toEqual([]);
  expect(hostile(0)).toBe(PAYLOADS[0]);
});

function squeezed(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Z}\ufffd]/gu, "");
}
