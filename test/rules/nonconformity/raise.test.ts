import { expect, test } from "vitest";
import { type Control, type Episode, fingerprint, worstFirst } from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";
import { drift, episode, RAISED, record } from "./record.ts";

test("the statement says the requirement, the worst instances first, the limit and since when", () => {
  const raised = record({
    episodes: [
      episode({
        id: "e2",
        instance: { system: "credit", model_version: "v7", feature: "b" },
        value: 0.3,
      }),
      episode({ value: 3.2, lower: 3.1, upper: 3.3 }),
    ],
    limit: "at most 0.2",
    notes: ["A note."],
  });
  expect(raised.statement).toBe(
    "Not fulfilled for credit, model version v7: Each input feature shall stay comparable to the approved reference. Population stability index shall be at most 0.2; it was 3.2 for feature age (bounds 3.1 to 3.3, sample 1200); 0.3 for feature b (bounds 0.45 to 0.55, sample 1200). First breach in the window that ended 2026-11-23T00:00:00Z. A note.",
  );
  expect(raised.episodes.map(({ id }) => id)).toEqual(["e1", "e2"]);
});

test("a statement names five instances and counts the rest; the record lists all of them", () => {
  const episodes = Array.from({ length: 12 }, (_, i) =>
    episode({
      id: `e${i}`,
      instance: { system: "credit", model_version: "v7", feature: `f${i}` },
      value: i,
    }),
  );
  const raised = record({ episodes });
  expect(raised.statement).toContain("11 for feature f11");
  expect(raised.statement).toContain("; and 7 more.");
  expect(raised.episodes.length).toBe(12);
});

test("silence reads as a time, and a system that never reported is told so", () => {
  const silence = controlOf(
    "requirement: Live systems report\nmeasure: silence\nlimit: { max: 15m }",
  );
  const instance = { system: "credit" };
  const of = (value: number, n: number): string =>
    record({
      control: silence,
      group: instance,
      episodes: [episode({ instance, value, n, lower: null, upper: null })],
    }).statement;
  expect(of(7200, 1)).toContain("Silence shall be at most 15 min; it was 2 h.");
  expect(of(90_000, 0)).toContain("it was 25 h (it never reported)");
});

test("where lower is worse the lowest stands first", () => {
  const parity = controlOf(`
    measure: selection_rate_ratio
    favourable: { label: a }
    by: [system, segment.race]
    window: 28d
    limit: { min: 0.8 }
  `);
  const of = (id: string, value: number) =>
    episode({ id, value, instance: { system: "s", "segment.race": id } });
  const raised = record({
    control: parity,
    group: { system: "s" },
    episodes: [of("Hispanic", 0.7), of("Caucasian", 0.6)],
  });
  expect(raised.episodes.map(({ id }) => id)).toEqual(["Caucasian", "Hispanic"]);
  expect(raised.statement).toContain("at least 0.8; it was 0.6 for race Caucasian");
});

test("the record carries the control as it was, and its first step says what was raised", () => {
  const raised = record();
  expect(raised).toMatchObject({
    id: "NC-2026-0042",
    state: "raised",
    severity: "high",
    control: "under-test",
    controlRevision: drift.revision,
    clauses: { iso42001: ["9.1"] },
    system: "credit",
    raisedMs: RAISED,
    firstBreachMs: Date.parse("2026-11-23T00:00:00Z"),
    owner: null,
    version: 1,
  });
  expect(raised.steps).toMatchObject([{ kind: "raised", by: "tiltmeter", to: "raised" }]);
  expect(() => record({ episodes: [] })).toThrow("got none");
});

test("a recurrence is linked and one severity up; a candidate and an observation say so", () => {
  expect(record({ recurrenceOf: "NC-2026-0007" })).toMatchObject({
    severity: "critical",
    fields: { recurrence_of: "NC-2026-0007" },
  });
  const candidate = record({ control: { ...drift, raises: "candidate" } });
  expect(candidate.state).toBe("raised");
  expect(candidate.steps[0]?.text).toContain("Candidate: a person confirms it first.");
  expect(record({ control: { ...drift, raises: "observation" } }).state).toBe("observation");
});

test("raising twice from the same episodes gives the same record, byte for byte", () => {
  const episodes = [episode(), episode({ id: "e2", value: 0.3 })];
  expect(JSON.stringify(record({ episodes }))).toBe(
    JSON.stringify(record({ episodes: [...episodes].reverse() })),
  );
});

test("the same matter under a new model version has the same fingerprint", () => {
  const of = (version: string): string =>
    fingerprint("input-drift", { model_version: version, system: "credit" });
  expect(of("v7")).toBe(of("v8"));
  expect(of("v7")).not.toBe(fingerprint("input-drift", { system: "mail" }));
  expect(of("v7")).not.toBe(fingerprint("other", { system: "credit" }));
});

test("of a list of names the larger share comes first, as above a maximum; below a minimum the lower value", () => {
  const of = (value: number): Episode => ({
    id: `e${value}`,
    instance: { system: "s" },
    firstBreachMs: 0,
    firedMs: 0,
    endedMs: null,
    ...{ value, lower: null, upper: null, n: 1 },
  });
  const first = (limit: Control["limit"]) => worstFirst({ limit }, [of(1), of(3), of(2)])[0]?.value;
  expect(first({ oneOf: { from: "names", names: ["a"] } })).toBe(3);
  expect(first({ max: 0 })).toBe(3);
  expect(first({ maxRatio: 1 })).toBe(3);
  expect(first({ min: 9 })).toBe(1);
});
