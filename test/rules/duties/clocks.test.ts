import fc from "fast-check";
import { expect, test } from "vitest";
import { zoneOffsets } from "../../../collector/zones.ts";
import {
  type Clock,
  type ClockTerms,
  calendarOf,
  clocksOf,
  clockTimes,
  DEFAULT_POLICY,
  type DutyPolicy,
  foldStep,
  NONCONFORMITY_STATES,
  type Nonconformity,
  type NonconformityState,
  SEVERITIES,
} from "../../../rules/index.ts";
import { record } from "../../collector/ledger/entries.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RAISED = record(1).raisedMs;

function terms(policy: DutyPolicy = DEFAULT_POLICY): ClockTerms {
  return {
    policy,
    calendar: (name) => {
      const declared = policy.calendars[name];
      if (declared === undefined) throw new Error(`no calendar ${name}`);
      return calendarOf(declared, zoneOffsets);
    },
  };
}

function moved(
  from: Nonconformity,
  afterMs: number,
  to: NonconformityState,
  fields: Record<string, string> = {},
): Nonconformity {
  const atMs = RAISED + afterMs;
  return foldStep(from, { type: "nonconformity_moved", atMs, by: "mara", to, fields, text: "" });
}

function named(of: Nonconformity, atMs: number): Record<string, Clock> {
  const clocks = clocksOf(of, terms(), atMs);
  return Object.fromEntries(clocks.map((clock) => [`${clock.name} ${clock.round}`, clock]));
}

test("a raised record has five clocks, by its severity, each on track, at risk and breached in turn", () => {
  const raised = record(1);
  const day = (days: number): string =>
    named(raised, RAISED + days * DAY_MS)["contain 1"]?.state ?? "";
  expect(clocksOf(raised, terms(), RAISED).map(({ name }) => name)).toEqual([
    "acknowledge",
    "contain",
    "cause",
    "actions",
    "effectiveness",
  ]);
  expect([day(0), day(2.24), day(2.25), day(2.99), day(3), day(90)]).toEqual([
    "on_track",
    "on_track",
    "at_risk",
    "at_risk",
    "breached",
    "breached",
  ]);
  expect(named(raised, RAISED + DAY_MS)["contain 1"]?.used).toBeCloseTo(1 / 3);
  // Effectiveness runs from when the actions are due.
  const { startMs, dueMs } = named(raised, RAISED)["effectiveness 1"] ?? raise("no clock");
  expect([startMs, dueMs]).toEqual([RAISED + 30 * DAY_MS, RAISED + 60 * DAY_MS]);
});

test("a clock is met where its work is reached, late or not, and by nothing before", () => {
  const contained = moved(
    moved(moved(record(1), HOUR_MS, "assessing"), 2 * HOUR_MS, "containing"),
    4 * DAY_MS,
    "analysing",
  );
  const before = named(contained, RAISED + 4 * DAY_MS - 1);
  expect(before["contain 1"]).toMatchObject({ state: "breached", metMs: null });
  const after = named(contained, RAISED + 9 * DAY_MS);
  expect(after["acknowledge 1"]).toMatchObject({ state: "met", used: 1 / 24 });
  expect(after["contain 1"]).toMatchObject({ state: "met", metMs: RAISED + 4 * DAY_MS });
  expect(after["contain 1"]?.used).toBeCloseTo(4 / 3);
  expect(after["cause 1"]?.state).toBe("at_risk");
});

test("what did not work begins clocks of its own, and the first ones keep what became of them", () => {
  const path: NonconformityState[] = [
    "assessing",
    "containing",
    "analysing",
    "acting",
    "verifying",
  ];
  const verifying = path.reduce((of, to, i) => moved(of, (i + 1) * DAY_MS, to), record(1));
  const again = named(moved(verifying, 20 * DAY_MS, "analysing"), RAISED + 21 * DAY_MS);
  expect(again["actions 1"]).toMatchObject({ state: "met", metMs: RAISED + 5 * DAY_MS });
  expect(again["effectiveness 1"]).toMatchObject({ state: "met", metMs: RAISED + 20 * DAY_MS });
  expect(again["cause 2"]).toMatchObject({
    startMs: RAISED + 20 * DAY_MS,
    dueMs: RAISED + 30 * DAY_MS,
    state: "on_track",
  });
  expect(again["contain 2"]).toBeUndefined();
});

test("an acceptance ends the round, is due at the end of its day, and begins another when it ends", () => {
  const containing = moved(moved(record(1), HOUR_MS, "assessing"), 2 * HOUR_MS, "containing");
  const accepted = moved(containing, DAY_MS, "accepted", { until: "2027-03-31" });
  const clocks = named(accepted, RAISED + 2 * DAY_MS);
  expect(clocks["cause 1"]).toMatchObject({ state: "met", metMs: RAISED + DAY_MS });
  expect(clocks["acceptance 1"]).toMatchObject({
    state: "on_track",
    dueMs: Date.parse("2027-04-01T00:00Z"),
  });
  const ended = named(moved(accepted, 40 * DAY_MS, "analysing"), RAISED + 41 * DAY_MS);
  expect(ended["acceptance 1"]?.state).toBe("met");
  expect(ended["cause 2"]?.startMs).toBe(RAISED + 40 * DAY_MS);
});

test("another severity counts from the beginning of the round, and changes nothing of what was met", () => {
  const assessed = moved({ ...record(1), severity: "medium" }, 2 * DAY_MS, "assessing");
  const graver = moved(assessed, 3 * DAY_MS, "containing", { severity: "critical" });
  const clocks = named(graver, RAISED + 3 * DAY_MS);
  expect(clocks["acknowledge 1"]).toMatchObject({ state: "met", used: 0.5 });
  expect(clocks["contain 1"]).toMatchObject({ state: "breached", dueMs: RAISED + DAY_MS });
  expect(named(graver, RAISED + 3 * DAY_MS - 1)["contain 1"]?.state).toBe("on_track");
});

test("an action is due at the end of its day, until it is done", () => {
  const planned = foldStep(moved(record(1), HOUR_MS, "assessing"), {
    type: "action_planned",
    atMs: RAISED + 2 * HOUR_MS,
    by: "mara",
    action: "A1",
    fields: { what: "pin the scaler", owner: "jo", due: "2026-12-01" },
  });
  const name = "action A1 by 2026-12-01";
  const at = (text: string): string | undefined =>
    clocksOf(planned, terms(), Date.parse(text)).find((clock) => clock.name === name)?.state;
  expect(at("2026-12-01T23:59:59Z")).toBe("at_risk");
  expect(at("2026-12-02T00:00:00Z")).toBe("breached");
});

test("in working time a clock stands still overnight", () => {
  const hours = [0, 1, 2, 3, 4].map((day) => ({ day, fromMinute: 540, toMinute: 1020 }));
  const office = { zone: "UTC", hours, holidays: [] };
  const policy: DutyPolicy = {
    ...DEFAULT_POLICY,
    calendars: { office },
    clocks: {
      ...DEFAULT_POLICY.clocks,
      high: {
        ...DEFAULT_POLICY.clocks.high,
        acknowledge: { kind: "working_time", ms: 4 * HOUR_MS, calendar: "office" },
        contain: { kind: "working_days", days: 2, calendar: "office" },
      },
    },
  };
  // A Friday.
  const raisedMs = Date.parse("2026-11-27T15:00Z");
  const of = (text: string): Record<string, Clock> =>
    Object.fromEntries(
      clocksOf({ ...record(1), raisedMs }, terms(policy), Date.parse(text)).map((clock) => [
        clock.name,
        clock,
      ]),
    );
  expect(of("2026-11-29T12:00Z")["acknowledge"]).toMatchObject({
    used: 0.5,
    state: "on_track",
    dueMs: Date.parse("2026-11-30T11:00Z"),
    atRiskMs: Date.parse("2026-11-30T10:00Z"),
  });
  expect(of("2026-11-30T10:00Z")["acknowledge"]?.state).toBe("at_risk");
  expect(of("2026-11-30T10:00Z")["contain"]?.dueMs).toBe(Date.parse("2026-12-01T17:00Z"));
});

const lives: fc.Arbitrary<Nonconformity> = fc
  .array(
    fc.record({
      to: fc.constantFrom(...NONCONFORMITY_STATES),
      afterMs: fc.integer({ min: 0, max: 40 * DAY_MS }),
      severity: fc.option(fc.constantFrom(...SEVERITIES)),
      until: fc.constantFrom("2026-12-31", "2027-02-01", "never"),
    }),
    { maxLength: 12 },
  )
  .map((moves) => {
    let [of, ms] = [record(1), 0];
    for (const { to, afterMs, severity, until } of moves) {
      ms += afterMs;
      const graded: Record<string, string> = severity === null ? {} : { severity };
      of = moved(of, ms, to, { ...graded, until });
    }
    return of;
  });

test("over any life no clock is lost, goes back, or stops because the record moved on", () => {
  const looks = fc.array(fc.integer({ min: 0, max: 700 * DAY_MS }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(lives, looks, (life, unsorted) => {
      const seen = new Map<string, Clock>();
      for (const afterMs of unsorted.sort((a, b) => a - b)) {
        const nowMs = RAISED + afterMs;
        const clocks = clocksOf(life, terms(), nowMs);
        const keys = clocks.map(({ name, round }) => `${name} ${round}`);
        const worked = keys.filter((key) => !key.startsWith("acceptance"));
        expect(new Set(worked).size).toBe(worked.length);
        for (const key of seen.keys()) expect(keys).toContain(key);
        for (const clock of clocks) {
          const key = `${clock.name} ${clock.round}`;
          const before = seen.get(key);
          if (before?.state === "met" && clock.name !== "acceptance") {
            expect(clock).toEqual(before);
          }
          // Only what it asks for, or the end of its round, ends a clock.
          if (clock.state !== "met") expect(clock.metMs).toBeNull();
          else expect(clock.metMs ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(nowMs);
          expect(clock.dueMs).toBeGreaterThanOrEqual(clock.startMs);
          expect(clock.atRiskMs).toBeLessThanOrEqual(clock.dueMs);
          seen.set(key, clock);
        }
        // As it was then is as it is computed now.
        const steps = life.steps.filter(({ atMs }) => atMs <= nowMs);
        const state = steps.at(-1)?.to ?? life.steps[0]?.from ?? life.state;
        const then = { ...life, steps, state };
        const last = life.steps.find(({ atMs, severityBefore }) => severityBefore && atMs > nowMs);
        const severity = last?.severityBefore ?? life.severity;
        expect(clockTimes({ ...then, severity }, terms(), nowMs)).toEqual(
          clocks.map(({ state: _, used: __, ...times }) => times),
        );
      }
    }),
    { numRuns: 300 },
  );
});

function raise(message: string): never {
  throw new Error(message);
}
