import { expect, test } from "vitest";
import { get } from "../api-answer.ts";
import { httpBench, json } from "../http-bench.ts";

const list = (body: unknown): Record<string, unknown>[] =>
  (body as { items: Record<string, unknown>[] }).items;

test("what falls due is filtered by owner, system, state and kind, with times as instants", async () => {
  const bench = httpBench();
  for (const [query, count] of [
    ["", 2],
    ["?owner=mara", 1],
    ["?owner=me", 0],
    ["?system=mail", 1],
    ["?state=breached&kind=work", 2],
    ["?state=at_risk", 0],
  ] as const) {
    const { status, body } = await get(bench, `/api/v1/duties${query}`);
    expect([status, list(body).length], query).toEqual([200, count]);
    expect(JSON.stringify(body)).not.toMatch(/Ms"/);
  }
  const { status, body } = await get(bench, "/api/v1/duties?state=late");
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain("state must be one of on_track, at_risk, breached, got");
});

test("an incident is stated by who works; its reports and clocks are for compliance", async () => {
  const bench = httpBench();
  const path = "/api/v1/nonconformities/NC-2026-0042";
  const stated = json({
    serious: "suspected",
    kinds: ["death"],
    aware_at: "2026-11-23T10:00Z",
    reason: "r",
  });
  const post = (to: string, init: RequestInit, key: keyof typeof bench.keys): Promise<Response> =>
    bench.request(`${path}${to}`, { ...init, key: bench.keys[key] });
  expect((await post("/incident", stated, "viewer")).status).toBe(403);
  expect((await post("/incident", stated, "auditor")).status).toBe(403);
  expect((await post("/incident", stated, "operator")).status).toBe(200);
  const report = json({
    duty: "eu-ai-act-73-2",
    reference: "case 7",
    made_at: "2026-11-23T11:00Z",
  });
  expect((await post("/reports", report, "operator")).status).toBe(403);
  expect((await post("/reports", report, "compliance")).status).toBe(200);
  const aside = json({ duty: "eu-ai-act-73-2", reason: "no high-risk system" });
  expect((await post("/set-aside", aside, "operator")).status).toBe(403);
  expect((await post("/set-aside", aside, "admin")).status).toBe(200);
  expect(bench.acts.map(({ act }) => act)).toEqual([
    "stateIncident",
    "recordReport",
    "setClockAside",
  ]);
  expect(bench.acts[0]?.of).toEqual({
    ...{ record: "NC-2026-0042", serious: "suspected", kinds: ["death"], reason: "r" },
    ...{ awareMs: Date.parse("2026-11-23T10:00Z"), by: "the operator" },
  });
  expect(bench.acts[1]?.of).toMatchObject({ stage: "initial", by: "the compliance" });
  expect((await post("/reports", json({ duty: "x" }), "compliance")).status).toBe(422);
  const wrong = await post("/incident", json({ serious: "maybe" }), "operator");
  expect(wrong.status).toBe(422);
  const unheard = await bench.request("/api/v1/nonconformities/NC-1/incident", {
    ...stated,
    key: bench.keys.operator,
  });
  expect(unheard.status).toBe(404);
});

test("a hold is placed by who works, on a system that there is, and released by compliance", async () => {
  const bench = httpBench();
  const place = (body: object, key: "viewer" | "operator"): Promise<Response> =>
    bench.request("/api/v1/holds", { ...json(body), key: bench.keys[key] });
  expect((await place({ system: "credit", reason: "r" }, "viewer")).status).toBe(403);
  expect((await place({ system: "credit", reason: "r" }, "operator")).status).toBe(201);
  expect((await place({ system: "nobody", reason: "r" }, "operator")).status).toBe(404);
  expect((await place({ system: "credit" }, "operator")).status).toBe(422);
  const release = (id: string, key: "operator" | "compliance"): Promise<Response> =>
    bench.request(`/api/v1/holds/${id}/release`, {
      ...json({ reason: "r" }),
      key: bench.keys[key],
    });
  expect((await release("HOLD-0001", "operator")).status).toBe(403);
  expect((await release("HOLD-0009", "compliance")).status).toBe(404);
  const released = await release("HOLD-0001", "compliance");
  expect(await released.json()).toMatchObject({
    ...{ id: "HOLD-0001", placedBy: "tiltmeter", placedAt: expect.stringMatching(/Z$/) },
    alarms: [{ what: "baseline", detail: "a baseline was approved" }],
  });
  const { body } = await get(bench, "/api/v1/holds?system=mail");
  expect(list(body)).toEqual([]);
});
