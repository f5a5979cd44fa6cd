import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addEpisode,
  endAcceptance,
  endEpisode,
  foldStep,
  isOpen,
  type Nonconformity,
  type NonconformityState,
  nextStates,
  reopen,
  type Severity,
  takeOn,
  transition,
} from "../../../rules/index.ts";
import { drift, episode, RAISED, record } from "./record.ts";
import { acted, done, ended, judged, move, moved, PLAN } from "./walk.ts";

const TO_ACTING: readonly NonconformityState[] = ["assessing", "containing", "analysing", "acting"];
const TO_VERIFYING: readonly NonconformityState[] = [...TO_ACTING, "verifying"];
const minor = endEpisode(
  record({ control: { ...drift, severity: "medium" } }),
  { episode: "e1", endedMs: 0, reason: "recovered" },
  0,
);

test("the main way leads from raised to closed, and every step is kept", () => {
  const closed = moved(ended, ...TO_VERIFYING, "closing", "closed");
  expect(closed.state).toBe("closed");
  expect(closed.owner).toBe("words");
  expect(closed.version).toBe(11);
  expect(closed.steps.map(({ to, kind }) => to ?? kind)).toEqual([
    "raised",
    "episode_ended",
    ...TO_ACTING,
    "action_planned",
    "action_done",
    "verifying",
    "closing",
    "closed",
  ]);
  expect(closed.fields).toMatchObject({
    cause: "words",
    cause_category: "data",
    criterion: "words",
    result: "effective",
  });
});

test("leaving a state asks for its fields, and names every one that is missing", () => {
  const result = transition(
    record(),
    { to: "assessing", by: "anna", fields: { owner: "  " }, reason: "" },
    RAISED,
  );
  expect(result).toEqual({
    kind: "refused",
    code: "fields",
    reason: "to go to assessing, NC-2026-0042 needs owner",
    fields: { owner: "is required" },
  });
});

test("an answer that is none of the options is refused", () => {
  const result = move(moved(record(), "assessing"), "containing", { fields: { severity: "hihg" } });
  expect(result).toMatchObject({
    fields: { severity: "must be low or medium or high or critical" },
  });
});

test("the severity that the assessment finds becomes the record's", () => {
  const result = move(moved(record(), "assessing"), "containing", { fields: { severity: "low" } });
  expect(result).toMatchObject({ kind: "moved", record: { severity: "low" } });
});

test("a suspected serious incident asks when you became aware", () => {
  const assessing = moved(record(), "assessing");
  const suspected = { fields: { serious_incident: "suspected" } };
  expect(move(assessing, "containing", suspected)).toMatchObject({
    kind: "refused",
    fields: { aware_at: expect.stringContaining("legal clocks run") },
  });
  expect(
    move(assessing, "containing", {
      fields: { serious_incident: "yes", aware_at: "2026-11-23T10:00Z" },
    }).kind,
  ).toBe("moved");
});

test("what is minor is dismissed with a reason", () => {
  const asked = { to: "dismissed", by: "anna", fields: {} } as const;
  expect(transition(minor, { ...asked, reason: "" }, 0)).toMatchObject({
    fields: { reason: "is required" },
  });
  expect(transition(minor, { ...asked, reason: "a test run" }, 0)).toMatchObject({
    kind: "moved",
    record: { state: "dismissed" },
  });
});

test("what is grave is dismissed by a second person, under their own name", () => {
  const proposed = move(record(), "dismissed", { reason: "a test run" });
  if (proposed.kind === "refused") throw new Error(proposed.reason);
  expect(proposed.record).toMatchObject({
    state: "raised",
    proposedDismissal: { by: "anna", text: "a test run" },
  });
  for (const by of ["anna", " Anna "]) {
    expect(move(proposed.record, "dismissed", { by })).toMatchObject({ code: "forbidden" });
  }
  expect(move(proposed.record, "dismissed", { by: "bob" })).toMatchObject({
    kind: "moved",
    record: { state: "dismissed", proposedDismissal: null },
  });
  // Whoever takes it on instead has refused the dismissal.
  expect(moved(proposed.record, "assessing").proposedDismissal).toBeNull();
});

test("finding a grave matter less grave frees it of no second person", () => {
  const lowered = { ...record(), severity: "low" } as const;
  expect(move(lowered, "dismissed")).toMatchObject({ record: { state: "raised" } });
  expect(move(moved(lowered, "assessing"), "closed").kind).toBe("refused");
  expect(move(moved(record(), "assessing"), "observation", { authority: "work" })).toMatchObject({
    code: "forbidden",
  });
});

test("who has a hand in the actions reviews and closes nothing grave", () => {
  const verifying = judged(moved(ended, ...TO_VERIFYING));
  for (const to of ["closing", "analysing"] as const) {
    expect(move(verifying, to, { by: "BOB" })).toMatchObject({ code: "forbidden" });
  }
  const closing = moved(verifying, "closing");
  expect(move(closing, "closed", { by: "bob" })).toMatchObject({ code: "forbidden" });
  expect(move(closing, "closed", { by: "carol" }).kind).toBe("moved");
  expect(move(judged(moved(minor, ...TO_VERIFYING)), "closing", { by: "bob" }).kind).toBe("moved");
});

test("who reported an action done is no reviewer either, whoever's name stands on it", () => {
  const acting = moved(ended, ...TO_ACTING);
  const planned = acted(acting, "plan", { fields: { ...PLAN, owner: "nobody" } });
  if (planned.kind === "refused") throw new Error(planned.reason);
  const fields = { evidence: "release 7" };
  const finished = acted(planned.record, "done", { action: "A1", by: "anna", fields });
  if (finished.kind === "refused") throw new Error(finished.reason);
  const verifying = move(finished.record, "verifying");
  if (verifying.kind === "refused") throw new Error(verifying.reason);
  expect(move(judged(verifying.record), "closing")).toMatchObject({ code: "forbidden" });
});

test("acting is left when at least one action is done and none is open", () => {
  const acting = moved(ended, ...TO_ACTING);
  expect(move(acting, "verifying")).toMatchObject({
    code: "not_possible",
    reason: "NC-2026-0042 has no corrective action; plan one first",
  });
  const planned = acted(done(acting), "plan", { fields: PLAN });
  if (planned.kind === "refused") throw new Error(planned.reason);
  expect(move(planned.record, "verifying")).toMatchObject({
    reason: "NC-2026-0042 has actions that are not done: A2 (due 2027-01-31)",
  });
  const dropped = acted(planned.record, "drop", { action: "A2" });
  if (dropped.kind === "refused") throw new Error(dropped.reason);
  expect(move(dropped.record, "verifying").kind).toBe("moved");
});

test("telemetry's word is needed where a control can speak, and an earlier cycle's is none", () => {
  const verifying = moved(ended, ...TO_VERIFYING);
  expect(move(verifying, "closing")).toMatchObject({
    code: "not_possible",
    reason: expect.stringContaining("it has not been judged yet"),
  });
  for (const result of ["not_demonstrated", "refuted"] as const) {
    expect(move(judged(verifying, result), "closing").kind).toBe("refused");
  }
  const closing = moved(verifying, "closing");
  // What refutes it meanwhile keeps it from being closed, too.
  expect(move(judged(closing, "refuted"), "closed").kind).toBe("refused");
  const again = moved(closing, "analysing");
  expect(again.cycle).toBe(2);
  const second = done(moved(again, "acting"));
  expect(move(second, "verifying").kind).toBe("moved");
  const tested = moved(again, "acting", "verifying");
  expect(move(tested, "closing")).toMatchObject({ code: "not_possible" });
  expect(move(judged(tested), "closing").kind).toBe("moved");
});

test("a further cycle asks for a further action", () => {
  const again = moved(ended, ...TO_VERIFYING, "analysing", "acting");
  expect(move(again, "verifying")).toMatchObject({
    reason: "NC-2026-0042 has no corrective action in cycle 2; plan one first",
  });
});

test("where no control can show it a person does, with evidence", () => {
  const audit = { ...ended, control: null, source: "internal_audit" } as const;
  const verifying = moved(audit, ...TO_VERIFYING);
  const result = { result: "effective" };
  expect(
    transition(verifying, { to: "closing", by: "anna", fields: result, reason: "" }, RAISED),
  ).toMatchObject({ fields: { result_evidence: "is required" } });
  expect(move(verifying, "closing").kind).toBe("moved");
});

test("an answer that nothing asks for is refused, so the criterion stays as it was fixed", () => {
  const acting = done(moved(ended, ...TO_ACTING));
  expect(move(acting, "verifying", { fields: { criterion: "easier" } })).toMatchObject({
    fields: { criterion: "is not asked for here" },
  });
});

test("the machine reopens what telemetry refutes, in the next cycle, and only that", () => {
  const verifying = moved(ended, ...TO_VERIFYING);
  const event = reopen(verifying, { text: "it breached again", atMs: RAISED });
  if (event === null) throw new Error("it is under test");
  expect(foldStep(verifying, event)).toMatchObject({ state: "analysing", cycle: 2 });
  expect(reopen(moved(ended, ...TO_ACTING), { text: "", atMs: RAISED })).toBeNull();
});

test("only an administrator declares a record void", () => {
  for (const authority of ["work", "approve"] as const) {
    expect(move(record(), "void", { authority })).toMatchObject({ code: "forbidden" });
  }
  expect(move(record(), "void").kind).toBe("moved");
});

test("a risk is accepted by compliance until a day to come, and the machine ends that", () => {
  const containing = moved(record(), "assessing", "containing");
  expect(move(containing, "accepted", { authority: "work" })).toMatchObject({ code: "forbidden" });
  expect(move(containing, "accepted", { fields: { until: "2026-11-23" } })).toMatchObject({
    fields: { until: "must be in the future" },
  });
  const accepted = moved(containing, "accepted");
  const overMs = Date.parse("2027-04-01T00:00:00Z");
  expect(accepted.acceptedUntilMs).toBe(overMs);
  expect(endAcceptance(accepted, overMs - 1)).toBeNull();
  const event = endAcceptance(accepted, overMs);
  if (event === null) throw new Error("its day is over");
  const after = foldStep(accepted, event);
  expect(after).toMatchObject({ state: "analysing", cycle: 1, acceptedUntilMs: null });
  expect(endAcceptance(after, overMs)).toBeNull();
});

test("a record that carries another one on takes its episodes and the graver severity", () => {
  const critical = record({ number: 7, control: { ...drift, severity: "critical" } });
  const into = { ...minor, id: "NC-2026-0009" };
  const merged = move(critical, "merged", { fields: { merged_into: into.id }, into });
  if (merged.kind === "refused") throw new Error(merged.reason);
  expect(merged.record).toMatchObject({ state: "merged", mergedInto: into.id });
  const taken = takeOn(into, { ...critical, episodes: [episode({ id: "e2" })] }, merged.event);
  expect(taken).toMatchObject({
    severity: "critical",
    gravest: "critical",
    mergedFrom: [critical.id],
  });
  expect(taken.episodes.map(({ id }) => id)).toEqual(["e1", "e2"]);
  const closed = { ...into, state: "closed" } as const;
  expect(
    move(critical, "merged", { fields: { merged_into: into.id }, into: closed }),
  ).toMatchObject({
    fields: { merged_into: "must be an open record; NC-2026-0009 is closed" },
  });
});

test("nothing closes while it breaches", () => {
  expect(move(moved(record(), ...TO_VERIFYING, "closing"), "closed")).toMatchObject({
    kind: "refused",
    code: "not_possible",
    reason:
      "NC-2026-0042 cannot be closed yet: 1 of 1 episodes not ended; only passes of the control end them",
  });
});

test("low severity may be closed from assessing with a reason, no other may", () => {
  expect(move(moved(minor, "assessing"), "closed").kind).toBe("refused");
  const low = { ...moved(minor, "assessing"), severity: "low", gravest: "low" } as const;
  expect(move(low, "closed").kind).toBe("moved");
  expect(move(low, "closed", { reason: "" }).kind).toBe("refused");
});

test("a version that someone else has moved on is refused as outdated", () => {
  expect(move(record(), "assessing", { version: 2 })).toMatchObject({ code: "outdated" });
  expect(move(record(), "assessing", { version: 1 }).kind).toBe("moved");
});

test("an impossible state is refused and the possible ones are named", () => {
  expect(move(record(), "closed")).toMatchObject({
    reason:
      "NC-2026-0042 cannot go from raised to closed; next is assessing or dismissed or merged or void",
  });
  const done = moved(record(), "void");
  expect(move(done, "assessing")).toMatchObject({ reason: "NC-2026-0042 is void and immutable" });
});

test("a date is a date, and a record is not merged into itself", () => {
  const containing = moved(record(), "assessing", "containing");
  expect(move(containing, "accepted", { fields: { until: "soon" } }).kind).toBe("refused");
  expect(move(containing, "accepted").kind).toBe("moved");
  expect(move(record(), "merged", { fields: { merged_into: "NC-2026-0042" } }).kind).toBe(
    "refused",
  );
});

const severity = fc.constantFrom<Severity>("low", "medium", "high", "critical");

test("any walk through the forms keeps the record legal, and a terminal state is the end", () => {
  fc.assert(
    fc.property(severity, fc.array(fc.nat(20), { maxLength: 30 }), (grade, choices) => {
      let at: Nonconformity = { ...ended, severity: grade, gravest: grade };
      for (const [i, choice] of choices.entries()) {
        const possible = nextStates(at);
        const next = possible[choice % Math.max(1, possible.length)];
        if (next === undefined) break;
        if (next.to === "verifying") at = done(at);
        if (next.to === "closing") at = judged(at);
        const result = move(at, next.to, { by: `person ${i}` });
        if (result.kind === "refused") {
          expect(result.reason).toContain("is not demonstrated"); // from closing, never judged
          break;
        }
        expect(result.record.version).toBe(at.version + 1);
        expect(result.record.steps.slice(0, -1)).toEqual(at.steps);
        // The ledger's fold of the event is the record that was answered.
        expect(foldStep(at, result.event)).toEqual(result.record);
        at = result.record;
      }
      expect(nextStates(at).length === 0).toBe(!isOpen(at));
    }),
  );
});

test("whatever is asked, the given record stays as it was", () => {
  const before = JSON.stringify(ended);
  moved(ended, "assessing", "containing", "analysing");
  addEpisode(ended, episode({ id: "e9" }), 1);
  expect(JSON.stringify(ended)).toBe(before);
});

test("an episode joins an open record once, and ends once", () => {
  const two = addEpisode(record(), episode({ id: "e2", firstBreachMs: 5 }), RAISED);
  expect(two).toMatchObject({ version: 2, firstBreachMs: 5 });
  expect(two.episodes.map(({ id }) => id)).toEqual(["e1", "e2"]);
  expect(addEpisode(two, episode({ id: "e2" }), RAISED)).toBe(two);
  const over = { episode: "e2", endedMs: 9, reason: "recovered" } as const;
  const one = endEpisode(two, over, RAISED);
  expect(one.episodes.map(({ endedMs }) => endedMs)).toEqual([null, 9]);
  expect(one.state).toBe("raised");
  expect(endEpisode(one, over, RAISED)).toBe(one);
  expect(() => addEpisode(moved(record(), "void"), episode({ id: "e2" }), 0)).toThrow(
    "takes no episode",
  );
});

test("a comment is a step and changes nothing else", () => {
  const by = { atMs: 1, by: "anna" };
  const commented = foldStep(record(), { type: "nonconformity_commented", ...by, text: "seen" });
  expect(commented).toEqual({
    ...record(),
    version: 2,
    steps: [
      ...record().steps,
      { ...by, kind: "commented", from: "raised", to: null, text: "seen", fields: {} },
    ],
  });
});
