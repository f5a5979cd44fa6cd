import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Collector, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

const controls = (limit: string): string => `
version: 1
set: pages
owner: team-credit
defaults: { data_delay: 0s }
controls:
  - id: error-rate
    title: The model fails too often
    requirement: Few predictions shall fail.
    clauses: { iso42001: ["9.1", "A.6.2.6"], own: [R1] }
    severity: high
    status: enforce
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: ${limit} }
    proof: measured
    then: [{ raise: nonconformity }]
`;

/** Twenty predictions of one hour, of which some failed. */
function hourOf(hour: number, failed: number): readonly object[] {
  return Array.from({ length: 20 }, (_, i) => ({
    ...{ system: "credit", id: `p-${hour}-${i}`, label: "yes", model: { name: "m", version: "1" } },
    time: new Date(START_MS + hour * HOUR_MS + i * 1000).toISOString(),
    status: i < failed ? "error" : "ok",
  }));
}

async function judge(collector: Collector, hour: number, failed: number): Promise<void> {
  collector.clock.nowMs = START_MS + hour * HOUR_MS + HOUR_MS / 2;
  await collector.api("/predictions", [...hourOf(hour, failed)]);
  await collector.app.settled();
  collector.clock.nowMs = START_MS + (hour + 1) * HOUR_MS;
  await collector.app.tick(collector.clock.nowMs);
}

async function page(collector: Collector, path: string): Promise<string> {
  const answer = await fetch(collector.url + path, {
    headers: { authorization: `Bearer ${collector.admin}` },
  });
  expect(answer.status).toBe(200);
  return (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

test("what was judged is what the pages of controls, coverage and inventory tell, across a restart", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-pages-"));
  try {
    const systems = [{ id: "credit", owner: "team-credit", riskTier: "high" as const }];
    let admin = "";
    {
      await using first = await startCollector({
        ...{ nowMs: START_MS, controls: controls("20%"), systems, data },
      });
      admin = first.admin;
      await judge(first, 0, 1);
    }
    await using collector = await startCollector({
      ...{ nowMs: START_MS + HOUR_MS, controls: controls("10%"), systems, data, admin },
    });
    await judge(collector, 1, 1);
    await judge(collector, 2, 8);

    const list = await page(collector, "/controls");
    expect(list).toMatch(
      /The model fails too often high error-rate .*with team-credit .*1 breach, 2 pass .*Off level 1 instance, 1 firing Next verdict at/,
    );
    const one = await page(collector, "/controls/error-rate");
    expect(one).toMatch(/Breach : 40\.0.% measured in 20 cases .*; required is at most 10 %\./);
    expect(one).toMatch(/limit at most 10\.0.% \(high risk\) .*episode/);
    expect(one).toMatch(/Windows scheduled 3 Judged 3 Missed none/);
    expect(one).toMatch(/limit\.max was 0\.2 now 0\.1/);
    expect(one).toMatch(/system credit NC-2026-0001 raised 40\.0.%/);
    expect(one).toMatch(/Not tried out on past data/);

    const covered = await page(collector, "/coverage");
    expect(covered).toMatch(/ISO\/IEC 42001:2023 100.% 2 of 74 clauses covered/);
    expect(covered).toMatch(/R1 The framework has no such clause/);
    expect(await page(collector, "/inventory")).toMatch(
      /credit Silent heard of 60 min ago team-credit high risk lacks 4 things .* risk_tier new high/,
    );

    const counts = items(await collector.api("/evaluation-counts"));
    expect(counts).toMatchObject([
      { control: "error-rate", scheduled: 3, judged: 3, missed: 0, conclusive: 3 },
    ]);
    const revisions = items(await collector.api("/controls/error-rate/revisions"));
    expect(revisions.map(({ loadedAt }) => loadedAt)).toEqual([
      "2026-01-05T01:00:00.000Z",
      "2026-01-05T00:00:00.000Z",
    ]);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
