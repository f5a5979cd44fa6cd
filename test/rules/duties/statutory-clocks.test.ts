import fc from "fast-check";
import { expect, test } from "vitest";
import { loadStatutes } from "../../../collector/wiring/shipped.ts";
import {
  INCIDENT_KINDS,
  type IncidentEvent,
  type IncidentHistory,
  type IncidentKind,
  isSuspected,
  type StatutoryClock,
  statutoryClocks,
} from "../../../rules/index.ts";

const STATUTES = await loadStatutes();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AWARE = Date.parse("2026-11-23T10:00Z");

function stated(
  of: Partial<Extract<IncidentEvent, { kind: "stated" }>> = {},
  atMs = AWARE + HOUR_MS,
): IncidentEvent {
  const usual = { serious: "suspected", kinds: [], awareMs: AWARE, reason: "" } as const;
  return { kind: "stated", atMs, by: "mara", ...usual, ...of };
}

function reported(duty: string, madeMs: number): IncidentEvent {
  const rest = { stage: "initial", reference: "case 7" } as const;
  return { kind: "reported", atMs: madeMs, by: "cora", duty, madeMs, ...rest };
}

function clocks(incident: IncidentHistory, nowMs: number): Record<string, StatutoryClock> {
  const all = statutoryClocks(incident, STATUTES, { atRisk: 0.5, nowMs });
  return Object.fromEntries(all.map((clock) => [clock.duty.id, clock]));
}

function counting(incident: IncidentHistory, nowMs = AWARE + 2 * HOUR_MS): readonly string[] {
  return Object.entries(clocks(incident, nowMs))
    .filter(([, { standing }]) => standing === "counts")
    .map(([id]) => id);
}

test("every number is the one that the quoted words of the law say", () => {
  const duties = STATUTES.flatMap((statute) => statute.duties);
  expect(
    duties.map(({ id, citation, number, withinMs }) => [id, citation, number, withinMs / HOUR_MS]),
  ).toEqual([
    ["eu-ai-act-73-2", "Art. 73(2)", "15 days", 15 * 24],
    ["eu-ai-act-73-4", "Art. 73(4)", "10 days", 10 * 24],
    ["eu-ai-act-73-3", "Art. 73(3)", "two days", 2 * 24],
    ["gdpr-33-1", "Art. 33(1)", "72 hours", 72],
    ["nis2-23-4-a", "Art. 23(4)(a)", "24 hours", 24],
    ["nis2-23-4-b", "Art. 23(4)(b)", "72 hours", 72],
    ["nis2-23-4-d", "Art. 23(4)(d)", "one month", 28 * 24],
  ]);
  for (const { quote, number } of duties) expect(quote).toContain(number);
  const words = Object.fromEntries(duties.map(({ id, quote }) => [id, quote]));
  expect(words["eu-ai-act-73-2"]).toMatch(/not later than 15 days after the provider/);
  expect(words["eu-ai-act-73-3"]).toMatch(/not later than two days after the provider/);
  expect(words["eu-ai-act-73-4"]).toMatch(/not later than 10 days after the date on which/);
  expect(words["gdpr-33-1"]).toMatch(/not later than 72 hours after having become aware/);
});

test("only the shortest of Art. 73 that binds counts, and the others are still there", () => {
  expect(counting([stated()])).toEqual(["eu-ai-act-73-2"]);
  expect(counting([stated({ kinds: ["death"] })])).toEqual(["eu-ai-act-73-4"]);
  const both = [stated({ kinds: ["death", "widespread_infringement"] })];
  expect(counting(both)).toEqual(["eu-ai-act-73-3"]);
  const all = clocks(both, AWARE + 3 * DAY_MS);
  expect(all["eu-ai-act-73-2"]).toMatchObject({ standing: "longer", state: "on_track" });
  expect(all["eu-ai-act-73-3"]).toMatchObject({ standing: "counts", state: "breached", used: 1.5 });
  // A death that was learnt of later does not make the time begin later.
  const later = [stated(), stated({ kinds: ["death"], awareMs: null }, AWARE + 5 * DAY_MS)];
  expect(clocks(later, AWARE + 6 * DAY_MS)["eu-ai-act-73-4"]?.dueMs).toBe(AWARE + 10 * DAY_MS);
});

test("a day is 24 hours: the clock is breached at that instant, whatever the calendar says", () => {
  const at = (ms: number) => clocks([stated()], AWARE + ms)["eu-ai-act-73-2"]?.state;
  expect([at(2 * HOUR_MS), at(7.5 * DAY_MS - 1), at(7.5 * DAY_MS)]).toEqual([
    "on_track",
    "on_track",
    "at_risk",
  ]);
  expect([at(15 * DAY_MS - 1), at(15 * DAY_MS)]).toEqual(["at_risk", "breached"]);
});

test("both readings are shown, and the strict one counts", () => {
  const { readings, standing } = clocks([stated()], AWARE + DAY_MS)["eu-ai-act-73-2"] ?? never();
  expect(readings.map(({ reading, applies }) => [reading.appliesFrom, applies])).toEqual([
    ["2026-08-02", true],
    ["2027-12-02", false],
  ]);
  expect(standing).toBe("counts");
  const early = Date.parse("2026-07-01T00:00Z");
  const before = clocks([stated({ awareMs: early }, early)], early + DAY_MS)["eu-ai-act-73-2"];
  expect(before).toMatchObject({ standing: "not_applicable", dueMs: early + 15 * DAY_MS });
});

test("a clock ends by a report or by being set aside, and a later statement starts that anew", () => {
  const report = [stated(), reported("eu-ai-act-73-2", AWARE + 16 * DAY_MS)];
  const late = clocks(report, AWARE + 90 * DAY_MS)["eu-ai-act-73-2"];
  expect(late).toMatchObject({ state: "met", standing: "counts" });
  expect(late?.used).toBeCloseTo(16 / 15);
  const denied = [stated(), stated({ serious: "no", awareMs: null }, AWARE + 2 * HOUR_MS)];
  expect(isSuspected(denied)).toBe(false);
  expect(counting(denied, AWARE + DAY_MS)).toEqual(["eu-ai-act-73-2"]);
  const aside: IncidentEvent = {
    kind: "set_aside",
    atMs: AWARE + DAY_MS,
    by: "cora",
    duty: "eu-ai-act-73-2",
    reason: "no high-risk system",
  };
  const off = clocks([...denied, aside], AWARE + 2 * DAY_MS)["eu-ai-act-73-2"];
  expect(off).toMatchObject({ standing: "set_aside", round: 1 });
  const again = [...denied, aside, stated({}, AWARE + 3 * DAY_MS)];
  expect(clocks(again, AWARE + 4 * DAY_MS)["eu-ai-act-73-2"]).toMatchObject({
    standing: "counts",
    round: 2,
    dueMs: AWARE + 15 * DAY_MS,
  });
});

test("where the shortest is set aside the next one counts; one report ends them all", () => {
  const death = stated({ kinds: ["death"] });
  const aside: IncidentEvent = {
    ...{ kind: "set_aside", atMs: AWARE + DAY_MS, by: "cora", duty: "eu-ai-act-73-4" },
    reason: "nobody died",
  };
  expect(counting([death, aside], AWARE + 2 * DAY_MS)).toEqual(["eu-ai-act-73-2"]);
  const all = clocks([death, reported("eu-ai-act-73-4", AWARE + DAY_MS)], AWARE + 20 * DAY_MS);
  expect(all["eu-ai-act-73-2"]).toMatchObject({ state: "met", standing: "longer" });
});

test("a breach of personal data is notified whether or not the incident is serious", () => {
  const breach = [stated({ serious: "no", kinds: ["personal_data_breach"] })];
  expect(counting(breach)).toEqual(["gdpr-33-1"]);
});

test("the final report of NIS 2 runs from the notification, or from when that was due", () => {
  const incident = [stated({ serious: "no", kinds: ["significant_incident"] })];
  const due = (of: IncidentHistory) => clocks(of, AWARE + 5 * DAY_MS)["nis2-23-4-d"]?.dueMs;
  expect(due(incident)).toBe(AWARE + 31 * DAY_MS);
  expect(due([...incident, reported("nis2-23-4-b", AWARE + DAY_MS)])).toBe(AWARE + 29 * DAY_MS);
});

const kinds: fc.Arbitrary<readonly IncidentKind[]> = fc.subarray([...INCIDENT_KINDS]);
const events: fc.Arbitrary<IncidentHistory> = fc
  .array(
    fc.record({
      pick: fc.nat(2),
      kinds,
      serious: fc.constantFrom("no", "suspected", "yes"),
      aware: fc.option(fc.integer({ min: -10, max: 10 })),
      duty: fc.constantFrom(...STATUTES.flatMap(({ duties }) => duties.map(({ id }) => id))),
      after: fc.integer({ min: 0, max: 5 * 24 }),
    }),
    { maxLength: 8 },
  )
  .map((picks) => {
    let ms = AWARE;
    return picks.map(({ pick, aware, after, duty, ...said }): IncidentEvent => {
      ms += after * HOUR_MS;
      if (pick === 0) return reported(duty, ms);
      if (pick === 1) return { kind: "set_aside", atMs: ms, by: "cora", duty, reason: "why" };
      return stated({ ...said, awareMs: aware === null ? null : ms + aware * HOUR_MS }, ms);
    });
  });

test("over any history each duty is there, one of a group counts, and time alone ends none", () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 0, max: 60 * 24 }), (incident, after) => {
      const nowMs = AWARE + after * HOUR_MS;
      const all = clocks(incident, nowMs);
      expect(Object.keys(all)).toHaveLength(7);
      const art73 = Object.values(all).filter(({ duty }) => duty.group === "art-73");
      expect(art73.filter(({ standing }) => standing === "counts").length).toBeLessThanOrEqual(1);
      const known = incident.filter(({ atMs }) => atMs <= nowMs);
      const later = clocks(known, nowMs + 400 * DAY_MS);
      for (const [id, clock] of Object.entries(all)) {
        expect(later[id]?.standing).toBe(clock.standing);
        expect(later[id]?.dueMs).toBe(clock.dueMs);
        if (clock.state === "met") expect(later[id]?.state).toBe("met");
        else if (clock.state !== null) expect(later[id]?.state).toBe("breached");
      }
    }),
    { numRuns: 300 },
  );
});

function never(): never {
  throw new Error("there is no such clock");
}
