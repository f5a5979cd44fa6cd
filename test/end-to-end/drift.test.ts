import { createMonitor } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { type Collector, declare, items, startCollector } from "./collector.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 5);
const PER_HOUR = 600;

const CONTROLS = `
version: 1
set: credit
owner: team-credit
controls:
  - id: input-drift
    title: Live inputs drifted away from the data that the model was validated on
    requirement: Each input feature shall stay comparable to the approved reference (PSI at most 0.20).
    clauses: { iso42001: [A.7.4] }
    severity: medium
    measure: psi
    by: [system, model_version, feature]
    baseline: approved
    window: 1h
    every: 1h
    data_delay: 2m
    min_sample: 200
    limit: { max: 0.20 }
    proof: { confidence: 95%, correct_for: [feature] }
    recover: { below: 0.10, for: 2 windows }
    group_by: [system, model_version]
    then: [{ raise: nonconformity }]
  - id: monitoring-gap
    title: A live system is not heard of
    requirement: Every live system shall report its predictions.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: silence
    expect: inventory
    window: 15m
    every: 15m
    data_delay: 0s
    limit: { max: 30m }
    proof: measured
    then: [{ raise: nonconformity }]
`;

/** A deterministic stream in [0, 1): mulberry32. */
function stream(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One applicant. `unit` 12 turns the employment time from years into months. */
function features(random: () => number, unit: number): Record<string, number | string> {
  return {
    age: 20 + Math.floor(random() * 50),
    income: 20_000 + random() * 80_000,
    employment_time: random() * 30 * unit,
    purpose: ["car", "home", "study"][Math.floor(random() * 3)] ?? "car",
  };
}

/** Twelve hours of one feed, judged at the end of each hour as a live server would. */
async function feed(collector: Collector, unitAt: (hour: number) => number): Promise<void> {
  const random = stream(7);
  const reference = Array.from({ length: 5_000 }, () => features(random, 1));
  const columns = Object.fromEntries(
    ["age", "income", "employment_time", "purpose"].map((name) => [
      name,
      reference.map((row) => row[name]),
    ]),
  );
  const baseline = await collector.api("/baselines", {
    system: "credit",
    name: "validation",
    columns,
  });
  await collector.api(`/baselines/${baseline["digest"]}/approve`, {});
  await using ai = createMonitor({
    system: "credit",
    model: { name: "xgb", version: "7" },
    url: collector.url,
    key: collector.ingest,
  });
  for (let hour = 0; hour < 12; hour += 1) {
    // What claims to come from the future is filed under its receipt, so the hour has passed when it is sent.
    collector.clock.nowMs = START_MS + (hour + 1) * HOUR_MS;
    for (let i = 0; i < PER_HOUR; i += 1) {
      ai.record({
        id: `${hour}-${i}`,
        time: START_MS + hour * HOUR_MS + (i * HOUR_MS) / PER_HOUR,
        label: "approve",
        features: features(random, unitAt(hour)),
      });
    }
    await ai.flush({ timeoutMs: 30_000 });
    await collector.app.settled();
    collector.clock.nowMs = START_MS + (hour + 1) * HOUR_MS + 3 * 60_000;
    await collector.app.tick(collector.clock.nowMs);
  }
}

const start = (): Promise<Collector> =>
  startCollector({ nowMs: START_MS, controls: CONTROLS, systems: [declare("credit")] });

test("a feature whose unit changes half way raises one drift nonconformity that lists it first", async () => {
  await using collector = await start();
  await feed(collector, (hour) => (hour < 6 ? 1 : 12));
  const raised = items(await collector.api("/nonconformities"));
  expect(raised.map((record) => record["control"])).toEqual(["input-drift"]);
  const episodes = raised[0]?.["episodes"] as { instance: Record<string, string> }[]; // the shape of the API
  expect(episodes[0]?.instance["feature"]).toBe("employment_time");
  expect(raised[0]?.["statement"]).toContain("employment_time");
});

test("the same feed without the change raises nothing", async () => {
  await using collector = await start();
  await feed(collector, () => 1);
  expect(items(await collector.api("/nonconformities"))).toEqual([]);
});

test("a system that falls silent raises a monitoring gap and is never ok while it lasts", async () => {
  await using collector = await start();
  await feed(collector, () => 1);
  const silentMs = START_MS + 12 * HOUR_MS;
  for (let quarter = 1; quarter <= 8; quarter += 1) {
    collector.clock.nowMs = silentMs + quarter * 900_000 + 1_000;
    await collector.app.tick(collector.clock.nowMs);
  }
  const raised = items(await collector.api("/nonconformities"));
  expect(raised.map((record) => record["control"])).toEqual(["monitoring-gap"]);
  const [drift, gap] = ["input-drift", "monitoring-gap"].map(async (id) => {
    const control = items(await collector.api("/controls")).find((each) => each["id"] === id);
    return JSON.stringify(control?.["instances"]);
  });
  expect(await gap).toContain('"phase":"firing"');
  expect(await drift).not.toContain('"kind":"pass"');
});

test("a declared system that never reported is silent too", async () => {
  await using collector = await start();
  for (let quarter = 1; quarter <= 4; quarter += 1) {
    collector.clock.nowMs = START_MS + quarter * 900_000 + 1_000;
    await collector.app.tick(collector.clock.nowMs);
  }
  const raised = items(await collector.api("/nonconformities"));
  expect(raised.map((record) => record["control"])).toEqual(["monitoring-gap"]);
});
