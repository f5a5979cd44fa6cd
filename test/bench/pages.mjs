// How long a page, an answer of the API and /metrics take on the server, and the overview's first view in a browser, over ten million predictions of 200
// systems, 10,000 records and a week of hourly verdicts. The first answer after the start stands apart: what is remembered
// from then on is made in it. `TILTMETER_BENCH_PREDICTIONS` and `_RECORDS` set sizes; `_FOLDER` names a data folder
// to keep and to use again, `_ONLY` pages whose address holds a text.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "../../collector/dist/app.js";
import { loadConfig } from "../../collector/dist/config.js";
import { listen } from "../../collector/dist/http/server.js";
import { declared, END_MS, HOUR_MS, makeStore, recordOf, systemOf } from "./pages-store.mjs";

const PREDICTIONS = Number(process.env.TILTMETER_BENCH_PREDICTIONS ?? 10_000_000);
const SYSTEMS = Number(process.env.TILTMETER_BENCH_SYSTEMS ?? 200);
const RECORDS = Number(process.env.TILTMETER_BENCH_RECORDS ?? 10_000);
const OPEN = Math.round(RECORDS * 0.15);
const REPEATS = Number(process.env.TILTMETER_BENCH_REPEATS ?? 20);
const KEPT = process.env.TILTMETER_BENCH_FOLDER;
const ONLY = process.env.TILTMETER_BENCH_ONLY ?? "";

const begun = performance.now();
const say = (what) =>
  console.log(`  ${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${what}`);

const folder = KEPT ?? (await mkdtemp(join(tmpdir(), "tiltmeter-bench-")));
if (!existsSync(join(folder, "systems.yaml"))) {
  await makeStore(
    join(folder, "data"),
    { predictions: PREDICTIONS, systems: SYSTEMS, records: RECORDS, open: OPEN },
    say,
  );
  for (const [name, text] of Object.entries(declared(SYSTEMS))) {
    await writeFile(join(folder, name), text);
  }
}
/** The same at each start, so that a kept folder can be used again. */
const KEY = `tm_adm_benchbch_${createHash("sha256").update("bench").digest("base64").replace(/\W/g, "x").slice(0, 43)}`;
const config = {
  ...loadConfig({
    env: { TILTMETER_BOOTSTRAP_KEY: KEY },
    flags: { data: join(folder, "data"), port: 0 },
  }),
  systemsFile: join(folder, "systems.yaml"),
  controls: [join(folder, "controls.yaml")],
  evaluateEveryMs: 0,
};
// Half an hour after the last hour that was judged: a page is looked at while nothing is due.
const nowMs = END_MS + HOUR_MS / 2 + 12_345;
const app = await open(config, { clock: { now: () => nowMs }, log: say });
say("opened");
const report = await app.tick(nowMs);
say(`judged ${report.windows} windows of the library, ${report.evaluations} verdicts`);
for (let busyMs = 1000, waited = 0; busyMs > 100 && waited < 60; waited += 1) {
  const cpu = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const { user, system } = process.cpuUsage(cpu);
  busyMs = (user + system) / 1000;
}
say("at rest");

const headers = { authorization: `Bearer ${KEY}` };
const get = (path) => app.fetch(new Request(`http://127.0.0.1${path}`, { headers }));
const openRecord = recordOf(0);
const [big, small] = [systemOf(0), systemOf(SYSTEMS - 5)];
const day = `from=${new Date(END_MS - 24 * HOUR_MS).toISOString()}&to=${new Date(END_MS).toISOString()}`;
const PAGES = [
  "/",
  `/systems/${big}`,
  `/systems/${big}?range=7d`,
  `/systems/${small}`,
  `/systems/${big}/features/income`,
  `/systems/${big}/features/income?range=7d`,
  "/nonconformities",
  "/nonconformities?state=all&page=200",
  `/nonconformities?system=${big}&severity=critical`,
  "/nonconformities/new",
  `/nonconformities/${openRecord}`,
  `/nonconformities/${openRecord}/decisions`,
  `/nonconformities/${openRecord}/duties`,
  "/duties",
  "/duties?owner=me&state=breached",
  "/holds",
  "/controls",
  "/controls?page=2",
  "/controls/c0",
  "/controls/c4",
  "/coverage",
  "/inventory",
  "/ledger",
  "/governance",
  "/risks",
  "/suppliers",
  "/oversight",
  "/applicability",
  "/management-review",
  "/audit",
  "/exports",
];
const READS = [
  "/api/v1/systems",
  `/api/v1/systems/${big}`,
  `/api/v1/systems/${big}/series?metric=accuracy&step=1h&${day}`,
  `/api/v1/systems/${big}/series?metric=latency_p95&by=segment.region&step=1h&${day}`,
  `/api/v1/drift?system=${big}&${day}`,
  "/api/v1/controls",
  `/api/v1/evaluations?${day}&limit=100`,
  `/api/v1/evaluation-counts?${day}`,
  `/api/v1/coverage?${day}`,
  "/api/v1/nonconformities?limit=100",
  `/api/v1/nonconformities/${openRecord}`,
  "/api/v1/duties",
  "/api/v1/ledger",
  "/api/v1/status",
  "/metrics",
];

const found = [];
for (const path of [...PAGES, ...READS].filter((each) => each.includes(ONLY))) {
  const took = [];
  let bytes = 0;
  for (let i = 0; i < REPEATS + 1; i += 1) {
    const startedMs = performance.now();
    const answer = await get(path);
    const body = await answer.text();
    took.push(performance.now() - startedMs);
    bytes = Buffer.byteLength(body);
    if (!answer.ok) {
      console.log(`  ${path}: ${answer.status} ${body.slice(0, 200)}`);
      break;
    }
    if (i === 0 && body.includes("notice-unread"))
      console.log(`  ${path}: parts could not be read`);
    if (took[i] > 3_000 && i > 1) break;
  }
  const [first, ...rest] = took;
  const sorted = rest.sort((a, b) => a - b);
  const [median, late] = [0.5, 0.95].map((q) => sorted[Math.floor((sorted.length - 1) * q)]);
  found.push({ path, first, median, late });
  const figures = [first, median, late].map((ms) => `${ms?.toFixed(0).padStart(6)} ms`);
  console.log(
    `  ${path.slice(0, 70).padEnd(70)} ${figures.join(" ")} ${(bytes / 1024).toFixed(0)} kB`,
  );
}
const pages = found.filter(({ path }) => PAGES.includes(path));
console.log(
  `  slowest page: ${Math.max(...pages.map(({ median }) => median)).toFixed(0)} ms (median), ` +
    `${pages.filter(({ median }) => median >= 100).length} of ${pages.length} take 100 ms or more`,
);

if (ONLY === "") await firstView();
app.release();
await app.close();
if (KEPT === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });

/** A browser that has nothing of ours yet, until the page and all its assets are there. */
async function firstView() {
  const { launchBrowser } = await import("../browser/browser.ts").catch(() => ({}));
  if (launchBrowser === undefined) return;
  const server = await listen({ fetch: app.fetch, host: "127.0.0.1", port: 0 });
  const browser = await launchBrowser();
  const took = [];
  for (let i = 0; i < 5; i += 1) {
    const context = await browser.newContext({ extraHTTPHeaders: headers });
    const page = await context.newPage();
    await page.goto(server.url, { waitUntil: "load" });
    took.push(
      await page.evaluate(() => {
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        const [timing] = performance.getEntriesByType("navigation");
        return { paint: paint?.startTime ?? 0, load: timing.loadEventEnd };
      }),
    );
    await context.close();
  }
  await browser.close();
  await server.close();
  const middle = (name) =>
    took
      .map((each) => each[name])
      .sort((a, b) => a - b)[2]
      .toFixed(0);
  console.log(
    `  overview in Chromium: first paint ${middle("paint")} ms, loaded ${middle("load")} ms`,
  );
}
