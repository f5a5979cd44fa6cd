import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Collector, declare, items, startCollector } from "./collector.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 8, 7);
const SYSTEM = "triage";

const control = (max: string): string => `
version: 1
set: triage
owner: team
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most ${max} of predictions shall fail.
    severity: low
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    data_delay: 0s
    min_sample: 20
    limit: { max: ${max} }
    proof: measured
    then: [{ raise: nonconformity }]
`;

/** An hour of a system of which some answers fail, judged at its end. */
async function hour(
  collector: Collector,
  of: { readonly failed: number; readonly answered?: number },
): Promise<void> {
  const startMs = collector.clock.nowMs;
  collector.clock.nowMs = startMs + HOUR_MS;
  await send(collector, startMs, of);
  await tick(collector);
}

async function send(
  collector: Collector,
  startMs: number,
  { failed, answered = 40 }: { readonly failed: number; readonly answered?: number },
): Promise<void> {
  const predictions = Array.from({ length: answered }, (_, i) => ({
    system: SYSTEM,
    id: `${startMs}-${answered}-${i}`,
    time: new Date(startMs + i * MINUTE_MS).toISOString(),
    model: { name: "m", version: "1" },
    label: "yes",
    status: i < failed ? "error" : "ok",
  }));
  await collector.api("/predictions", predictions);
  await collector.app.settled();
}

async function tick(collector: Collector): Promise<void> {
  const { errors } = await collector.app.tick(collector.clock.nowMs);
  expect(errors).toEqual([]);
}

const record = (collector: Collector): Promise<Record<string, unknown>> =>
  collector.api("/nonconformities/NC-2026-0001");

/** By the administrator, who may do everything that one person may. */
async function post(collector: Collector, path: string, body: object): Promise<void> {
  const { version } = await record(collector);
  await collector.api(`/nonconformities/NC-2026-0001${path}`, body, { "if-match": `"${version}"` });
}

async function move(collector: Collector, to: string, fields: object = {}): Promise<void> {
  await post(collector, "/transitions", { to, fields, reason: "so that it goes on" });
}

/** Three good hours, one bad one, and the record is under test with the next full hour. */
async function underTest(of: { readonly data?: string } = {}): Promise<Collector> {
  const collector = await startCollector({
    ...of,
    nowMs: START_MS,
    controls: control("5%"),
    systems: [declare(SYSTEM, { riskTier: "limited" })],
  });
  for (const failed of [0, 1, 0, 20]) await hour(collector, { failed });
  expect(items(await collector.api("/nonconformities"))).toMatchObject([{ id: "NC-2026-0001" }]);
  await toVerifying(collector);
  return collector;
}

async function toVerifying(collector: Collector): Promise<void> {
  await move(collector, "assessing", { owner: "Olga" });
  await move(collector, "containing", {
    assessment: "yes",
    severity: "low",
    affected: "few",
    serious_incident: "no",
  });
  await move(collector, "analysing", { correction: "c", consequences: "c" });
  await move(collector, "acting", {
    cause: "a bad node",
    cause_category: "configuration",
    method: "logs",
    elsewhere: "no",
    criterion: "as planned",
  });
  const due = new Date(collector.clock.nowMs).toISOString().slice(0, 10);
  await post(collector, "/actions", { act: "plan", fields: { what: "mend", owner: "Emil", due } });
  await post(collector, "/actions", { act: "done", action: "A1", fields: { evidence: "done" } });
  await move(collector, "verifying");
}

async function said(collector: Collector): Promise<{ result: string; codes: string[] }> {
  const { standing } = await collector.api("/nonconformities/NC-2026-0001/effectiveness");
  const { result, reasons } = standing as { result: string; reasons: { code: string }[] };
  return { result, codes: reasons.map(({ code }) => code) };
}

test("a plan outlives a restart, hours without traffic show nothing, and late data refute what was demonstrated", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-effect-"));
  try {
    let admin = "";
    let nowMs = 0;
    {
      await using collector = await underTest({ data });
      await hour(collector, { failed: 0 });
      expect(await said(collector)).toEqual({
        result: "not_demonstrated",
        codes: ["windows_missing"],
      });
      // Too few to tell, then none at all.
      await hour(collector, { failed: 0, answered: 5 });
      collector.clock.nowMs += HOUR_MS;
      await tick(collector);
      expect(await said(collector)).toEqual({
        result: "not_demonstrated",
        codes: ["windows_missing", "coverage"],
      });
      ({ admin } = collector);
      ({ nowMs } = collector.clock);
    }
    // Nobody looked for two hours; their data came all the same.
    await using collector = await startCollector({
      ...{ data, admin, nowMs: nowMs + 2 * HOUR_MS, controls: control("5%") },
      systems: [declare(SYSTEM, { riskTier: "limited" })],
    });
    await send(collector, nowMs, { failed: 0 });
    await send(collector, nowMs + HOUR_MS, { failed: 1 });
    await tick(collector);
    expect((await said(collector)).result).toBe("not_demonstrated");
    await hour(collector, { failed: 0 });
    expect(await said(collector)).toEqual({ result: "demonstrated", codes: ["shown"] });
    const { plans, judgements } = await record(collector);
    expect(plans).toHaveLength(1);
    expect((judgements as { evidence: string }[]).at(-1)).toMatchObject({
      windows: { scheduled: 6, passed: 4, open: 2, run: 3 },
    });
    await move(collector, "closing", { result: "effective" });
    // What came late turns an hour that had passed: nothing is closed yet, so the machine reopens.
    collector.clock.nowMs += 10 * MINUTE_MS;
    await send(collector, nowMs + HOUR_MS, { failed: 30, answered: 30 });
    collector.clock.nowMs = Math.ceil(collector.clock.nowMs / HOUR_MS) * HOUR_MS;
    await tick(collector);
    expect(await record(collector)).toMatchObject({ state: "analysing", cycle: 2 });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 180_000);

test("a control that is weakened meanwhile demonstrates nothing and is named; restored, its own hours count", async () => {
  await using collector = await underTest();
  await hour(collector, { failed: 0 });
  await writeFile(collector.controls, control("20%"));
  await collector.app.reloadControls();
  for (let i = 0; i < 3; i += 1) await hour(collector, { failed: 0 });
  const weak = await said(collector);
  expect(weak.result).toBe("not_demonstrated");
  expect(weak.codes[0]).toBe("control_weakened");
  await expect(move(collector, "closing", { result: "effective" })).rejects.toThrow(
    "demands less now (limit, recover)",
  );
  await writeFile(collector.controls, control("5%"));
  await collector.app.reloadControls();
  for (let i = 0; i < 2; i += 1) await hour(collector, { failed: 0 });
  // Three hours were judged by the weaker one: they are a gap.
  expect((await said(collector)).result).toBe("not_demonstrated");
  await hour(collector, { failed: 0 });
  expect((await said(collector)).result).toBe("demonstrated");
}, 180_000);
