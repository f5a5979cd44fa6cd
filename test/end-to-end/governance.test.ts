import { expect, test } from "vitest";
import { GOVERNANCE } from "../rules/governance/governance-text.ts";
import { items, startCollector } from "./collector.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const CONTROLS = `version: 1
set: credit
owner: team-credit
defaults: { status: enforce }
controls:
  - id: accuracy
    title: Answers come back
    requirement: at most one in twenty fails
    clauses: { iso42001: ["9.1", A.6.2.6] }
    severity: high
    measure: error_rate
    window: 1d
    every: 1d
    min_sample: 5
    proof: { confidence: 95% }
    limit: { max: 5% }
    then: [{ raise: nonconformity }]
  - id: override-rate
    title: People decide
    requirement: reviewers exercise judgement
    clauses: { iso42001: [A.9.2] }
    severity: medium
    measure: override_rate
    window: 1d
    every: 1d
    min_sample: 5
    proof: { confidence: 95% }
    limit: { max: 30% }
    then: [{ raise: candidate }]
`;

test("a governance file that names no control there is ends the start with its place", async () => {
  await expect(startCollector({ nowMs: 0, governance: GOVERNANCE })).rejects.toThrow(
    /governance\.yaml:10:75: unknown-control: there is no control override-rate/,
  );
});

test("what is laid down, approved and decided is answered in words, and kept as commitments", async () => {
  await using collector = await startCollector({
    ...{ nowMs: NOW, controls: CONTROLS, governance: GOVERNANCE },
    systems: [{ id: "credit", owner: "team-credit", riskTier: "high" }],
  });
  const { api } = collector;
  const chain = await api("/governance/chain");
  expect(chain).toMatchObject({ chain: { withoutPolicy: [], missing: [] } });
  const controls = items(await api("/controls"));
  const accuracy = controls.find(({ id }) => id === "accuracy");
  const version = accuracy?.["revision"];
  const said = { subject: "control", id: "accuracy", version, rationale: "SECRET-REASON" };
  expect(await api("/approvals", said)).toEqual({ id: "accuracy" });
  await expect(api("/approvals", said)).rejects.toThrow(/409.*approved already/);
  expect(JSON.stringify(await api("/governance/chain"))).toContain("SECRET-REASON");
  expect(
    await api("/attestations", {
      ...{ framework: "iso42001", clause: "5.1", expires: "2027-10-01" },
      ...{ statement: "the board endorsed it", evidence: "SECRET-MINUTES" },
    }),
  ).toEqual({ id: "ATT-2026-0001" });
  await api("/management-reviews", { from: "2026-08-01", to: "2026-11-01", summary: "s" });
  const decision = await api("/management-reviews/MR-2026-0001/decisions", {
    ...{ input: "e", decision: "SECRET-PLAN", owner: "Mara SECRET-NAME", due: "2027-01-31" },
  });
  expect(decision).toEqual({ id: "MR-2026-0001.1" });
  await api("/management-reviews", { from: "2026-11-01", to: "2026-11-20", summary: "s" });
  const second = JSON.stringify(await api("/management-reviews/MR-2026-0002"));
  expect(second).toContain("SECRET-PLAN");
  expect(second).toContain("Mara SECRET-NAME");
  const statement = JSON.stringify(await api("/applicability"));
  expect(statement).toContain('"evidencedBy":"attestation"');
  expect(
    await api("/audit-samples", {
      of: "approvals",
      count: 1,
      from: "2026-11-01",
      to: "2026-12-01",
    }),
  ).toEqual({ id: "SMP-2026-0001" });
  expect(await api("/audit-samples/SMP-2026-0001")).toMatchObject({
    items: [{ item: { rationale: "SECRET-REASON" } }],
  });
  expect(
    await api("/calibrations", {
      ...{ system: "credit", role: "credit-reviewer", items: 10, errors: 2 },
      ...{ from: "2026-11-01", until: "2026-11-30", plan: "p" },
    }),
  ).toEqual({ id: "CAL-2026-0001" });
  await expect(api("/calibrations", { system: "credit" })).rejects.toThrow(/422.*is required/);
  const assessed = { system: "credit", conclusion: "c", evidence: "e" };
  await api("/assessments", { ...assessed, likelihood: { "R-01": 3 }, severity: { "R-01": 4 } });
  expect(await api("/risks")).toMatchObject({
    assessments: [{ risks: [{ id: "R-01", likelihood: 3 }] }],
  });
  expect(await api("/audit?at=2026-11-23T12:00:01Z")).toMatchObject({
    controls: [{ id: "accuracy" }, { id: "override-rate" }],
    policies: [{ id: "POL-AI-04" }],
  });
  // Before there was anything, nothing was in force.
  expect(await api("/audit?at=2026-01-01")).toMatchObject({ controls: [], asOf: { size: 0 } });
  for (const path of [
    "/governance",
    "/suppliers",
    "/accountability",
    "/reviewer-authorisation",
    "/stop-drills",
    "/attestations",
    "/cross-references",
    "/management-review",
    "/audit-samples",
  ]) {
    await api(path);
  }
});

test("a new model calls for an assessment once, its supplier is found, and an assessment settles it", async () => {
  await using collector = await startCollector({
    ...{ nowMs: NOW, controls: CONTROLS, governance: GOVERNANCE },
    systems: [
      {
        ...{ id: "credit", owner: "team-credit", riskTier: "high" },
        assessment: { date: "2026-11-20", everyMs: 365 * 86_400_000 },
      },
    ],
  });
  const { api, app } = collector;
  const time = new Date(NOW - 60_000).toISOString();
  const model = { name: "x1", version: "7", supplier: "other.ai" };
  // What answered before the assessment was assessed with it.
  const before = { ...model, version: "6", supplier: "openai" };
  const then = new Date(NOW - 3 * 86_400_000).toISOString();
  await api("/predictions", [
    { system: "credit", id: "p0", time: then, model: before, label: "yes" },
    { system: "credit", id: "p1", time, model, label: "yes" },
  ]);
  await api("/oversight", [
    { system: "credit", id: "p1", time, action: "confirm", by: "p-eve", role: "r" },
  ]);
  await app.settled();
  await app.tick(NOW);
  await app.tick(NOW);
  const tasks = async () => (await api("/risks"))["tasks"];
  expect(await tasks()).toMatchObject([
    { cause: "model", detail: "x1 7", settledBy: null, isOverdue: false },
    { cause: "supplier", settledBy: null },
  ]);
  expect(await api("/suppliers")).toMatchObject({
    unregistered: [{ provider: "other.ai", predictions: 1 }],
  });
  expect(items(await api("/reviewer-authorisation"))).toMatchObject([
    { system: "credit", role: "r", decisions: 1, unlisted: 1, reviewers: null },
  ]);
  collector.clock.nowMs = NOW + 1000;
  await api("/assessments", { system: "credit", conclusion: "as before", evidence: "DMS 4711" });
  expect(await tasks()).toMatchObject([
    { settledBy: "ASM-2026-0001" },
    { settledBy: "ASM-2026-0001" },
  ]);
});

test("an auditor reads everything, draws samples, and does nothing else", async () => {
  await using collector = await startCollector({
    ...{ nowMs: NOW, controls: CONTROLS, governance: GOVERNANCE },
    systems: [{ id: "credit", owner: "team-credit", riskTier: "high" }],
  });
  const { api, url } = collector;
  await api("/acknowledgements", { policy: "POL-AI-04", version: 2 });
  const { key } = await api("/keys", { role: "auditor", name: "Ada Lovelace" });
  const as = (path: string, body?: object) =>
    fetch(`${url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${String(key)}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  for (const page of [
    "/governance",
    "/risks",
    "/suppliers",
    "/oversight",
    "/applicability",
    "/management-review",
    "/audit?at=2026-11-23",
  ]) {
    const answer = await as(page);
    expect([page, answer.status]).toEqual([page, 200]);
    const html = await answer.text();
    expect(html).not.toContain('action="/roadmap/approve"');
    expect(html).not.toContain("Could not read");
    expect(html).toContain('href="/exports"');
  }
  const { key: viewer } = await api("/keys", { role: "viewer", name: "Only Looks" });
  for (const page of ["/governance", "/coverage"]) {
    const answer = await fetch(`${url}${page}`, {
      headers: { authorization: `Bearer ${String(viewer)}` },
    });
    expect([page, answer.status]).toEqual([page, 200]);
    expect(await answer.text()).not.toContain('href="/exports"');
  }
  expect((await as("/api/v1/approvals", {})).status).toBe(403);
  expect((await as("/api/v1/management-reviews", {})).status).toBe(403);
  const drawn = await as("/api/v1/audit-samples", {
    of: "nonconformities",
    count: 1,
    from: "2026-11-01",
    to: "2026-12-01",
  });
  expect([drawn.status, await drawn.json()]).toEqual([
    422,
    expect.objectContaining({ fields: { of: "is empty then" } }),
  ]);
  const form = new URLSearchParams({
    of: "evaluations",
    count: "none",
    from: "2026-11-01",
    to: "2026-12-01",
    seed: "s",
  });
  const returned = await fetch(`${url}/roadmap/draw_sample`, {
    method: "POST",
    headers: { authorization: `Bearer ${String(key)}`, origin: url },
    body: form,
  });
  expect(returned.status).toBe(422);
  expect(await returned.text()).toContain("How many: is a whole number");
});
