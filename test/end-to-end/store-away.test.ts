import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type HttpFront, startHttpFront } from "../collector/store/http-front.ts";
import { type Collector, items, startCollector } from "./collector.ts";

// The ClickHouse server goes away under a running collector, in each way that a server can.

const START_MS = Date.UTC(2026, 0, 5);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CONTROLS = `
version: 1
set: away
owner: team
defaults: { data_delay: 0s }
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most 5 % of predictions shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    min_sample: 1
    limit: { max: 5% }
    proof: measured
    then: [{ raise: nonconformity }]
`;

let folder: string;
let front: HttpFront;
let data: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-away-"));
  front = await startHttpFront(join(folder, "server"));
});

beforeEach(async () => {
  data = await mkdtemp(join(folder, "data-"));
});

afterEach(() => front.setFault(() => null));

afterAll(async () => {
  await front.close();
  await rm(folder, { recursive: true, force: true });
});

function send(collector: Collector, system: string, ids: readonly string[]): Promise<unknown> {
  const time = iso(START_MS + MINUTE_MS);
  const model = { name: "m", version: "1" };
  return collector.api(
    "/predictions",
    ids.map((id) => ({ system, id, time, model, label: "yes" })),
  );
}

test("while the server refuses, telemetry is taken, reads say that they cannot, and no control passes", async () => {
  await using collector = await startCollector({
    nowMs: START_MS + MINUTE_MS,
    controls: CONTROLS,
    store: front.url,
    data,
  });
  const get = (path: string, headers = {}): Promise<Response> =>
    fetch(`${collector.url}${path}`, {
      headers: { authorization: `Bearer ${collector.admin}`, ...headers },
    });
  await send(collector, "away", ["before"]);
  await collector.app.settled();
  await collector.app.tick(START_MS + MINUTE_MS);
  front.setFault(() => ({ when: "before", how: "500" }));
  for (const id of ["a", "b", "c"]) await send(collector, "away", [id]);

  await expect.poll(async () => (await collector.api("/status"))["problems"]).toHaveLength(2);
  const { problems } = await collector.api("/status");
  expect(problems).toEqual([
    expect.stringContaining("the store has taken nothing"),
    expect.stringContaining("could not be asked for damaged data"),
  ]);
  expect((await get("/readyz")).status).toBe(200);

  const api = await get("/api/v1/systems");
  expect(api.status).toBe(503);
  expect(api.headers.get("retry-after")).toMatch(/^[123]$/);
  expect(await api.text()).toContain("the store could not answer");
  const page = await get("/systems/away", { accept: "text/html" });
  expect(page.status).toBeGreaterThanOrEqual(500);
  expect(await page.text()).toContain("</html>");

  // The window has closed; were it judged on what the store has, one good prediction would pass.
  collector.clock.nowMs = START_MS + HOUR_MS;
  await collector.app.tick(collector.clock.nowMs).catch(() => undefined);
  const judged = (): Promise<string> =>
    collector.api("/controls").then((answer) => JSON.stringify(items(answer)[0]?.["instances"]));
  expect(await judged()).not.toContain("pass");
  expect((await get("/readyz")).status).toBe(503);

  front.setFault(() => null);
  await collector.app.settled();
  await collector.app.tick(collector.clock.nowMs);
  expect(await judged()).toContain('"kind":"pass"');
  expect(await collector.api("/systems/away")).toMatchObject({ predictions: 4 });
  expect((await collector.api("/status"))["problems"]).toEqual([]);
  expect((await get("/readyz")).status).toBe(200);
}, 60_000);

test.each(["stall", "500", "reset"] as const)(
  "the end does not wait for a server that fails (%s), and the next start stores the rest exactly once",
  { timeout: 60_000 },
  async (how) => {
    const of = { nowMs: START_MS + MINUTE_MS, store: front.url, data };
    const ids = Array.from({ length: 50 }, (_, i) => `p-${i}`);
    const system = `end ${how}`;
    const first = await startCollector(of);
    await send(first, system, ids.slice(0, 10));
    await first.app.settled();
    // The next insert runs, and neither it nor anything after it is answered.
    let inserts = 0;
    front.setFault((sql) => {
      if (sql.startsWith("INSERT")) inserts += 1;
      return inserts > 0 ? { when: inserts === 1 ? "after" : "before", how } : null;
    });
    for (let i = 10; i < ids.length; i += 5) await send(first, system, ids.slice(i, i + 5));
    await expect.poll(() => inserts, { timeout: 10_000 }).toBeGreaterThan(0);
    const startedMs = performance.now();
    await first[Symbol.asyncDispose]();
    expect(performance.now() - startedMs).toBeLessThan(30_000);

    front.setFault(() => null);
    await using second = await startCollector({ ...of, admin: first.admin });
    await second.app.settled();
    expect(await second.api(`/systems/${system}`)).toMatchObject({ predictions: ids.length });
    const range = `from=${iso(START_MS)}&to=${iso(START_MS + HOUR_MS)}`;
    const series = await second.api(`/systems/${system}/series?metric=count&${range}`);
    expect(series["points"]).toMatchObject([{ value: ids.length }]);
  },
);

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
