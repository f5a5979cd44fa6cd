import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { POST_ROUTES } from "./crawl.ts";
import { keyboard, pointer } from "./hands.ts";
import { type ShownDemo, showDemo } from "./shown-demo.ts";
import { visit } from "./visit.ts";
import { doAll, fromRaisingToClosing, WORKFLOWS } from "./workflows.ts";

// What people do on pages, done in a real Chromium to what the demonstration raised.

let browser: Browser;
let demo: ShownDemo;
let session: Exclude<BrowserContextOptions["storageState"], undefined>;
const ends: (() => Promise<void>)[] = [];

const open = (options: BrowserContextOptions = {}): ReturnType<typeof visit> =>
  visit(browser, { storageState: session, ...options }, (end) => ends.push(end));

beforeAll(async () => {
  [browser, demo] = await Promise.all([launchBrowser(), showDemo(10)]);
  const { page } = await visit(browser, {}, (end) => ends.push(end));
  await page.goto(demo.signInUrl);
  await page.waitForURL(`${demo.url}/`);
  session = await page.context().storageState();
}, 600_000);

afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  await browser?.close();
  await demo?.close();
});

/** Routes that forms lead to and that are worked elsewhere. */
const ELSEWHERE = new Map([
  ["POST /theme", "pages.test.ts switches the theme"],
  ["POST /sign-in", "signing in has tests of its own"],
  ["POST /sign-in/password", "signing in has tests of its own"],
  ["POST /sign-out", "signing in has tests of its own"],
  ["POST /account/sessions", "it ends the session that works here: access.test.ts looks after it"],
  ["POST /acknowledge/:token", "its link is in a message: notifications.test.ts follows it"],
  ["POST /notifications/:id/retry", "no channel of the demonstration fails: notifications.test.ts"],
  [
    "POST /nonconformities/:id/acknowledgement",
    "no route of the demonstration escalates: notifications.test.ts",
  ],
]);

test("every route that a form leads to has a workflow", () => {
  const worked = new Set(WORKFLOWS.map(({ route }) => route));
  expect(POST_ROUTES.filter((route) => !worked.has(route) && !ELSEWHERE.has(route))).toEqual([]);
});

test("every form is taken", async () => {
  const { page, complaints } = await open();
  await doAll(pointer(page), demo.url);
  expect(complaints).toEqual([]);
  // Whoever made an account of the first key goes on as a person.
  session = await page.context().storageState();
}, 400_000);

test.each([{ javaScriptEnabled: false }, { javaScriptEnabled: true }])(
  "a nonconformity is raised and worked to its closing, %o",
  async (options) => {
    const { page } = await open(options);
    const id = await fromRaisingToClosing(pointer(page), demo.url);
    expect(await stateOf(id)).toBe("closed");
  },
  120_000,
);

test("a nonconformity is raised and worked to its closing by the keyboard alone, the focus always seen", async () => {
  const { page } = await open();
  const id = await fromRaisingToClosing(keyboard(page), demo.url);
  expect(await stateOf(id)).toBe("closed");
}, 400_000);

test("a stranger comes from the overview to the cause of the accuracy loss in two clicks", async () => {
  const { page } = await open();
  await page.goto(demo.url);
  await page.getByRole("link", { name: "The filter is wrong more often" }).first().click();
  // Where it comes from is told on the record: which segment is answered worst, which features moved.
  const causes = page.getByRole("region", { name: "Contributions" });
  expect(await causes.getByRole("rowheader", { name: "form html" }).count()).toBe(1);
  await causes.getByRole("link").first().click();
  await page.waitForURL(`${demo.url}/systems/mail-filter/features/*`);
  expect(await page.locator("main").textContent()).toMatch(/Population stability index/);
  expect(await page.locator("main svg").count()).toBeGreaterThan(0);
}, 100_000);

async function stateOf(id: string): Promise<unknown> {
  const response = await fetch(`${demo.url}/api/v1/nonconformities/${id}`, {
    headers: { authorization: `Bearer ${demo.admin}` },
  });
  const record: unknown = await response.json();
  return typeof record === "object" && record !== null && "state" in record ? record.state : record;
}
