import { expect, test } from "vitest";
import { clopperPearsonBounds } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

const checks = group({
  kind: "checks",
  predictions: 1000,
  checks: { pii: { checked: 400, failed: 4 }, toxic: { checked: 1000, failed: 1000 } },
});

test("one check's failures are a share of what it looked at, whatever others say", () => {
  expect(measure("failed_check_rate", [checks], { check: "pii" })).toEqual([
    {
      kind: "measured",
      value: 0.01,
      ...clopperPearsonBounds({ successes: 4, trials: 400, confidence: 0.95 }),
      n: 400,
      proportion: { successes: 4, trials: 400 },
      detail: { failed: 4, predictions: 1000 },
    },
  ]);
});

test("coverage is a share of all predictions: a check that never ran covers none of them", () => {
  const covered = (check: string): unknown => measure("check_coverage", [checks], { check })[0];
  expect(covered("pii")).toMatchObject({ value: 0.4, n: 1000 });
  expect(covered("__proto__")).toMatchObject({ value: 0, n: 1000, detail: { checked: 0 } });
});

test("a check that looked at nothing has failed nothing, and passed nothing either", () => {
  expect(measure("failed_check_rate", [checks], { check: "constructor" })).toEqual([
    { kind: "no_data", reason: "no predictions that constructor looked at in the window" },
  ]);
});
