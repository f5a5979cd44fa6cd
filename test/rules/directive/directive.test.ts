import {
  type Control,
  type DirectiveEvent,
  decideSuspension,
  directiveAt,
  directiveStanding,
  foldDirective,
  RUNNING,
  SUSPENSION_ACTS,
  type SystemDirective,
  suspensionInForce,
  suspensionOnRaise,
  withdrawProposal,
} from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";

const SYSTEM = "credit";

type Suspends = Control["suspends"];
const PROPOSE: Suspends = [{ when: "propose", riskTiers: [] }];
const AT_ONCE: Suspends = [{ when: "at_once", riskTiers: [] }];

function raise(
  of: SystemDirective,
  record: string,
  suspends: Suspends,
  atMs: number,
  tier: "high" | "limited" | null = null,
): readonly DirectiveEvent[] {
  const control = { id: "parity", title: "Selection rates stay comparable", suspends };
  return suspensionOnRaise(of, { control, system: SYSTEM, tier, record, atMs });
}

const fold = (of: SystemDirective, events: readonly DirectiveEvent[]): SystemDirective =>
  events.reduce(foldDirective, of);

/** Acts as `ann`, and folds what was decided; throws where it was refused. */
function act(
  of: SystemDirective,
  act: (typeof SUSPENSION_ACTS)[number],
  atMs: number,
  untilMs: number | null = null,
): SystemDirective {
  const command = { act, reason: "because", untilMs, by: "ann" };
  const decision = decideSuspension(of, SYSTEM, command, atMs);
  if (decision.kind === "refused") throw new Error(decision.reason);
  return fold(of, decision.events);
}

/** The rules again, as a table of a few words: what the real ones are held against. */
interface Model {
  proposed: Set<string>;
  suspended: { untilMs: number | null; records: Set<string> } | null;
}

const steps = fc.array(
  fc.record({
    act: fc.constantFrom(...SUSPENSION_ACTS, "propose", "at_once", "withdraw", "wait"),
    record: fc.constantFrom("NC-1", "NC-2", "NC-3"),
    by: fc.constantFrom("ann", "ben", "tiltmeter"),
    reason: fc.constantFrom("because", "  ", ""),
    until: fc.constantFrom(null, null, -1, 0, 1, 3, 400 * 86_400_000),
    waitMs: fc.constantFrom(0, 1, 2),
  }),
  { maxLength: 40 },
);

test("no sequence of raises, decisions and time leads to a state that the rules do not know", () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const model: Model = { proposed: new Set(), suspended: null };
      let state = RUNNING;
      let nowMs = 1_000;
      for (const step of sequence) {
        nowMs += step.waitMs;
        const before = state;
        if (model.suspended?.untilMs != null && model.suspended.untilMs <= nowMs) {
          model.suspended = null;
        }
        if (step.act === "wait") continue;
        if (step.act === "withdraw") {
          state = withdrawProposal(state, step.record);
          model.proposed.delete(step.record);
        } else if (step.act === "propose" || step.act === "at_once") {
          const suspends = step.act === "propose" ? PROPOSE : AT_ONCE;
          state = fold(state, raise(state, step.record, suspends, nowMs));
          applyRaise(model, step.act, step.record);
        } else {
          const untilMs = step.until === null ? null : nowMs + step.until;
          const command = { act: step.act, reason: step.reason, untilMs, by: step.by };
          const decision = decideSuspension(state, SYSTEM, command, nowMs);
          const isLegal =
            step.by !== "tiltmeter" &&
            step.reason.trim() !== "" &&
            (step.until === null ||
              (["approve", "suspend"].includes(step.act) && [1, 3].includes(step.until))) &&
            {
              approve: model.suspended === null && model.proposed.size > 0,
              refuse: model.proposed.size > 0,
              suspend: true,
              resume: model.suspended !== null,
            }[step.act];
          expect(decision.kind, JSON.stringify(step)).toBe(isLegal ? "decided" : "refused");
          if (decision.kind === "decided") state = fold(state, decision.events);
          if (isLegal) applyAct(model, step.act, untilMs);
        }
        expect(state.version).toBeGreaterThanOrEqual(before.version);
        expect(state.proposals.map(({ record }) => record).sort()).toEqual(
          [...model.proposed].sort(),
        );
        const holds = suspensionInForce(state, nowMs);
        expect(holds === null).toBe(model.suspended === null);
        const waits = model.proposed.size > 0 ? "proposed" : "running";
        expect(directiveStanding(state, nowMs)).toBe(holds === null ? waits : "suspended");
        if (holds !== null && model.suspended !== null) {
          expect(holds.untilMs).toBe(model.suspended.untilMs);
          expect([...holds.records].sort()).toEqual([...model.suspended.records].sort());
        }
        expect(directiveAt(state, nowMs).directive).toBe(holds === null ? "run" : "suspend");
      }
      // Only a person, or a control that says so, stops a system; only a person, or an end, starts it.
      for (const event of state.history) {
        if (event.type === "system_suspended") {
          expect(event.by === "tiltmeter").toBe(event.ground === "at_once");
          expect(event.control === null).toBe(event.ground !== "at_once");
        }
        if (event.type === "suspension_refused") expect(event.by).not.toBe("tiltmeter");
        if (event.type === "system_resumed" && event.by === "tiltmeter") {
          expect(event.records).toEqual([]);
          expect(event.endedMs).toBeLessThanOrEqual(event.atMs);
        }
      }
    }),
    { numRuns: 500 },
  );
});

function applyRaise(model: Model, kind: "propose" | "at_once", record: string): void {
  if (kind === "at_once") {
    model.proposed.delete(record);
    model.suspended = {
      untilMs: null,
      records: new Set([...(model.suspended?.records ?? []), record]),
    };
  } else if (!(model.suspended?.records.has(record) ?? false)) model.proposed.add(record);
}

function applyAct(
  model: Model,
  act: (typeof SUSPENSION_ACTS)[number],
  untilMs: number | null,
): void {
  if (act === "resume") model.suspended = null;
  if (act === "approve" || act === "suspend") {
    const records = new Set([...(model.suspended?.records ?? []), ...model.proposed]);
    model.suspended = { untilMs, records };
  }
  model.proposed.clear();
}

test("a proposal waits for a person, an approval suspends with its records, a person resumes", () => {
  let state = fold(RUNNING, raise(RUNNING, "NC-1", PROPOSE, 10));
  state = fold(state, raise(state, "NC-2", PROPOSE, 11));
  expect(directiveStanding(state, 11)).toBe("proposed");
  expect(directiveAt(state, 11)).toEqual({
    directive: "run",
    sinceMs: null,
    untilMs: null,
    reason: null,
    record: null,
  });
  state = act(state, "approve", 20);
  expect(state.suspension).toMatchObject({ by: "ann", ground: "approved", effective: null });
  expect(directiveAt(state, 20)).toEqual({
    directive: "suspend",
    sinceMs: 20,
    untilMs: null,
    reason: "approved",
    record: "NC-2",
  });
  state = act(state, "resume", 30);
  expect(directiveAt(state, 31)).toMatchObject({
    directive: "run",
    sinceMs: 30,
    reason: "resumed",
  });
  expect(state.history.map(({ type }) => type)).toEqual([
    "suspension_proposed",
    "suspension_proposed",
    "system_suspended",
    "system_resumed",
  ]);
});

test("a suspension ends at the instant that was decided, and what is recorded next says so first", () => {
  const state = act(RUNNING, "suspend", 10, 20);
  expect(directiveStanding(state, 19)).toBe("suspended");
  expect(directiveStanding(state, 20)).toBe("running");
  expect(directiveAt(state, 25)).toMatchObject({ sinceMs: 20, reason: "expired" });
  const raised = raise(state, "NC-1", PROPOSE, 30);
  expect(raised.map(({ type }) => type)).toEqual(["system_resumed", "suspension_proposed"]);
  expect(fold(state, raised)).toMatchObject({ suspension: null, ended: { atMs: 20 } });
  expect(act(state, "suspend", 30).suspension?.sinceMs).toBe(30);
});

test("suspending again sets another end, and the beginning and the effect stay", () => {
  const begun = foldDirective(act(RUNNING, "suspend", 10, 20), {
    type: "suspension_effective",
    atMs: 12,
    by: "tiltmeter",
    system: SYSTEM,
    how: "fallback",
    producer: "p",
  });
  const again = foldDirective(begun, {
    type: "suspension_effective",
    atMs: 13,
    by: "tiltmeter",
    system: SYSTEM,
    how: "acknowledged",
    producer: "q",
  });
  expect(act(again, "suspend", 15, 90).suspension).toMatchObject({
    sinceMs: 10,
    untilMs: 90,
    effective: { atMs: 12, how: "fallback", producer: "p" },
  });
});

test("a control asks by risk tier, at once outweighs a proposal, and a system without a tier has the general terms only", () => {
  const byTier: Suspends = [
    { when: "propose", riskTiers: [] },
    { when: "at_once", riskTiers: ["high"] },
  ];
  const kind = (suspends: Suspends, tier: "high" | "limited" | null): string =>
    raise(RUNNING, "NC-1", suspends, 10, tier)
      .map(({ type }) => type)
      .join();
  expect(kind(byTier, "high")).toBe("system_suspended");
  expect(kind(byTier, "limited")).toBe("suspension_proposed");
  expect(kind(byTier, null)).toBe("suspension_proposed");
  expect(kind([{ when: "at_once", riskTiers: ["high"] }], null)).toBe("");
  expect(kind([], "high")).toBe("");
});

test("what fires after a resumption asks again, also under the record that was decided on", () => {
  const first = fold(RUNNING, raise(RUNNING, "NC-1", AT_ONCE, 10));
  expect(raise(first, "NC-1", AT_ONCE, 11)).toEqual([]);
  const resumed = act(first, "resume", 20);
  expect(raise(resumed, "NC-1", AT_ONCE, 30)).toHaveLength(1);
  expect(raise(resumed, "NC-1", PROPOSE, 30)).toHaveLength(1);
});

test("proposals are bounded, and a long title does not make a long entry", () => {
  let state = RUNNING;
  for (let i = 0; i < 80; i += 1) state = fold(state, raise(state, `NC-${i}`, PROPOSE, i));
  expect(state.proposals).toHaveLength(50);
  expect(state.history).toHaveLength(50);
  const control = { id: "c", title: "x".repeat(5000), suspends: PROPOSE };
  const of = { control, system: SYSTEM, tier: null, record: "NC-1", atMs: 1 };
  expect(JSON.stringify(suspensionOnRaise(RUNNING, of)).length).toBeLessThan(600);
});

test("a refusal names the act, the field and the rule", () => {
  const decide = (more: object) =>
    decideSuspension(
      RUNNING,
      SYSTEM,
      { act: "suspend", reason: "x", untilMs: null, by: "ann", ...more },
      10,
    );
  expect(decide({ reason: " " })).toMatchObject({
    code: "incomplete",
    fields: { reason: "is required" },
    reason: "to suspend, reason is required",
  });
  expect(decide({ reason: "x".repeat(2001) })).toMatchObject({ code: "incomplete" });
  expect(decide({ untilMs: 10 })).toMatchObject({ fields: { until: "must lie ahead" } });
  expect(decide({ untilMs: Number.NaN })).toMatchObject({ fields: { until: "must lie ahead" } });
  expect(decide({ untilMs: 10 + 367 * 86_400_000 })).toMatchObject({ code: "incomplete" });
  expect(decide({ version: 3 })).toMatchObject({ code: "outdated" });
  expect(decide({ act: "resume" })).toMatchObject({
    code: "not_possible",
    reason: "credit is not suspended",
  });
});
