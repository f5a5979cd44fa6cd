import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMonitor, type Monitor } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { eventually, FAST } from "../sdk/receiver.ts";
import { type Collector, declare, startCollector } from "./collector.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CONTROLS = `
version: 1
set: suspension
owner: team
defaults: { data_delay: 0s }
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most 5 % of predictions shall fail.
    severity: high
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: 5% }
    proof: measured
    then:
      - { raise: nonconformity }
      - { propose: suspend, risk_tier: limited }
      - { suspend: at_once, risk_tier: high }
`;

/** A collector that has just judged an hour in which every other answer of both systems failed. */
async function afterBreach(): Promise<Collector> {
  // The SDK lives in the present, so the collector's clock stands there too.
  const nowMs = Date.now();
  const collector = await startCollector({
    nowMs,
    controls: CONTROLS,
    systems: [declare("credit", { riskTier: "limited" }), declare("triage", { riskTier: "high" })],
  });
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOUR_MS;
  for (const system of ["credit", "triage"]) {
    const predictions = Array.from({ length: 10 }, (_, i) => ({
      system,
      id: `${system}-${i}`,
      time: new Date(hourMs + i * MINUTE_MS).toISOString(),
      model: { name: "m", version: "1" },
      label: "yes",
      status: i % 2 === 0 ? "ok" : "error",
    }));
    await collector.api("/predictions", predictions);
  }
  await collector.app.settled();
  const { errors, raised } = await collector.app.tick(nowMs);
  expect([errors, raised.length]).toEqual([[], 2]);
  return collector;
}

/** A key of a role, made by the administrator. */
async function keyOf(collector: Collector, role: string): Promise<string> {
  const { key } = await collector.api("/keys", { role, name: `the ${role}` });
  return String(key);
}

async function decide(
  collector: Collector,
  system: string,
  body: object,
  key: string,
): Promise<number> {
  const answer = await fetch(`${collector.url}/api/v1/systems/${system}/suspension`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.status;
}

const monitor = (collector: Collector, system: string): Monitor =>
  createMonitor({ system, url: collector.url, key: collector.ingest, limits: FAST });

const state = (ai: Monitor): string | undefined => ai.status().directive?.state;

/** What the collector says of a system's suspension, once everything sent to it can be read. */
async function suspensionOf(
  collector: Collector,
  system: string,
): Promise<Record<string, unknown>> {
  await collector.app.settled();
  collector.clock.nowMs = Date.now();
  return collector.api(`/systems/${system}/suspension`);
}

test("a breach proposes, a person approves, the fallback answers, the effect is recorded, and a person resumes", async () => {
  await using collector = await afterBreach();
  await using ai = monitor(collector, "credit");
  const score = ai.watch(async (id: string) => `model ${id}`, {
    id: (id) => id,
    output: (label) => label,
    fallback: async (id) => `human ${id}`,
  });
  expect(await ai.ready()).toBe(true);
  expect(await score("a")).toBe("model a");
  const proposed = await suspensionOf(collector, "credit");
  expect(proposed).toMatchObject({
    standing: "proposed",
    proposals: [{ control: "error-rate", record: expect.stringMatching(/^NC-/) }],
  });
  const compliance = await keyOf(collector, "compliance");
  const approval = { act: "approve", reason: "half of the answers fail" };
  expect(await decide(collector, "credit", approval, await keyOf(collector, "operator"))).toBe(403);
  expect(await decide(collector, "credit", approval, compliance)).toBe(200);
  await eventually("the suspension", () => state(ai) === "suspend");
  expect(await score("b")).toBe("human b");
  await ai.flush();
  const suspended = await suspensionOf(collector, "credit");
  expect(suspended).toMatchObject({
    standing: "suspended",
    proposals: [],
    suspension: {
      by: "the compliance",
      ground: "approved",
      reason: "half of the answers fail",
      records: [expect.stringMatching(/^NC-/)],
      effective: { how: expect.stringMatching(/^(acknowledged|fallback)$/) },
    },
    diverted: { calls: 1 },
  });
  // What was kept from the model is no prediction.
  expect(await collector.api("/systems/credit")).toMatchObject({ predictions: 11, oversight: 1 });
  expect(await decide(collector, "credit", { act: "resume", reason: "mended" }, compliance)).toBe(
    200,
  );
  await eventually("the resumption", () => state(ai) === "run");
  expect(await score("c")).toBe("model c");
  const { history } = await suspensionOf(collector, "credit");
  expect(history).toMatchObject([
    { event: "suspension_proposed", by: "tiltmeter" },
    { event: "system_suspended", by: "the compliance" },
    { event: "suspension_effective", by: "tiltmeter" },
    { event: "system_resumed", by: "the compliance", reason: "mended" },
  ]);
});

test("a control whose file says so suspends at once, the process follows, and the model is seen in shadow", async () => {
  await using collector = await afterBreach();
  await using ai = monitor(collector, "triage");
  const score = ai.watch((id: string) => `model ${id}`, {
    id: (id) => id,
    output: (label) => label,
    shadow: true,
    fallback: (id) => `human ${id}`,
  });
  await ai.ready();
  expect([state(ai), score("a")]).toEqual(["suspend", "human a"]);
  expect(ai.status().directive).toMatchObject({
    reason: "at_once",
    record: expect.stringMatching(/^NC-/),
  });
  // The model runs after the caller's turn.
  await new Promise((resolve) => setImmediate(resolve));
  await ai.flush();
  expect(await suspensionOf(collector, "triage")).toMatchObject({
    standing: "suspended",
    suspension: { by: "tiltmeter", ground: "at_once", effective: {} },
    diverted: { calls: 1 },
  });
  expect(await collector.api("/systems/triage")).toMatchObject({ predictions: 11 });
});

test("a restart remembers a suspension, and it ends by itself at the end that was set", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-suspension-"));
  try {
    const nowMs = Date.UTC(2026, 10, 23, 10);
    const until = new Date(nowMs + HOUR_MS).toISOString();
    const systems = [declare("credit")];
    let admin = "";
    {
      await using collector = await startCollector({ nowMs, data, systems });
      const suspend = { act: "suspend", reason: "maintenance of the model", until };
      expect(await decide(collector, "credit", suspend, collector.admin)).toBe(200);
      ({ admin } = collector);
    }
    await using collector = await startCollector({ nowMs: nowMs + 1, data, systems, admin });
    const directive = (): Promise<Record<string, unknown>> => collector.api("/directives/credit");
    expect(await directive()).toMatchObject({ directive: "suspend", until, reason: "person" });
    collector.clock.nowMs = nowMs + HOUR_MS;
    expect(await directive()).toMatchObject({ directive: "run", since: until, reason: "expired" });
    await collector.app.tick(collector.clock.nowMs);
    expect(await collector.api("/systems/credit/suspension")).toMatchObject({
      standing: "running",
      ended: { at: until, by: "tiltmeter" },
    });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

test("a collector that ends lets go of those who wait for news, and is not held up by them", async () => {
  const waits: Promise<Response>[] = [];
  let startedMs = 0;
  {
    await using collector = await startCollector({ nowMs: Date.UTC(2026, 10, 23) });
    const url = `${collector.url}/api/v1/directives/credit?wait=30`;
    const authorization = `Bearer ${collector.ingest}`;
    const etag = (await fetch(url, { headers: { authorization } })).headers.get("etag") ?? "";
    waits.push(fetch(url, { headers: { authorization, "if-none-match": etag } }));
    // One that was sent is one that waits: the next answer of the same server comes after it.
    await collector.api("/directives/other");
    startedMs = performance.now();
  }
  expect((await waits[0])?.status).toBe(304);
  expect(performance.now() - startedMs).toBeLessThan(20_000);
});
