import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Collector, declare, items, startCollector } from "../end-to-end/collector.ts";
import { type Receiver, startReceiver } from "../sdk/receiver.ts";
import { violationsOf } from "./accessibility.ts";
import { launchBrowser } from "./browser.ts";

// A collector that told, tries again, holds back, told several things at once, and gave up.

let browser: Browser;
let chat: Receiver;
let pager: Receiver;
let broken: Receiver;
let collector: Collector;

const PATIENCE = { timeout: 20_000, interval: 20 };
const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const MINUTE = 60_000;
/** Tomorrow night, in quiet hours: a browser's cookies expire by the wall clock. */
const START_MS = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 120 * MINUTE;

const ROUTES = `
version: 1
compliance: { channels: compliance, group_by: [], group_wait: 1s }
routes:
  - id: on-call
    channels: [pager, mail]
    escalate: [{ after: 15m, channels: lead }, { after: 1h, channels: lead }]
  - id: team
    channels: chat
quiet_hours:
  - id: nights
    owner: ann
    reason: The team sleeps.
    until: 2099-12-31
    channels: [chat]
    during: { zone: UTC, hours: { mon-sun: ["00:00-07:00"] } }
`;

const listed = async (query: string): Promise<ReturnType<typeof items>> =>
  items(await collector.api(`/notifications?${query}`));

beforeAll(async () => {
  [browser, chat, pager, broken] = await Promise.all([
    launchBrowser(),
    startReceiver(),
    startReceiver(),
    startReceiver((_, n) => ({ status: n === 0 ? 410 : 200 })),
  ]);
  const webhook = (url: string) => ({ webhook: { url, secret: SECRET, allowPrivate: false } });
  collector = await startCollector({
    nowMs: START_MS,
    systems: [declare("credit")],
    channels: {
      compliance: webhook(chat.url),
      chat: webhook(chat.url),
      pager: webhook(pager.url),
      mail: webhook("http://127.0.0.1:1/nobody"),
      lead: webhook(broken.url),
    },
    routes: ROUTES,
  });
  for (const title of [
    "Refused without a reason",
    "Refused twice",
    "Answered too late",
    "Not answered",
  ]) {
    const fields = { source: "incident", severity: "high", system: "credit", title };
    const more = { requirement: "Answers shall be right.", statement: "They were not." };
    await collector.api("/nonconformities", { fields: { ...fields, ...more } });
  }
  await vi.waitUntil(() => pager.received.length === 4, PATIENCE);
  collector.clock.nowMs += 2_000;
  await vi.waitUntil(
    async () => (await listed("channel=compliance&outcome=delivered")).length === 1,
    PATIENCE,
  );
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await collector?.[Symbol.asyncDispose]();
  for (const each of [chat, pager, broken]) await each?.[Symbol.asyncDispose]();
});

/** Of the message about a record that the pager got. */
function linkOf(record: string): string {
  for (const { body } of pager.received) {
    const { data } = JSON.parse(body.toString()) as {
      data: { id: string; acknowledgeUrl: string };
    };
    if (data.id === record) return new URL(data.acknowledgeUrl).pathname;
  }
  throw new Error(`the pager heard nothing of ${record}`);
}

async function opened(of: {
  readonly javaScriptEnabled?: boolean;
  readonly isSignedIn?: boolean;
}): Promise<Page> {
  const { javaScriptEnabled = true, isSignedIn = false } = of;
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  if (isSignedIn) {
    await page.goto(collector.app.signInUrl(collector.url));
    await page.waitForURL(`${collector.url}/`);
  }
  return page;
}

const mainOf = async (page: Page): Promise<string> =>
  ((await page.locator("main").textContent()) ?? "").replace(/\s+/g, " ");
const goto = (page: Page, path: string): Promise<unknown> => page.goto(`${collector.url}${path}`);

test.each([
  { javaScriptEnabled: true, isSignedIn: false, record: "NC-2026-0001" },
  { javaScriptEnabled: false, isSignedIn: false, record: "NC-2026-0002" },
])(
  "a link is followed and acknowledged with a name, and its page can be used by everybody: %o",
  async ({ record, ...of }) => {
    const page = await opened(of);
    await goto(page, linkOf(record));
    expect(await mainOf(page)).toContain(record);
    if (of.javaScriptEnabled) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violationsOf(page)).toEqual([]);
      }
    }
    await page.getByLabel("Your name").fill("Ben Okri");
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.waitForSelector("[role=status]");
    expect(await mainOf(page)).toContain("It was acknowledged on ");
    expect(await page.getByRole("button").count()).toBe(0);
    await page.context().close();
  },
);

test("whoever is signed in acknowledges by a link without a name, or on the record's page, and the record says who and how", async () => {
  const page = await opened({ javaScriptEnabled: false, isSignedIn: true });
  await goto(page, linkOf("NC-2026-0003"));
  expect(await page.getByLabel("Your name").count()).toBe(0);
  await page.getByRole("button", { name: "Acknowledge" }).click();
  expect(await mainOf(page)).toContain("It was acknowledged on ");
  await goto(page, "/nonconformities/NC-2026-0003");
  expect(await mainOf(page)).toMatch(/Acknowledged by .+ by the link that was sent to pager\./);
  expect(await mainOf(page)).toContain("compliance, with 3 other records");

  await goto(page, "/nonconformities/NC-2026-0004");
  expect(await mainOf(page)).toContain("Nobody has acknowledged it: lead will be told");
  collector.clock.nowMs += 15 * MINUTE;
  await vi.waitUntil(async () => (await listed("outcome=gone")).length === 1, PATIENCE);
  await page.reload();
  await page.getByRole("button", { name: "Acknowledge" }).click();
  expect(await mainOf(page)).toContain("It is acknowledged: nobody else is told");
  expect(await mainOf(page)).toMatch(/Acknowledged by .+, signed in\./);
  expect(await page.getByRole("button", { name: "Acknowledge" }).count()).toBe(0);
  await page.context().close();
});

test("the page of notifications can be used by everybody, and a dead message is tried again from it", async () => {
  const page = await opened({ isSignedIn: true });
  await goto(page, "/notifications");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
  }
  const shown = await mainOf(page);
  expect(shown).toContain("Channel lead is dead");
  expect(shown).toMatch(/held in quiet hours until/);
  expect(shown).toContain("is tried again: ECONNREFUSED");
  await page.getByRole("button", { name: /^Try again/ }).click();
  expect(await mainOf(page)).toContain("It is tried again now.");
  await vi.waitUntil(
    async () => (await listed("channel=lead&outcome=delivered")).length === 1,
    PATIENCE,
  );
  await goto(page, "/notifications");
  expect(await mainOf(page)).not.toContain("Channel lead is dead");
  await page.context().close();
});
