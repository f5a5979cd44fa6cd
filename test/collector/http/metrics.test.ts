import { spawnSync } from "node:child_process";
import { openMetrics, prometheusText } from "tiltmeter/http/metrics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { debianTool } from "../../deploy/debian-tool.ts";
import { type Collector, declare, startCollector } from "../../end-to-end/collector.ts";

const START_MS = Date.UTC(2026, 10, 23, 10);
let collector: Collector;

beforeAll(async () => {
  const systems = [declare("loans")];
  collector = await startCollector({ nowMs: START_MS, systems, library: "enforce" });
  const time = new Date(START_MS - 60_000).toISOString();
  const send = (body: unknown): Promise<Response> =>
    fetch(`${collector.url}/api/v1/predictions`, {
      method: "POST",
      headers: { authorization: `Bearer ${collector.ingest}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const good = { system: "loans", id: "1", time, model: { name: "m", version: "1" }, label: "yes" };
  await send([good, { system: "loans", id: 7 }]);
  await send(good);
  await collector.app.settled();
  collector.clock.nowMs += 3_600_000;
  await collector.app.tick(collector.clock.nowMs);
});
afterAll(() => collector[Symbol.asyncDispose]());

async function scrape(accept = "text/plain", key = collector.admin): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, accept };
  return fetch(`${collector.url}/metrics`, { headers });
}

/** The value of a series, by its text. */
function seriesValue(text: string, series: string): number {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  if (line === undefined) throw new Error(`${series} is not among the metrics`);
  return Number(line.slice(series.length + 1));
}

test("what passed is counted, and how the collector stands is said", async () => {
  await scrape();
  let text = "";
  // Figures of systems are read beside the answer.
  for (let i = 0; i < 200 && !text.includes("tiltmeter_system_predictions{"); i += 1) {
    text = await (await scrape()).text();
  }
  expect(seriesValue(text, 'tiltmeter_ingest_records_total{outcome="accepted"}')).toBe(2);
  expect(seriesValue(text, 'tiltmeter_ingest_records_total{outcome="rejected"}')).toBe(1);
  expect(
    seriesValue(text, 'tiltmeter_ingest_requests_total{form="predictions",outcome="partial"}'),
  ).toBe(1);
  expect(seriesValue(text, "tiltmeter_journal_writable")).toBe(1);
  expect(seriesValue(text, "tiltmeter_journal_applied_seq")).toBe(
    seriesValue(text, "tiltmeter_journal_last_seq"),
  );
  expect(seriesValue(text, 'tiltmeter_system_predictions{system="loans"}')).toBe(1);
  expect(seriesValue(text, 'tiltmeter_system_rejected_records_total{system="loans"}')).toBe(1);
  expect(seriesValue(text, "tiltmeter_evaluation_tick_seconds_count")).toBe(1);
  expect(text).toMatch(/^tiltmeter_evaluations_total\{verdict="/m);
  expect(text).toMatch(/^tiltmeter_open_nonconformities\{severity="high"\} \d+$/m);
  expect(text).not.toMatch(/tm_(adm|ing)_/);
});

test("a viewer's key may ask; nobody and no sender may", async () => {
  expect((await fetch(`${collector.url}/metrics`)).status).toBe(401);
  expect((await scrape("text/plain", collector.ingest)).status).toBe(403);
  const all = await collector.api("/keys", { name: "prometheus", role: "viewer" });
  expect((await scrape("text/plain", String(all["key"]))).status).toBe(200);
});

test("both formats are well formed, by promtool and by the letter", async (context) => {
  const open = await scrape("application/openmetrics-text; version=1.0.0");
  expect(open.headers.get("content-type")).toContain("application/openmetrics-text");
  expect(await open.text()).toMatch(/# EOF\n$/);
  const plain = await scrape();
  expect(plain.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await plain.text();
  for (const line of text.trimEnd().split("\n")) {
    expect(line).toMatch(
      /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="([^"\\\n]|\\.)*",?)+\})? (-?[0-9.e+-]+|NaN|[+-]Inf))$/,
    );
  }
  if (!debianTool("promtool", "prometheus")) return context.skip();
  const checked = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
  expect(checked.stderr + checked.stdout).toBe("");
  expect(checked.status).toBe(0);
});

test("names and values from outside cannot break a line", () => {
  const families = [
    {
      name: "x",
      help: "one\ntwo \\",
      type: "counter",
      samples: [{ value: 1, labels: { system: 'a"\n# TYPE evil\\' } }],
    },
  ] as const;
  const expected = '{system="a\\"\\n# TYPE evil\\\\"} 1\n';
  expect(prometheusText(families)).toBe(
    `# HELP x_total one\\ntwo \\\\\n# TYPE x_total counter\nx_total${expected}`,
  );
  expect(openMetrics(families)).toBe(
    `# HELP x one\\ntwo \\\\\n# TYPE x counter\nx_total${expected}# EOF\n`,
  );
});
