import { expect, test } from "vitest";
import { clopperPearsonBounds } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

const responses = group({ kind: "responses", predictions: 200, reviewed: 150, inTime: 120 });

test("what nobody decided about is unreviewed, of all predictions", () => {
  expect(measure("unreviewed_rate", [responses])).toEqual([
    {
      kind: "measured",
      value: 0.25,
      ...clopperPearsonBounds({ successes: 50, trials: 200, confidence: 0.95 }),
      n: 200,
      proportion: { successes: 50, trials: 200 },
      detail: { reviewed: 150 },
    },
  ]);
});

test("late are first decisions after the time, of the predictions that have one", () => {
  expect(measure("late_review_rate", [responses])).toMatchObject([
    {
      value: 0.2,
      n: 150,
      proportion: { successes: 30, trials: 150 },
      detail: { inTime: 120, unreviewed: 50 },
    },
  ]);
  const none = group({ kind: "responses", predictions: 9, reviewed: 0, inTime: 0 });
  expect(measure("late_review_rate", [none])).toEqual([
    { kind: "no_data", reason: "no reviewed predictions in the window" },
  ]);
});
