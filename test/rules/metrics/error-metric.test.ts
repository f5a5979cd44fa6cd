import { expect, test } from "vitest";
import { measure } from "./family.ts";
import { expectBounds, measured } from "./measured.ts";
import { performance } from "./oracle/performance.ts";
import { told } from "./told.ts";

test("errors of numbers equal their definitions over rows", () => {
  const { rows, mae, rmse, bias, rSquared } = performance.regression;
  const evidence = told(
    "errors",
    rows.map(([value, truth]) => ({ value, truth: { value: truth } })),
  );
  expectBounds(measured("mae", evidence), mae);
  expectBounds(measured("bias", evidence), bias);
  expect(measured("rmse", evidence).value).toBeCloseTo(rmse, 9);
  expect(measured("r_squared", evidence)).toMatchObject({
    value: expect.closeTo(rSquared, 9),
    lower: null,
    upper: null,
    detail: { predictions: 300, labelled: 300 },
  });
  const constant = Array.from({ length: 60 }, () => ({ value: 2, truth: { value: 1 } }));
  expect(measure("r_squared", [told("errors", constant)])).toMatchObject([
    { kind: "insufficient" },
  ]);
  expect(measured("bias", told("errors", constant)).value).toBe(1);
});

test("numbers with too few outcomes for their cohort decide nothing", () => {
  const half = { minCoverage: 0.6 };
  const numbers = told("errors", [{ value: 1, truth: { value: 1 } }, { value: 2 }]);
  expect(measure("mae", [numbers], half)).toMatchObject([
    { reason: "outcomes cover 50.0 % of 2 predicted numbers, needs 60.0 %" },
  ]);
});

test("errors whose squares exceed what a number holds are no measurement, rather than NaN", () => {
  const huge = Array.from({ length: 40 }, (_, i) => ({ value: i * 1e200, truth: { value: 1 } }));
  for (const id of ["mae", "rmse", "bias", "r_squared"]) {
    const [found] = measure(id, [told("errors", huge)]);
    expect(found?.kind === "insufficient" && found.reason).toContain("exceed what a number holds");
  }
});
