import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { crawl, type Found } from "./crawl.ts";
import { pointer } from "./hands.ts";
import { LOOKS, pictureOf } from "./screenshots.ts";
import { showDemo } from "./shown-demo.ts";
import { doAll } from "./workflows.ts";

// Plays the demonstration, does what people do in it, and takes a picture of each page: `npm run screenshots`.
// They are committed, so that a change of how a page looks is seen in review. Bundled into test/dist
// before it runs, as Node 20 reads no TypeScript.

const folder = fileURLToPath(new URL("../browser/screenshots", import.meta.url));
/** A page longer than this is cut: what follows is more of the same table. */
const HEIGHT_MAX = 6_000;
const QUALITY = 70;

const [browser, demo] = await Promise.all([launchBrowser(), showDemo(4)]);
try {
  const first = await browser.newPage();
  await first.goto(demo.signInUrl);
  await first.waitForURL(`${demo.url}/`);
  await doAll(pointer(first), demo.url);
  const storageState = await first.context().storageState();
  const found = await crawl(first, { url: demo.url, from: ["/search?q=mail"] });
  const pages = onePerRoute([...found, { route: "/sign-in", path: "/sign-in" }]);
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  for (const look of LOOKS) {
    const { width, colorScheme } = look;
    const viewport = { width, height: 900 };
    const context = await browser.newContext({ storageState, viewport, colorScheme });
    const page = await context.newPage();
    for (const { route, path } of pages) {
      await page.goto(demo.url + path, { waitUntil: "load" });
      await page.evaluate(() => document.fonts.ready);
      await drawn(page);
      const name = pictureOf(route, look);
      await writeFile(`${folder}/${name}`, await picture(page, width));
      taken.add(name);
      console.log(name);
    }
    await context.close();
  }
  const gone = (await readdir(folder)).filter((name) => !taken.has(name));
  await Promise.all(gone.map((name) => rm(`${folder}/${name}`)));
} finally {
  await browser.close();
  await demo.close();
}

/** The first address that was found of each route, as the demonstration's records come before those of people. */
function onePerRoute(found: readonly Found[]): readonly Found[] {
  return found.filter(({ route }, i) => found.findIndex((each) => each.route === route) === i);
}

/** Two frames after which every chart that is in view is drawn. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/** The whole page as WebP, which Playwright itself does not write. */
async function picture(page: Page, width: number): Promise<Buffer> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    ...{ format: "webp", quality: QUALITY, captureBeyondViewport: true },
    clip: { x: 0, y: 0, width, height: Math.min(height, HEIGHT_MAX), scale: 1 },
  });
  await session.detach();
  return Buffer.from(data, "base64");
}
