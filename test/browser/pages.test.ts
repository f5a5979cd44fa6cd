import type { Reads } from "@tiltmeter/dashboards";
import type { Nonconformity } from "@tiltmeter/rules";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actsOn } from "../dashboards/fixture-acts.ts";
import { busyReads, emptyReads, halfFailingReads } from "../dashboards/fixture-reads.ts";
import { fixtureRecords } from "../dashboards/fixture-records.ts";
import { readsOfMany } from "../dashboards/fixture-thousand.ts";
import { NOW } from "../dashboards/fixture-world.ts";
import { hostileReads, payloads } from "../dashboards/hostile.ts";
import { acted, done, moved, PLAN } from "../rules/nonconformity/walk.ts";
import { launchBrowser } from "./browser.ts";
import { servePages } from "./pages-server.ts";
import { visit } from "./visit.ts";

// The pages in a real Chromium, served by a real server with the real policy.

let browser: Browser;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  await browser?.close();
});

const open = (options: BrowserContextOptions = {}): ReturnType<typeof visit> =>
  visit(browser, options, (end) => ends.push(end));

async function serve(reads?: Reads): Promise<string> {
  const records = [...fixtureRecords(), ...working()];
  const { url, close } = await servePages(reads ?? busyReads(records), actsOn(records));
  ends.push(close);
  return url;
}

/** A record with an action that is done, and one that is not. */
function working(): readonly Nonconformity[] {
  const [drift] = fixtureRecords();
  if (drift === undefined) return [];
  const raised = { ...drift, id: "NC-2026-0090" };
  const acting = moved(raised, "assessing", "containing", "analysing", "acting");
  const planned = acted(done(acting), "plan", { fields: PLAN });
  return planned.kind === "refused" ? [] : [planned.record];
}

const WORKING = "/nonconformities/NC-2026-0090";
const everyPage = [
  "/",
  "/systems/mail-spam-filter",
  "/systems/support-assistant",
  "/systems/mail-spam-filter/features/link_count",
  "/nonconformities",
  "/nonconformities/NC-2026-0007",
  "/nonconformities/new?system=mail-spam-filter&concern=c-2",
  "/controls",
  "/controls/input-drift",
  "/coverage",
  "/inventory",
  "/ledger",
];

describe.each([
  { width: 360, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
  { width: 768, colorScheme: "light" },
  { width: 1440, colorScheme: "dark" },
] as const)("at $width pixels, $colorScheme", ({ width, colorScheme }) => {
  test("no page complains, breaks its policy or scrolls sideways", async () => {
    const urls = [await serve(), await serve(emptyReads()), await serve(halfFailingReads())];
    const { page, complaints } = await open({ viewport: { width, height: 800 }, colorScheme });
    for (const [i, url] of urls.entries()) {
      for (const path of i === 0
        ? [...everyPage, WORKING]
        : ["/", ...(i === 2 ? everyPage.slice(1, 2) : [])]) {
        await page.goto(url + path, { waitUntil: "load" });
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect({ path, over, complaints }).toEqual({ path, over: 0, complaints: [] });
      }
    }
  });
});

test("every chart is drawn on a canvas that is not empty", async () => {
  const { page } = await open();
  await page.goto(`${await serve()}/systems/mail-spam-filter`);
  await page.waitForFunction(() => document.querySelectorAll(".chart canvas").length === 5);
  const inked = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>(".chart canvas")].map((canvas) => {
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      return data.filter((_, i) => i % 4 === 3).filter((alpha) => alpha > 0).length;
    }),
  );
  for (const pixels of inked) expect(pixels).toBeGreaterThan(500);
});

test("a cursor over one chart reads the same instant on all", async () => {
  const { page } = await open();
  await page.goto(`${await serve()}/systems/mail-spam-filter`);
  const readouts = page.locator(".chart [data-readout]");
  await page.locator(".chart canvas").first().waitFor();
  expect(await readouts.nth(3).textContent()).toContain("of ");
  const over = page.locator(".chart .u-over").nth(1);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  if (box === null) throw new Error("the chart has no box");
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2);
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".chart [data-readout]")].every((one) =>
      /\d\d:\d\d to \d\d:\d\d UTC/.test(one.textContent ?? ""),
    ),
  );
  const instants = (await readouts.allTextContents()).map(
    (text) => /\d\d:\d\d to \d\d:\d\d UTC/.exec(text)?.[0],
  );
  expect(new Set(instants).size).toBe(1);
  await page.mouse.move(2, 2);
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".chart [data-readout]")].every(
      (one) => !/ UTC/.test(one.textContent ?? ""),
    ),
  );
});

test("the keyboard reaches the content first, then everything in reading order", async () => {
  const { page } = await open();
  await page.goto(`${await serve()}/systems/mail-spam-filter`);
  await page.keyboard.press("Tab");
  const skip = page.locator(":focus");
  expect(await skip.textContent()).toContain("Skip to content");
  expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  const seen: string[] = [];
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return {
        text: (focused.textContent ?? "").trim().slice(0, 40),
        ring: outlineStyle !== "none" && outlineWidth !== "0px",
        y: focused.getBoundingClientRect().top + scrollY,
      };
    });
    if (at === null) break;
    expect(at.ring).toBe(true);
    seen.push(at.text);
  }
  expect(seen[0]).toBe("Overview");
  expect(seen).toContain("6h");
  expect(seen).toContain("link_count");
  // The heat map is one stop, whatever the number of its cells.
  expect(seen.filter((text) => /^PSI \d/.test(text))).toHaveLength(1);
});

test("arrow keys walk the heat map, which says what each cell holds", async () => {
  const { page } = await open();
  await page.goto(`${await serve()}/systems/mail-spam-filter`);
  const cell = page.locator('.heat-map a.heat-cell[tabindex="0"]');
  await cell.focus();
  const readout = page.locator("[data-heat-readout]");
  await page.waitForFunction(() =>
    /^link_count, /.test(document.querySelector("[data-heat-readout]")?.textContent ?? ""),
  );
  const newest = await readout.textContent();
  await page.keyboard.press("ArrowLeft");
  expect(await readout.textContent()).not.toBe(newest);
  await page.keyboard.press("ArrowDown");
  expect(await readout.textContent()).toMatch(/^html_share, .*PSI 0\.\d+, at least/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/features\/html_share\?range=all$/);
});

test("the theme changes at once, charts and all, and is still there after a reload", async () => {
  const { page, complaints } = await open({ colorScheme: "light" });
  await page.goto(`${await serve()}/systems/mail-spam-filter`);
  await page.locator(".chart canvas").first().waitFor();
  const ground = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  const drawing = await page.evaluate(() => document.querySelector("canvas")?.toDataURL());
  await page.getByRole("button", { name: "Dark" }).click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.waitForFunction(
    (before) => document.querySelector("canvas")?.toDataURL() !== before,
    drawing,
  );
  await page.reload();
  expect(await ground()).toBe(dark);
  expect(await page.getByRole("button", { name: "Dark" }).getAttribute("aria-pressed")).toBe(
    "true",
  );
  expect(complaints).toEqual([]);
});

test("without scripts the page reads, its charts are drawn, and a record is worked on", async () => {
  const url = await serve();
  const { page } = await open({ javaScriptEnabled: false });
  await page.goto(`${url}/systems/mail-spam-filter`);
  expect(await page.locator(".chart-still").first().isVisible()).toBe(true);
  await page.goto(`${url}/nonconformities/NC-2026-0007`);
  await page.locator("#move-assessing").getByLabel("Owner").fill("jon");
  await page.getByRole("button", { name: "Start assessing" }).click();
  await page.waitForURL(/done=moved/);
  expect(await page.locator(".way [aria-current]").textContent()).toBe("assessing");
  expect(await page.locator(".timeline").textContent()).toContain("Moved to assessing");
  await page.getByLabel("Comment").fill("Looked at the campaign.");
  await page.getByRole("button", { name: "Add the comment" }).click();
  await page.waitForURL(/done=commented/);
  expect(await page.locator(".timeline").textContent()).toContain("Looked at the campaign.");
  await page.getByRole("button", { name: "Dark" }).click();
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
});

test("without scripts controls are filtered and paged, an instance is chosen, and its course is drawn", async () => {
  const url = await serve(readsOfMany(120, 3).reads);
  const { page } = await open({ javaScriptEnabled: false });
  await page.goto(`${url}/controls`);
  expect(await page.locator(".control-row").count()).toBe(50);
  await page.getByRole("link", { name: "Next" }).click();
  await page.waitForURL(/page=2/);
  await page.locator("select[name=verdict]").selectOption("error");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/verdict=error/);
  expect(await page.locator(".control-row h4").allTextContents()).toEqual(
    Array.from({ length: 17 }, () => expect.stringMatching("^Answers come in time")),
  );
  await page.goto(`${await serve()}/controls/input-drift`);
  await page.getByLabel("Instance, the worst first").selectOption({ index: 2 });
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/instance=/);
  for (const mark of [".chart-still", ".verdict-strip svg", ".why"]) {
    expect(await page.locator(mark).isVisible()).toBe(true);
  }
  const rows = page.locator(".windows tbody tr");
  expect(await rows.first().isVisible()).toBe(false);
  await page.getByText("The windows one by one").click();
  expect(await rows.first().isVisible()).toBe(true);
});

test("the chart of a control draws its limit and its episodes on the canvas", async () => {
  const { page, complaints } = await open({ colorScheme: "light" });
  await page.goto(`${await serve()}/controls/input-drift`);
  await page.locator(".chart canvas").first().waitFor();
  const colours = await page.evaluate(() => {
    const probe = document.createElement("span");
    document.body.append(probe);
    const wanted = ["limit", "warn", "episode", "maintenance"].map((name) => {
      probe.className = `probe-${name}`;
      return (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
    });
    const canvas = document.querySelector<HTMLCanvasElement>(".chart canvas");
    const { data } = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {
      data: new Uint8ClampedArray(),
    };
    return wanted.map(([red, green, blue]) => {
      let found = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) found += 1;
      }
      return found;
    });
  });
  for (const pixels of colours) expect(pixels).toBeGreaterThan(50);
  expect(complaints).toEqual([]);
});

test("a form that is refused keeps what was written and leads to its fault", async () => {
  const { page } = await open();
  await page.goto(`${await serve()}/nonconformities/NC-2026-0007`);
  await page.getByText("Merge into another").first().click();
  const form = page.locator("#move-merged");
  await form.getByLabel("Merged into").fill("NC-2026-0007");
  await form.getByLabel("Reason").fill("the same campaign");
  await form.getByRole("button").click();
  const field = page.locator("#move-merged-merged_into");
  await field.waitFor();
  expect(await field.inputValue()).toBe("NC-2026-0007");
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  expect(await page.locator("#move-merged-merged_into-problem").textContent()).toContain(
    "must be another record",
  );
  expect(await page.locator("#move-merged-reason").inputValue()).toBe("the same campaign");
});

test("a page keeps itself fresh without losing the place, and says when it cannot", async () => {
  let predictions = 48_738;
  const base = busyReads();
  const reads: Reads = {
    ...base,
    nowMs: () => NOW + predictions,
    systems: async () =>
      (await base.systems()).map((system, i) => (i === 0 ? { ...system, predictions } : system)),
  };
  const { url, close } = await servePages(reads, actsOn([]));
  const { page } = await open({ viewport: { width: 1280, height: 400 } });
  await page.clock.install();
  await page.goto(`${url}/`);
  await page.evaluate(() => scrollTo(0, 300));
  predictions = 50_001;
  await page.clock.fastForward(11_000);
  await page.waitForFunction(() => document.body.textContent?.includes("50,001"));
  expect(await page.evaluate(() => scrollY)).toBe(300);
  await close();
  await page.clock.fastForward(11_000);
  await page.waitForFunction(() => document.documentElement.dataset["stale"] === "");
});

test("what was opened stays open when the page renews itself, and opens without scripts", async () => {
  let nowMs = NOW;
  const base = busyReads();
  const url = await serve({ ...base, nowMs: () => nowMs });
  const { page } = await open();
  await page.clock.install();
  await page.goto(`${url}/systems/mail-spam-filter`);
  const fold = page.locator('[data-fold="input-drift"]');
  await fold.locator("summary").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Auto" }).focus();
  nowMs += 3 * 3_600_000;
  await page.clock.fastForward(11_000);
  await page.waitForFunction(() => document.body.textContent?.includes("17:32"));
  expect(await fold.getAttribute("open")).not.toBe(null);
  expect(await page.locator('[data-fold="override-rate"]').getAttribute("open")).toBe(null);
  const plain = (await open({ javaScriptEnabled: false })).page;
  await plain.goto(`${url}/systems/mail-spam-filter`);
  const rows = plain.locator('[data-fold="input-drift"] tbody tr');
  expect(await rows.first().isVisible()).toBe(false);
  await plain.locator('[data-fold="input-drift"] summary').click();
  expect(await rows.count()).toBe(6);
  expect(await rows.first().isVisible()).toBe(true);
});

test("a first prediction turns the checklist into the overview by itself", async () => {
  let reads = emptyReads();
  const { page } = await open();
  await page.clock.install();
  await page.goto(
    `${await serve({ ...emptyReads(), systems: () => reads.systems(), controls: () => reads.controls() })}/`,
  );
  expect(await page.locator("h1").textContent()).toBe("Nothing to watch yet");
  reads = busyReads();
  await page.clock.fastForward(11_000);
  await page.waitForFunction(() =>
    document.querySelector("h1")?.textContent?.includes("off level"),
  );
});

test("a line to paste is copied by its button", async () => {
  const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${await serve(emptyReads())}/`);
  await page.getByRole("button", { name: /Copy/ }).first().click();
  await page.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^curl http/);
});

test("hostile text runs nowhere and makes no element", async () => {
  const { page, complaints } = await open();
  // In three bundles; one by one they are in test/dashboards/pages.test.ts.
  for (const start of [0, 1, 2]) {
    const payload = payloads.filter((_, i) => i % 3 === start).join(" ");
    const url = await serve(hostileReads(busyReads(), payload));
    for (const path of ["/", ...everyPage.slice(1, 2), ...everyPage.slice(3)]) {
      await page.goto(url + path, { waitUntil: "load" });
      const found = await page.evaluate(() => ({
        pwned: "pwned" in window,
        strange: document.querySelectorAll(
          "iframe, object, embed, base, img, script:not([src^='/assets/']), style, [onload], [onerror], [onfocus], [onmouseover], a[href^='javascript']",
        ).length,
      }));
      expect({ path, payload, ...found }).toEqual({ path, payload, pwned: false, strange: 0 });
    }
  }
  expect(complaints).toEqual([]);
});

test("a record prints as a document: no forms, all evidence open", async () => {
  const { page } = await open();
  await page.goto(`${await serve()}/nonconformities/NC-2026-0007`);
  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".rail").isVisible()).toBe(false);
  expect(await page.locator(".masthead").isVisible()).toBe(false);
  for (const columns of await page.locator(".histogram .columns").all()) {
    expect(await columns.isVisible()).toBe(true);
  }
  await page.goto(page.url().replace(/nonconformities.*/, "coverage"));
  expect(await page.locator(".coverage-days").isVisible()).toBe(false);
  for (const table of await page.locator(".clauses").all()) {
    expect(await table.isVisible()).toBe(true);
  }
  await page.goto(page.url().replace(/coverage.*/, "systems/mail-spam-filter"));
  for (const row of await page.locator(".fold tbody tr").all()) {
    expect(await row.isVisible()).toBe(true);
  }
});
