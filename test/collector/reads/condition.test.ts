import { type Condition, notReady, problemsOf } from "tiltmeter/reads/condition";
import { expect, test } from "vitest";

const MINUTE_MS = 60_000;
const well: Condition = {
  nowMs: 100 * MINUTE_MS,
  journal: { backlogBytes: 0, quotaBytes: 1_000, gaps: 0 },
  pressure: null,
  refusal: null,
  unreconciled: null,
};
const none = { kind: "known", parts: 0 } as const;
const refused = (minutes: number): Condition => ({
  ...well,
  refusal: { sinceMs: well.nowMs - minutes * MINUTE_MS, reason: "connect ECONNREFUSED" },
});

test("all is well", () => {
  expect(notReady(well)).toBeNull();
  expect(problemsOf(well, none)).toEqual([]);
});

test("why no telemetry is taken is told with its beginning, once, and not ready", () => {
  const detail = "the journal cannot write to its disk";
  const pressed = { ...well, pressure: { sinceMs: Date.UTC(2026, 10, 23), detail } };
  const full = { ...pressed, journal: { ...well.journal, backlogBytes: 1_000 } };
  for (const each of [pressed, full]) {
    expect(notReady(each)).toBe(`no telemetry is taken since 2026-11-23T00:00:00.000Z: ${detail}`);
    expect(problemsOf(each, none)).toEqual([notReady(each)]);
  }
});

test("a journal that is nearly full is told, and not ready", () => {
  const journal = { ...well.journal, backlogBytes: 900 };
  expect(notReady({ ...well, journal })).toContain("the journal");
  expect(problemsOf({ ...well, journal }, none)).toEqual([notReady({ ...well, journal })]);
  expect(notReady({ ...well, journal: { ...well.journal, backlogBytes: 899 } })).toBeNull();
});

test("a store that refuses is told at once, and not ready only after five minutes", () => {
  expect(notReady(refused(4.9))).toBeNull();
  expect(problemsOf(refused(1), none)[0]).toContain("for 60 s (connect ECONNREFUSED)");
  expect(notReady(refused(5))).toContain("for 300 s");
});

test("damage is told, and telemetry is taken all the same", () => {
  const damaged = { ...well, journal: { ...well.journal, gaps: 2 } };
  expect(notReady(damaged)).toBeNull();
  expect(problemsOf(damaged, { kind: "known", parts: 1 })).toEqual([
    expect.stringContaining("2 damaged places"),
    expect.stringContaining("1 damaged part of"),
  ]);
  expect(problemsOf(well, { kind: "unknown", reason: "timeout" })[0]).toContain("timeout");
});
