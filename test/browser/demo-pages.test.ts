import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violationsOf } from "./accessibility.ts";
import { launchBrowser } from "./browser.ts";
import { crawl, type Found, PAGE_ROUTES, UNLINKED } from "./crawl.ts";
import { pointer } from "./hands.ts";
import { type ShownDemo, showDemo } from "./shown-demo.ts";
import { visit } from "./visit.ts";
import { doAll } from "./workflows.ts";

// Every page over what the demonstration made, in a real Chromium, as its administrator sees it.

let browser: Browser;
let demo: ShownDemo;
let session: Exclude<BrowserContextOptions["storageState"], undefined>;
let found: readonly Found[];
/** Of each page that was found, with JavaScript. */
const sections = new Map<string, readonly string[]>();
const ends: (() => Promise<void>)[] = [];

const open = (options: BrowserContextOptions = {}): ReturnType<typeof visit> =>
  visit(browser, { storageState: session, ...options }, (end) => ends.push(end));

beforeAll(async () => {
  [browser, demo] = await Promise.all([launchBrowser(), showDemo(8)]);
  const { page } = await visit(browser, {}, (end) => ends.push(end));
  await page.goto(demo.signInUrl);
  await page.waitForURL(`${demo.url}/`);
  session = await page.context().storageState();
  // People work first, so that no page is empty; without JavaScript, which no form may need.
  const { page: plain } = await open({ javaScriptEnabled: false });
  await doAll(pointer(plain), demo.url);
  session = await plain.context().storageState();
  const { page: follows } = await open();
  found = await crawl(follows, {
    url: demo.url,
    // The field for it stands on every page, and leads there by what is typed.
    from: ["/search?q=mail"],
    seen: async ({ path }) => {
      sections.set(path, await sectionsOf(follows));
    },
  });
}, 600_000);

afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  await browser?.close();
  await demo?.close();
});

test("links and the search lead from the overview to every page of the product", () => {
  const reached = new Set(found.map(({ route }) => route));
  expect(PAGE_ROUTES.filter((route) => !reached.has(route) && !UNLINKED.has(route))).toEqual([]);
});

describe.each([
  { width: 1440, colorScheme: "light" },
  { width: 768, colorScheme: "dark" },
  { width: 360, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
] as const)("at $width pixels, $colorScheme", ({ width, colorScheme }) => {
  test("no page has a barrier that axe finds, complains, breaks its policy or scrolls sideways", async () => {
    const { page, complaints } = await open({ viewport: { width, height: 900 }, colorScheme });
    const faults: unknown[] = [];
    for (const { path } of [...found, { path: "/sign-in" }]) {
      const answer = await page.goto(demo.url + path, { waitUntil: "load" });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      const barriers = await violationsOf(page);
      const said = complaints.splice(0);
      if (over > 0 || barriers.length > 0 || said.length > 0 || answer?.status() !== 200) {
        faults.push({ path, status: answer?.status(), over, barriers, said });
      }
    }
    expect(faults).toEqual([]);
  }, 400_000);
});

test("without JavaScript every page has the same sections", async () => {
  const { page: plain } = await open({ javaScriptEnabled: false });
  for (const { path } of found) {
    const answer = await plain.goto(demo.url + path, { waitUntil: "load" });
    expect({ path, status: answer?.status() }).toEqual({ path, status: 200 });
    expect({ path, sections: await sectionsOf(plain) }).toEqual({
      path,
      sections: sections.get(path),
    });
  }
}, 300_000);

/** Headings in their order, without figures, which go on. */
async function sectionsOf(page: Page): Promise<readonly string[]> {
  const headings = await page.locator("main :is(h1, h2)").allTextContents();
  return headings.map((each) => each.replace(/\d+/g, "#"));
}
