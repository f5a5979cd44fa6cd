import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../browser/browser.ts";
import { routeOf } from "../../browser/crawl.ts";
import { exportTests } from "./exports.ts";
import { handedOverTests } from "./handed-over.ts";
import { type HostileWorld, harmless, hostile, hostileWorld } from "./hostile-world.ts";
import { type Inventory, inventories } from "./inventory.ts";
import { PAYLOADS } from "./payloads.ts";

// Names and texts from outside are only ever the text of a node or the value of an attribute: a page that is full of
// payloads is made of the same elements as one that is full of harmless words as long.

let browser: Browser;
let parser: Page;
let world: HostileWorld;
let bland: HostileWorld;

beforeAll(async () => {
  browser = await launchBrowser();
  parser = await browser.newPage();
  // One after the other: a process has one engine at a time.
  bland = await hostileWorld(harmless);
  expected = await crawled(bland);
  await bland[Symbol.asyncDispose]();
  world = await hostileWorld(hostile);
  found = await crawled(world);
}, 240_000);
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
  await browser?.close();
});

interface Crawled extends Inventory {
  readonly path: string;
  readonly route: string;
  readonly status: number;
}
let expected: readonly Crawled[];
let found: readonly Crawled[];

/** Of one route that many names have: enough to have every kind of payload in an address. */
const EACH_MAX = 5;

/** Every page that links lead to from the overview and the pages named here, each fetched once. */
async function crawled({
  collector,
  system,
  records,
  features,
}: HostileWorld): Promise<readonly Crawled[]> {
  const of = encodeURIComponent(system);
  const waiting = [
    ...[
      "/",
      "/controls",
      "/coverage",
      "/inventory",
      "/ledger",
      "/governance",
      "/risks",
      "/suppliers",
    ],
    ...[
      "/oversight",
      "/applicability",
      "/management-review",
      "/audit",
      "/exports",
      "/duties",
      "/holds",
    ],
    ...[
      "/nonconformities",
      "/nonconformities/new",
      "/controls/answers",
      "/controls/drifted",
      "/views",
    ],
    ...[`/systems/${of}`, `/systems/${of}/features/purpose`, `/search?q=${of}`],
    ...records.flatMap((id) =>
      ["", "/decisions", "/duties"].map((part) => `/nonconformities/${id}${part}`),
    ),
    ...features
      .slice(0, 120)
      .filter((_, i) => i % 30 === 0)
      .map((name) => `/systems/${of}/features/${encodeURIComponent(name)}`),
  ];
  const seen = new Set(waiting);
  const times = new Map<string, number>();
  const pages: Crawled[] = [];
  while (waiting.length > 0) {
    const paths = waiting.splice(0, 4);
    const headers = { authorization: `Bearer ${collector.admin}` };
    const answers = await Promise.all(paths.map((path) => fetched(collector.url, path, headers)));
    const parsed = await inventories(
      parser,
      answers.map(({ html }) => html),
    );
    for (const [i, { path, status }] of answers.entries()) {
      const inventory = parsed[i];
      if (inventory === undefined) continue;
      pages.push({ ...inventory, path, status, route: routeOf(pathOf(path)) ?? "" });
      for (const link of inventory.links) {
        const next = addressOf(link);
        const route = routeOf(pathOf(next));
        if (route === null || seen.has(next)) continue;
        const count = times.get(route) ?? 0;
        if (count >= EACH_MAX) continue;
        times.set(route, count + 1);
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return pages;
}

/** A page; one whose reads took too long beside everything else on this machine is asked for again. */
async function fetched(
  url: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ readonly path: string; readonly status: number; readonly html: string }> {
  for (let attempts = 1; ; attempts += 1) {
    const answer = await fetch(`${url}${path}`, { headers, redirect: "manual" });
    const html = await answer.text();
    if (attempts === 3 || !html.includes("no answer within")) {
      return { path, status: answer.status, html };
    }
  }
}

function pathOf(address: string): string {
  return address.split(/[?#]/)[0] ?? "";
}

/** Of a link of ours, without what only the browser sees. */
function addressOf(link: string): string {
  return (link.startsWith("/") ? link : "/").split("#")[0] ?? "/";
}

test("there are two hundred payloads, and each of them is on a page as text", () => {
  expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
  const text = squeezed(found.map((page) => page.text).join("\n"));
  const missing = PAYLOADS.filter((payload) => !text.includes(squeezed(payload)));
  expect(missing).toEqual([]);
});

/** What a page shows of a text whose control characters it leaves out or makes visible. */
function squeezed(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Z}\u{2400}-\u{243f}\ufffd\u{e0000}-\u{e007f}]/gu, "");
}

test("every page that there is was looked at, and none of them failed", () => {
  const broken = found.filter(({ status }) => status !== 200);
  expect(broken.map(({ path, status }) => `${status} ${path}`)).toEqual([]);
  const unread = found.filter(({ text }) => text.includes("Could not read"));
  expect(unread.map(({ path }) => path)).toEqual([]);
  const routes = new Set(found.map(({ route }) => route));
  expect([...routes].sort()).toEqual([...new Set(expected.map(({ route }) => route))].sort());
  expect(routes.size).toBeGreaterThan(22);
});

test("no page has a handler, an inline script or style, or an address that runs or leads away", () => {
  // Our own pages cite the law where it stands.
  const cited = /^a leads to https:\/\/[a-z.-]+\.europa\.eu\//;
  const ours = new Set(expected.flatMap(({ faults }) => faults));
  expect([...ours].filter((fault) => !cited.test(fault))).toEqual([]);
  for (const { path, faults } of found) {
    expect(
      faults.filter((fault) => !ours.has(fault)),
      path,
    ).toEqual([]);
  }
});

test("a page of payloads is made of what a page of harmless words is made of", () => {
  const kinds = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { route, elements } of expected) {
    const known = kinds.get(route) ?? new Set<string>();
    for (const element of Object.keys(elements)) {
      known.add(element);
      all.add(element);
    }
    kinds.set(route, known);
  }
  for (const { path, elements } of found) {
    // A label that is cut, or an empty list, makes one of the other forms that our pages have.
    const strange = Object.keys(elements).filter((element) => !all.has(element));
    expect(strange, path).toEqual([]);
  }
});

test("pages that both have are made of the same elements, one for one", () => {
  const both = found.flatMap((page) => {
    const twin = expected.find(({ path }) => path === page.path);
    return twin === undefined ? [] : [[page, twin] as const];
  });
  expect(both.length).toBeGreaterThan(20);
  for (const [page, twin] of both) expect(counted(page), page.path).toEqual(counted(twin));
});

/** Texts of records mark instants that they name, and one payload names one. */
function counted({ elements }: Crawled): Readonly<Record<string, number>> {
  const { "span[class] instant": _, ...rest } = elements;
  return rest;
}

test("in the browser nothing runs, nothing is asked of others, and no policy is broken", {
  timeout: 180_000,
}, async () => {
  const context = await browser.newContext();
  const asked: string[] = [];
  const broken: string[] = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(`${world.collector.url}/`) || url.startsWith("data:"))
      return route.continue();
    asked.push(url);
    return route.abort();
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (/policy|Refused|violat/i.test(message.text())) broken.push(message.text());
  });
  page.on("dialog", (dialog) => {
    broken.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(world.collector.app.signInUrl(world.collector.url));
  await page.waitForURL(`${world.collector.url}/`);
  const visited = new Map<string, number>();
  for (const { path, route } of found) {
    const count = visited.get(route) ?? 0;
    if (count >= 2) continue;
    visited.set(route, count + 1);
    await page.goto(`${world.collector.url}${path}`, { waitUntil: "load" });
    expect(page.url(), path).not.toContain("/sign-in");
    // What a pointer and the keyboard set off, too.
    await page.evaluate(() => {
      for (const element of document.querySelectorAll("main *")) {
        for (const type of ["pointerenter", "mouseover", "focusin"]) {
          element.dispatchEvent(new Event(type, { bubbles: true }));
        }
      }
    });
    expect(await page.evaluate(() => Reflect.get(window, "__xss")), path).toBeUndefined();
  }
  expect(visited.size).toBeGreaterThan(22);
  expect(asked).toEqual([]);
  expect(broken).toEqual([]);
  await context.close();
});

exportTests(() => world);
handedOverTests(() => world);
