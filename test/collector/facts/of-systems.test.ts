import { expect, test } from "vitest";
import { DAY_MS, declared, fact, HOUR_MS, NOW, sources } from "./house.ts";

const seen = (id: string, firstDays: number, lastHours = 1) => ({
  id,
  firstSeenMs: NOW - firstDays * DAY_MS,
  lastSeenMs: NOW - lastHours * HOUR_MS,
});
const approved = (system: string, days: number) => ({
  system,
  name: "validation",
  approvedMs: NOW - days * DAY_MS,
});
const versions = (system: string, ...names: readonly string[]) =>
  names.map((name) => ({
    startMs: 0,
    labels: { system, model_version: name },
    evidence: { kind: "volume" as const, predictions: 1, errors: 0 },
  }));

test("a system that nobody declared has been in use since it was first heard of; a declaration ends that", async () => {
  const of = sources({
    declared: () => [declared("credit")],
    seen: async () => [seen("credit", 50), seen("shadow", 3)],
  });
  const found = await fact("undeclared", of);
  expect(found["credit"]?.value).toBe(0);
  expect(found["shadow"]?.value).toBe((3 * DAY_MS) / 1000);
});

test("what is missing is named; a complete declaration misses nothing", async () => {
  const of = sources({
    declared: () => [
      declared("complete"),
      declared("bare", { owner: null, riskTier: null, oversightRole: null, purpose: null }),
      declared("planned", { status: "planned", owner: null }),
    ],
  });
  expect(await fact("accountability_gaps", of)).toEqual({
    complete: { value: 0, n: 4, named: [] },
    bare: { value: 4, n: 4, named: ["owner", "risk_tier", "purpose", "oversight_role"] },
  });
});

test("while a system is being set up its inventory has no facts, a week long", async () => {
  const young = declared("new", { owner: null, declaredMs: NOW - 6 * DAY_MS });
  const of = sources({
    declared: () => [young],
    fetchEvidence: async () => versions("new", "v1"),
  });
  for (const name of ["accountability_gaps", "baseline_missing", "assessment_age"] as const) {
    expect(await fact(name, of), name).toEqual({});
  }
  const old = { ...young, declaredMs: NOW - 8 * DAY_MS };
  const later = { ...of, declared: () => [old] };
  for (const name of ["accountability_gaps", "baseline_missing", "assessment_age"] as const) {
    expect(Object.keys(await fact(name, later)), name).toEqual(["new"]);
  }
  // What is set up is judged from its first day.
  const ready = { ...declared("new", { declaredMs: NOW - DAY_MS, oversightRole: null }) };
  const set = { ...of, declared: () => [ready], approvals: () => [approved("new", 1)] };
  expect((await fact("accountability_gaps", set))["new"]?.value).toBe(1);
});

test("versions in use without an approved baseline are counted, and none once one is approved", async () => {
  const of = sources({
    declared: () => [declared("a"), declared("b"), declared("idle")],
    approvals: () => [approved("b", 3)],
    fetchEvidence: async () => [...versions("a", "v1", "v2"), ...versions("b", "v1")],
  });
  expect(await fact("baseline_missing", of)).toEqual({
    a: { value: 2, n: 2, named: ["v1", "v2"] },
    b: { value: 0, n: 1, named: [] },
  });
  const before = { fromMs: NOW - 5 * DAY_MS, toMs: NOW - 4 * DAY_MS };
  expect((await fact("baseline_missing", of, before))["b"]?.value).toBe(1);
});

test("a change calls for an assessment before the old one ends, and a new one settles both", async () => {
  const change = { system: "a", atMs: NOW - 30 * DAY_MS, sinceMs: NOW - 30 * DAY_MS };
  const found = async (assessedMs: number | null) => {
    const of = sources({
      declared: () => [
        declared("a", { assessment: { date: "2026-09-01", everyMs: 365 * DAY_MS } }),
      ],
      reassessments: () => [{ ...change, dueMs: NOW - 16 * DAY_MS }],
      assessments: () => (assessedMs === null ? [] : [{ system: "a", atMs: assessedMs }]),
    });
    return (await fact("assessment_age", of))["a"]?.value;
  };
  expect(await found(null)).toBe((16 * DAY_MS) / 1000);
  expect(await found(NOW - DAY_MS)).toBe(0);
  // One that was made before the change says nothing of it.
  expect(await found(NOW - 40 * DAY_MS)).toBe((16 * DAY_MS) / 1000);
});

test("an assessment is overdue from its date and interval; one that was never made, from the declaration", async () => {
  const of = sources({
    declared: () => [
      declared("late", { assessment: { date: "2026-11-01", everyMs: 10 * DAY_MS } }),
      declared("due", { assessment: { date: "2026-11-20", everyMs: 30 * DAY_MS } }),
      declared("never", { assessment: null, declaredMs: NOW - 20 * DAY_MS }),
    ],
  });
  const found = await fact("assessment_age", of);
  expect(found["late"]?.value).toBe((16.5 * DAY_MS) / 1000);
  expect(found["due"]?.value).toBe(0);
  expect(found["never"]).toMatchObject({ value: (20 * DAY_MS) / 1000, n: 0 });
});

test("the age of a baseline is that of the newest approval; without one there is none", async () => {
  const of = sources({
    declared: () => [declared("a"), declared("b")],
    approvals: () => [approved("a", 90), approved("a", 2)],
  });
  expect(await fact("baseline_age", of)).toEqual({
    a: { value: (2 * DAY_MS) / 1000, n: 1, named: [] },
  });
});

test("loss is a share of what was numbered; unknown where nothing is", async () => {
  const of = sources({
    seen: async () => [seen("numbered", 1), seen("plain", 1)],
    completeness: async (system) =>
      system === "numbered" ? { expected: 1000, unexplained: 5 } : null,
  });
  expect(await fact("unexplained_loss", of)).toEqual({
    numbered: { value: 0.005, n: 1000, named: [] },
  });
});

test("a planned or retired system that is used is named, under the collector's own name", async () => {
  const of = sources({
    declared: () => [
      declared("live"),
      declared("retired", { status: "retired" }),
      declared("planned", { status: "planned" }),
      declared("gone", { status: "retired" }),
    ],
    seen: async () => [
      seen("live", 9),
      seen("retired", 9),
      seen("planned", 9),
      seen("gone", 9, 30),
    ],
  });
  expect(await fact("unexpected_use", of)).toEqual({
    tiltmeter: { value: 2, n: 3, named: ["retired", "planned"] },
  });
});
