import type { Examination, Nonconformity } from "@tiltmeter/rules";
import { dueExaminations } from "tiltmeter/examiner/due-examinations";
import { expect, test } from "vitest";
import { episode, RAISED, record } from "../../rules/nonconformity/record.ts";

const MINUTE_MS = 60_000;
const EXAMINED: Examination = {
  examinedMs: RAISED,
  occasion: "raised",
  episodes: 1,
  ...{ decisions: null, contributions: null, changes: null, elsewhere: null, similar: null },
  unknown: [],
  document: "ab".repeat(32),
};

const due = (of: Partial<Nonconformity>, atMs = RAISED): readonly string[] =>
  dueExaminations([{ ...record(), ...of }], atMs).map(({ occasion }) => occasion);

test("a record is looked at after its raise, once, and again when there is something new", () => {
  expect(due({})).toEqual(["raised"]);
  expect(due({ examination: EXAMINED })).toEqual([]);
  const episodes = [episode(), episode({ id: "e2" })];
  expect(due({ examination: EXAMINED, episodes }, RAISED + MINUTE_MS)).toEqual([]);
  expect(due({ examination: EXAMINED, episodes }, RAISED + 10 * MINUTE_MS)).toEqual([
    "episode_added",
  ]);
  const moved = {
    ...{ atMs: RAISED + 5, by: "anna", kind: "moved" as const, text: "", fields: {} },
    ...{ from: "assessing" as const, to: "containing" as const },
  };
  expect(due({ examination: EXAMINED, steps: [moved] })).toEqual(["assessed"]);
  const again = { ...EXAMINED, examinedMs: RAISED + 6 };
  expect(due({ examination: again, steps: [moved] })).toEqual([]);
});

test("what could not be read is looked for again within the hour; a record that is done with is left alone", () => {
  const examination: Examination = { ...EXAMINED, isIncomplete: true };
  expect(due({ examination }, RAISED + MINUTE_MS - 1)).toEqual([]);
  expect(due({ examination }, RAISED + MINUTE_MS)).toEqual(["raised"]);
  // The longer the store is away, the more seldom it is asked: every hour in the end.
  const later = { ...examination, examinedMs: RAISED + 600 * MINUTE_MS };
  expect(due({ examination: later }, RAISED + 659 * MINUTE_MS)).toEqual([]);
  expect(due({ examination: later }, RAISED + 660 * MINUTE_MS)).toEqual(["raised"]);
  for (const state of ["closed", "dismissed", "void", "merged"] as const) {
    expect(due({ state })).toEqual([]);
  }
});

test("the gravest are looked at first", () => {
  const records = (["low", "critical", "medium"] as const).map((severity) => ({
    ...record(),
    id: severity,
    severity,
  }));
  expect(dueExaminations(records, RAISED).map((each) => each.record.id)).toEqual([
    "critical",
    "medium",
    "low",
  ]);
});
