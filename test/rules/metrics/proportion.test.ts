import { expect, test } from "vitest";
import { emptyCells, emptyReviews } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

// SciPy: beta.ppf(.05, 93, 908) and beta.ppf(.95, 94, 907).
test("an error rate is errors over predictions, with exact bounds", () => {
  const family = [group({ kind: "volume", predictions: 1000, errors: 93 })];
  expect(measure("error_rate", family)[0]).toMatchObject({
    kind: "measured",
    value: 0.093,
    n: 1000,
    lower: expect.closeTo(0.07829764071120662, 9),
    upper: expect.closeTo(0.10951201797504015, 9),
  });
});

test("below the minimum sample the answer says how many there are and how many it needs", () => {
  const family = [group({ kind: "volume", predictions: 19, errors: 19 })];
  expect(measure("error_rate", family, { minSample: 20 })).toEqual([
    { kind: "insufficient", n: 19, reason: "19 predictions, needs 20" },
  ]);
});

test("only confirmations and overrides decide: escalations are shown and not counted", () => {
  const actions = { confirm: 60, override: 20, escalate: 100, stop: 1 };
  expect(measure("override_rate", [group({ ...emptyReviews(), actions })])[0]).toMatchObject({
    kind: "measured",
    value: 0.25,
    n: 80,
    detail: { actions },
  });
  expect(
    measure("override_rate", [group({ ...emptyReviews(), actions: { escalate: 5 } })])[0],
  ).toMatchObject({ kind: "no_data" });
});

test("a missing rate counts what is absent among all predictions", () => {
  const cells = { ...emptyCells("b", 0), counts: [10, 20], missing: 10 };
  expect(measure("missing_rate", [group(cells)])[0]).toMatchObject({ value: 0.25, n: 40 });
});

test("a selection rate needs a favourable label, and one that nobody got is zero", () => {
  const family = [group({ kind: "decisions", predicted: { a: 30, b: 70 }, pairs: {} })];
  expect(measure("selection_rate", family, { favourable: "a" })[0]).toMatchObject({ value: 0.3 });
  expect(measure("selection_rate", family, { favourable: "toString" })[0]).toMatchObject({
    value: 0,
  });
  expect(measure("selection_rate", family)[0]).toMatchObject({ kind: "insufficient" });
});
