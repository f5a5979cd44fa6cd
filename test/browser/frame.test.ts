import type { Hono } from "hono";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actsOn } from "../dashboards/fixture-acts.ts";
import { busyReads } from "../dashboards/fixture-reads.ts";
import { fixtureRecords } from "../dashboards/fixture-records.ts";
import { viewsOf } from "../dashboards/fixture-views.ts";
import { NOW } from "../dashboards/fixture-world.ts";
import { hostileReads, payloads } from "../dashboards/hostile.ts";
import { launchBrowser } from "./browser.ts";
import { servePages } from "./pages-server.ts";
import { visit } from "./visit.ts";

// What all pages have in common, in a real Chromium: the way around, keys, time, charts, freshness, paper.

let browser: Browser;
let url: string;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  const records = [...fixtureRecords()];
  const served = await servePages(busyReads(records), actsOn(records), {
    more: { views: viewsOf() },
  });
  ends.push(served.close);
  url = served.url;
}, 300_000);

afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  await browser?.close();
});

const open = (options: BrowserContextOptions = {}): ReturnType<typeof visit> =>
  visit(browser, options, (end) => ends.push(end));

const SYSTEM = "/systems/mail-spam-filter";
const addressOf = (page: Page): string => page.url().slice(url.length);

describe("the way around", () => {
  test.each([true, false])("on a phone the menu opens to every page (scripts: %s)", async (on) => {
    const { page } = await open({
      ...{ viewport: { width: 360, height: 740 }, javaScriptEnabled: on },
    });
    await page.goto(`${url}/`);
    expect(await page.locator(".sections").isVisible()).toBe(false);
    await page.getByText("Menu", { exact: true }).click();
    await page.getByRole("link", { name: "Governance" }).click();
    expect(addressOf(page)).toBe("/governance");
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBe(0);
  });

  test("on a wide screen the pages stand beside, with what waits, and the one that is shown is marked", async () => {
    const { page } = await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${url}/controls/input-drift`);
    expect(await page.locator(".sections").isVisible()).toBe(true);
    expect(await page.locator(".sections [aria-current]").textContent()).toContain("Controls");
    expect(await page.locator(".sections a[href='/nonconformities']").textContent()).toContain(
      "3 open",
    );
    expect(await page.locator(".crumbs li").allTextContents()).toEqual(["Controls", "input-drift"]);
  });
});

describe("keys", () => {
  test("Ctrl-K finds a feature by its name and opens it, with the keyboard alone", async () => {
    const { page, complaints } = await open();
    await page.goto(`${url}/`);
    await page.keyboard.press("Control+k");
    const input = page.getByRole("combobox", { name: "Search" });
    await input.waitFor();
    await page.keyboard.type("link_count");
    await page.getByRole("option", { name: /link_count/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${SYSTEM}/features/link_count`);
    await page.keyboard.press("/");
    // Where one was before stands first.
    await page.getByRole("option", { name: "Overview" }).first().waitFor();
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("g and a letter goes where the navigation goes, j and k walk a list, ? tells", async () => {
    const { page } = await open();
    await page.goto(`${url}/`);
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await page.waitForURL("**/nonconformities");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/nonconformities/NC-2026-0008");
    await page.keyboard.press("?");
    expect(await page.locator("dialog[open] kbd").allTextContents()).toContain("g n");
  });

  test("keys of one letter do nothing in a field, and nothing at all once they are turned off", async () => {
    const { page } = await open();
    await page.goto(`${url}/nonconformities/new`);
    await page.locator("main textarea").first().focus();
    await page.keyboard.type("?/gn");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    expect(addressOf(page)).toBe("/nonconformities/new");
    await page.locator("main h1").click();
    await page.keyboard.press("?");
    await page.getByRole("checkbox").locator("visible=true").last().uncheck();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.keyboard.press("?");
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    expect(addressOf(page)).toBe("/nonconformities/new");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search" }).waitFor();
  });

  test("hostile names are text in the palette", async () => {
    const hostile = await servePages(hostileReads(busyReads(), payloads[0] ?? ""), actsOn([]));
    ends.push(hostile.close);
    const { page, complaints } = await open();
    await page.goto(`${hostile.url}/`);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("<");
    await page.getByRole("option").first().waitFor();
    expect(await page.locator("dialog :is(script, img, iframe, a, style)").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe("time and comparison", () => {
  test("what is dragged over on a chart becomes the time in the address, and what it is compared with stays", async () => {
    const { page } = await open();
    await page.goto(`${url}${SYSTEM}?range=6h&compare=week`);
    const over = page.locator(".chart .u-over").first();
    await over.scrollIntoViewIfNeeded();
    const box = await over.boundingBox();
    if (box === null) throw new Error("the chart has no box");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, y, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL("**from=**");
    const query = new URL(page.url()).searchParams;
    const [from, to] = ["from", "to"].map((name) => Date.parse(query.get(name) ?? ""));
    expect(query.get("compare")).toBe("week");
    expect(query.get("range")).toBe(null);
    // A quarter of six hours from their middle on, as near as a pixel is.
    expect(Math.abs((from ?? 0) - (NOW - 3 * 3_600_000))).toBeLessThan(240_000);
    expect(Math.abs((to ?? 0) - (from ?? 0) - 1.5 * 3_600_000)).toBeLessThan(240_000);
  });

  test("without scripts a comparison is chosen, its number stands beside the number, and links carry both", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(`${url}${SYSTEM}?range=1h`);
    await page.getByLabel("Compare with").selectOption("previous");
    await page.getByRole("button", { name: "Compare" }).click();
    expect(addressOf(page)).toBe(`${SYSTEM}?range=1h&compare=previous`);
    expect(await page.locator(".chart-compared").first().textContent()).toMatch(
      /the 1 h before: [\d,]+, now /,
    );
    expect(await page.locator(".chart-still .chart-compare").count()).toBeGreaterThan(3);
    await page.getByRole("link", { name: "6h" }).click();
    expect(addressOf(page)).toBe(`${SYSTEM}?range=6h&compare=previous`);
    await page.getByRole("link", { name: "link_count" }).first().click();
    expect(addressOf(page)).toBe(`${SYSTEM}/features/link_count?range=6h&compare=previous`);
  });
});

describe("charts", () => {
  test("arrow keys read a chart step by step, and every other chart shows the same step", async () => {
    const { page } = await open();
    await page.goto(`${url}${SYSTEM}`);
    await page.locator(".chart canvas").first().waitFor();
    const plot = page.getByRole("slider", { name: /^Errors/ });
    await plot.focus();
    await page.keyboard.press("ArrowLeft");
    const first = await plot.getAttribute("aria-valuetext");
    await page.keyboard.press("ArrowLeft");
    const second = await plot.getAttribute("aria-valuetext");
    expect(first).toMatch(/%.*UTC/);
    expect(second).not.toBe(first);
    const instant = /\d\d:\d\d to \d\d:\d\d UTC/.exec(second ?? "")?.[0] ?? "none";
    await page.waitForFunction(
      (at) =>
        [...document.querySelectorAll(".chart [data-readout]")].every((one) =>
          one.textContent?.includes(at),
        ),
      instant,
    );
    await page.keyboard.press("Tab");
    await page.waitForFunction(
      () => !/ UTC/.test(document.querySelector(".chart [data-readout]")?.textContent ?? ""),
    );
  });

  test("a change is told in words by the step that it falls in", async () => {
    const { page } = await open();
    await page.goto(`${url}${SYSTEM}`);
    await page.locator(".chart canvas").first().waitFor();
    const plot = page.getByRole("slider").first();
    await plot.focus();
    await page.keyboard.press("Home");
    const said: string[] = [];
    const last = Number(await plot.getAttribute("aria-valuemax"));
    for (let i = 0; i <= last; i += 1) {
      said.push((await plot.getAttribute("aria-valuetext")) ?? "");
      await page.keyboard.press("ArrowRight");
    }
    expect(said.filter((text) => text.includes("naive-bayes"))).toHaveLength(1);
  });

  test("every chart is a table as well, with as many numbers as it draws", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(`${url}${SYSTEM}?range=1h&compare=previous`);
    const charts = page.locator("figure.chart");
    for (let i = 0; i < (await charts.count()); i += 1) {
      const chart = charts.nth(i);
      await chart.getByText("Show as table").click();
      expect(await chart.locator("tbody tr").count()).toBeGreaterThan(20);
      expect(await chart.locator("thead th").allTextContents()).toContain("the 1 h before");
    }
  });
});

describe("freshness", () => {
  /** A page of a system, and a stream of events that the test writes. */
  async function followed(): Promise<{
    readonly page: Page;
    readonly say: (message: string) => void;
    readonly asked: string[];
    readonly set: (predictions: number) => void;
  }> {
    let predictions = 48_738;
    const asked: string[] = [];
    const writers = new Set<(message: string) => void>();
    const base = busyReads();
    const served = await servePages(
      {
        ...base,
        nowMs: () => NOW + predictions,
        system: async (id) => {
          const system = await base.system(id);
          return system && { ...system, predictions };
        },
      },
      actsOn([]),
      {
        more: { events: "/events" },
        routes: (app: Hono) => {
          app.get("/events", (c) => {
            asked.push(c.req.url.slice(c.req.url.indexOf("/events")));
            const bytes = new TextEncoder();
            const body = new ReadableStream<Uint8Array>({
              start: (controller) => {
                controller.enqueue(bytes.encode(": here\n\n"));
                writers.add((message) => controller.enqueue(bytes.encode(message)));
              },
            });
            return c.body(body, 200, { "content-type": "text/event-stream" });
          });
        },
      },
    );
    ends.push(served.close);
    const { page } = await open();
    await page.clock.install();
    await page.goto(`${served.url}${SYSTEM}`);
    await expect.poll(() => writers.size).toBe(1);
    return {
      ...{ page, asked },
      say: (message) => {
        for (const write of writers) write(message);
      },
      set: (many) => {
        predictions = many;
      },
    };
  }

  test("an event renews the page at once, what is written stays, and it is said politely", async () => {
    const { page, say, asked, set } = await followed();
    expect(asked).toEqual(["/events?system=mail-spam-filter"]);
    // Nothing happened: the page is not asked for every ten seconds any more.
    let pages = 0;
    page.on("request", (request) => {
      if (request.url().endsWith(SYSTEM)) pages += 1;
    });
    await page.clock.fastForward(5_000);
    await page.locator("#suspension ~ * textarea, main textarea").first().fill("not yet sent");
    await page.locator("main h1").click();
    set(50_001);
    say('event: ledger\nid: 7\ndata: {"index":7}\n\n');
    await expect
      .poll(async () => {
        await page.clock.runFor(500);
        return page.locator("main").textContent();
      })
      .toContain("50,001");
    expect(pages).toBe(1);
    expect(await page.locator("main textarea").first().inputValue()).toBe("not yet sent");
    expect(await page.getByRole("status").allTextContents()).toContain("Page updated");
  });
});

test("paper has no navigation, opens the tables of charts, and says where it is from", async () => {
  const { page } = await open();
  await page.goto(`${url}${SYSTEM}?range=1h`);
  await page.locator(".chart canvas").first().waitFor();
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".masthead", ".crumbs", ".range-compare", ".tabs", ".uplot", ".skip"]) {
    expect({ hidden, seen: await page.locator(hidden).first().isVisible() }).toEqual({
      ...{ hidden, seen: false },
    });
  }
  expect(await page.locator(".chart-still").first().isVisible()).toBe(true);
  expect(await page.locator(".chart-table tbody tr").first().isVisible()).toBe(true);
  const foot = await page.locator(".footer").textContent();
  expect(foot).toContain(`${SYSTEM}?range=1h`);
  expect(foot).toContain("Read at 2026-11-23 14:32:10 UTC");
  expect(foot).toContain("mara");
  const display = await page
    .locator("main thead")
    .first()
    .evaluate((head) => getComputedStyle(head).display);
  expect(display).toBe("table-header-group");
});
