import { fold } from "tiltmeter/ledger/fold";
import { IllegalEntry } from "tiltmeter/ledger/illegal-entry";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";

const stamp = { atMs: 1, by: "ada" };
const review = {
  ...stamp,
  type: "management_review_held",
  id: "MR-2026-01",
  fromMs: 0,
  toMs: 1,
  document: "d",
  asOf: { size: 0, root: "r" },
  summary: "",
} as const;
const decision = {
  ...stamp,
  type: "review_decided",
  id: "MR-2026-01.1",
  review: "MR-2026-01",
  input: "a",
  decision: "more reviewers",
  owner: "ada",
  dueMs: 9,
} as const;

test("roadmap entries are kept by kind in their order", () => {
  const state = fold(EMPTY_STATE, [review, decision, { ...decision, id: "MR-2026-01.2" }]);
  expect(state.roadmap.review_decided.map(({ id }) => id)).toEqual([
    "MR-2026-01.1",
    "MR-2026-01.2",
  ]);
  expect(state.roadmap.management_review_held).toEqual([review]);
});

test("an id is taken once, and nothing is decided of a review that was not held", () => {
  expect(() => fold(EMPTY_STATE, [decision])).toThrow(IllegalEntry);
  expect(() => fold(EMPTY_STATE, [review, review])).toThrow("MR-2026-01 is taken");
  expect(() => fold(EMPTY_STATE, [review, decision, decision])).toThrow(IllegalEntry);
  const done = { ...stamp, type: "review_action_done", id: "MR-2026-01.9", evidence: "x" } as const;
  expect(() => fold(EMPTY_STATE, [review, decision, done])).toThrow("does not exist");
});
