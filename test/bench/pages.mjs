// `npm run bench:pages`: what a page, an answer of the API and /metrics take on the server, and the overview's first
// view in a browser, over ten million predictions of 200 systems, 10,000 records and a week of hourly verdicts.
// Three figures a page: the first look after the start, the median of the looks that follow, and of looks right
// after new predictions were applied. `--data` names a folder that is filled once and used again, `--only` a text
// that is in the address of a page, `--quick` leaves the browser out, `--settle` waits so many seconds after the
// start, as nobody does who opens a page at once.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { open } from "../../collector/dist/app.js";
import { loadConfig } from "../../collector/dist/config.js";
import { listen } from "../../collector/dist/http/server.js";
import { declared, END_MS, HOUR_MS, makeStore, recordOf, systemOf } from "./pages-store.mjs";
import { report } from "./table.mjs";

const { values: given } = parseArgs({
  options: {
    data: { type: "string" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    settle: { type: "string", default: "0" },
    predictions: { type: "string", default: "10000000" },
    systems: { type: "string", default: "200" },
    records: { type: "string", default: "10000" },
    repeats: { type: "string", default: "5" },
  },
});
const [PREDICTIONS, SYSTEMS, RECORDS] = [given.predictions, given.systems, given.records].map(
  Number,
);
const OPEN = Math.round(RECORDS * 0.15);
const REPEATS = Number(given.repeats);
const KEPT = given.data;
const ONLY = given.only;

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
  evaluateEveryMs: HOUR_MS,
};
// Half an hour after the last hour that was judged: a page is looked at while nothing is due.
const nowMs = END_MS + HOUR_MS / 2 + 12_345;
const app = await open(config, { clock: { now: () => nowMs }, log: say });
say("opened");
const judged = await app.tick(nowMs);
say(`judged ${judged.windows} windows of the library, ${judged.evaluations} verdicts`);
if (Number(given.settle) > 0) await new Promise((done) => setTimeout(done, given.settle * 1000));

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

let sent = 0;
/** A refusal is over within seconds, or there is more to it. */
const AGAIN_MAX = 20;

/** What a producer sends in a moment: predictions of some systems, until they can be read. */
async function ingest() {
  sent += 1;
  const items = Array.from({ length: 20 }, (_, i) => ({
    ...{ system: systemOf(i * 7), id: `bench ${begun} ${sent} ${i}`, label: "approve" },
    time: new Date(nowMs - 1_000).toISOString(),
  }));
  const request = {
    ...{ method: "POST", body: JSON.stringify(items) },
    headers: { ...headers, "content-type": "application/json" },
  };
  const post = () => app.fetch(new Request("http://127.0.0.1/api/v1/predictions", request));
  let answer = await post();
  // Reads on this same loop can make it late: telemetry is refused for a moment then, and comes again as any sender's does.
  for (let again = 0; answer.status === 503 && again < AGAIN_MAX; again += 1) {
    const seconds = Number(answer.headers.get("retry-after") ?? 1);
    await new Promise((done) => setTimeout(done, seconds * 1000));
    answer = await post();
  }
  if (!answer.ok) throw new Error(`predictions are not taken: ${await answer.text()}`);
  await app.settled();
}

/** What a look takes: milliseconds by the clock and of both cores, kilobytes. */
async function look(path) {
  const [startedMs, before] = [performance.now(), process.cpuUsage()];
  const answer = await get(path);
  const body = await answer.text();
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(before);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body.slice(0, 200)}`);
  const isUnread = body.includes("notice-unread");
  return { ms, cpuMs: (user + system) / 1000, kB: Buffer.byteLength(body) / 1024, isUnread };
}

async function median(of) {
  const took = [];
  for (let i = 0; i < REPEATS; i += 1) took.push(await of());
  return took.sort((a, b) => a.ms - b.ms)[Math.floor(REPEATS / 2)];
}

const LIMIT_MS = 100;
const asked = [...PAGES, ...READS].filter((each) => each.includes(ONLY));
const firsts = new Map();
for (const path of asked) firsts.set(path, await look(path));
const columns = ["first", "warm", "CPU", "new data", "kB"];
console.log(`  ${"ms".padEnd(66)}${columns.map((name) => name.padStart(9)).join("")}`);
const over = [];
const slowest = { first: 0, warm: 0, live: 0 };
for (const path of asked) {
  const first = firsts.get(path);
  const warm = await median(() => look(path));
  const live = await median(async () => {
    await ingest();
    return look(path);
  });
  const figures = [first.ms, warm.ms, warm.cpuMs, live.ms, warm.kB].map((each) =>
    each.toFixed(0).padStart(9),
  );
  const isOver = [first, warm, live].some(({ ms }) => ms >= LIMIT_MS);
  if (PAGES.includes(path)) {
    slowest.first = Math.max(slowest.first, first.ms);
    slowest.warm = Math.max(slowest.warm, warm.ms);
    slowest.live = Math.max(slowest.live, live.ms);
  }
  if (isOver && PAGES.includes(path)) over.push(path);
  console.log(
    `  ${path.slice(0, 66).padEnd(66)}${figures.join("")}${isOver ? "  over" : ""}${warm.isUnread ? "  parts could not be read" : ""}`,
  );
}
const pages = asked.filter((path) => PAGES.includes(path)).length;
console.log(`  ${over.length} of ${pages} pages take ${LIMIT_MS} ms or more in one of the three`);

const behind = `${PREDICTIONS / 1e6} M predictions behind it`;
const figures = Object.entries({
  warm: "slowest page",
  first: "slowest page, first look after a start",
  live: "slowest page, first look at new data",
}).map(([name, what]) => ({
  ...{ what: `${what}, ${behind}`, figure: slowest[name], unit: "ms", goal: "< 100 ms" },
  met: slowest[name] < LIMIT_MS,
}));
if (!given.quick) {
  const { paint, load } = await firstView();
  figures.unshift({
    ...{ what: `overview in Chromium, loaded, ${behind}`, figure: load, unit: "ms" },
    ...{ peer: "first paint", peerFigure: paint, goal: "< 1 s", met: load < 1000 },
  });
}
report(figures);
app.release();
await app.close();
if (KEPT === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });

/** A browser that has nothing of ours yet, until the page and all its assets are there. */
async function firstView() {
  const outfile = fileURLToPath(new URL("../dist/bench-browser.mjs", import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL("../browser/browser.ts", import.meta.url))],
    ...{ bundle: true, packages: "external", platform: "node", format: "esm", outfile },
  });
  const { launchBrowser } = await import(outfile);
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
  const middle = (name) => took.map((each) => each[name]).sort((a, b) => a - b)[2];
  return { paint: middle("paint"), load: middle("load") };
}
