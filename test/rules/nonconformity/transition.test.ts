import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addEpisode,
  endEpisode,
  foldStep,
  isOpen,
  type Nonconformity,
  type NonconformityState,
  nextStates,
  type Severity,
  transition,
} from "../../../rules/index.ts";
import { drift, episode, RAISED, record } from "./record.ts";

/** An answer for every field that a passage may ask for. */
function answers(of: Nonconformity, to: NonconformityState): Record<string, string> {
  const fields = nextStates(of).find((next) => next.to === to)?.fields ?? [];
  const free: Record<string, string> = {
    second_person: "second",
    until: "2027-03-31",
    action_owner: "builder",
    reviewer: "reviewer",
    merged_into: "NC-2026-0001",
    serious_incident: "no",
    severity: of.severity,
  };
  return Object.fromEntries(
    fields
      .filter(({ required }) => required)
      .map(({ name, options }) => [name, free[name] ?? options?.[0] ?? "words"]),
  );
}

function move(
  of: Nonconformity,
  to: NonconformityState,
  command: { fields?: Record<string, string>; by?: string; reason?: string; version?: number } = {},
) {
  return transition(
    of,
    {
      to,
      by: "anna",
      reason: "because",
      ...command,
      fields: { ...answers(of, to), ...command.fields },
    },
    RAISED + 1,
  );
}

function moved(of: Nonconformity, ...path: NonconformityState[]): Nonconformity {
  return path.reduce((at, to) => {
    const result = move(at, to);
    if (result.kind === "refused") throw new Error(result.reason);
    return result.record;
  }, of);
}

const ended = endEpisode(record(), { episode: "e1", endedMs: RAISED, reason: "recovered" }, RAISED);

test("the main way leads from raised to closed, and every step is kept", () => {
  const closed = moved(
    ended,
    "assessing",
    "containing",
    "analysing",
    "acting",
    "verifying",
    "closing",
    "closed",
  );
  expect(closed.state).toBe("closed");
  expect(closed.owner).toBe("words");
  expect(closed.version).toBe(9);
  expect(closed.steps.map(({ to }) => to).filter((to) => to !== null)).toEqual([
    "raised",
    "assessing",
    "containing",
    "analysing",
    "acting",
    "verifying",
    "closing",
    "closed",
  ]);
  expect(closed.fields).toMatchObject({ cause: "words", criterion: "words", result: "effective" });
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

test("dismissing what is grave takes a second person; what is minor takes a reason", () => {
  expect(move(record(), "dismissed", { by: "second" })).toMatchObject({
    fields: { second_person: "must be someone other than you" },
  });
  expect(move(record(), "dismissed").kind).toBe("moved");
  const minor = record({ control: { ...drift, severity: "medium" } });
  expect(
    transition(minor, { to: "dismissed", by: "anna", fields: {}, reason: "" }, 0),
  ).toMatchObject({
    fields: { reason: "is required" },
  });
  expect(
    transition(minor, { to: "dismissed", by: "anna", fields: {}, reason: "a test run" }, 0).kind,
  ).toBe("moved");
});

test("who owned the actions does not review their effect where it is grave", () => {
  const path: NonconformityState[] = [
    "assessing",
    "containing",
    "analysing",
    "acting",
    "verifying",
  ];
  const self = { fields: { reviewer: "builder" } };
  expect(move(moved(ended, ...path), "closing", self)).toMatchObject({
    fields: { reviewer: "must be someone other than the owner of the actions" },
  });
  expect(move(moved(ended, ...path), "analysing", self).kind).toBe("refused");
  const minor = endEpisode(
    record({ control: { ...drift, severity: "medium" } }),
    { episode: "e1", endedMs: 0, reason: "recovered" },
    0,
  );
  expect(move(moved(minor, ...path), "closing", self).kind).toBe("moved");
});

test("nothing closes while it breaches", () => {
  const path: NonconformityState[] = [
    "assessing",
    "containing",
    "analysing",
    "acting",
    "verifying",
    "closing",
  ];
  expect(move(moved(record(), ...path), "closed")).toMatchObject({
    kind: "refused",
    code: "not_possible",
    reason:
      "NC-2026-0042 cannot be closed yet: 1 of 1 episodes not ended; only passes of the control end them",
  });
});

test("low severity may be closed from assessing with a reason, no other may", () => {
  const low = moved(ended, "assessing");
  expect(move(low, "closed").kind).toBe("refused");
  expect(move({ ...low, severity: "low" }, "closed").kind).toBe("moved");
  expect(move({ ...low, severity: "low" }, "closed", { reason: "" }).kind).toBe("refused");
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
      let at = { ...ended, severity: grade };
      for (const choice of choices) {
        const possible = nextStates(at);
        const next = possible[choice % Math.max(1, possible.length)];
        if (next === undefined) break;
        const result = move(at, next.to);
        if (result.kind === "refused") throw new Error(result.reason);
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
