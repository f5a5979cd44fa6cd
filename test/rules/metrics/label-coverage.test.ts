import { expect, test } from "vitest";
import { measured } from "./measured.ts";
import { told } from "./told.ts";

test("label coverage is labelled over predicted, however few", () => {
  const rows = [{ label: "yes", truth: { label: "yes" } }, { label: "no" }, { label: "no" }];
  expect(measured("label_coverage", told("decisions", rows), { minCoverage: 0.9 })).toMatchObject({
    value: 1 / 3,
    detail: { predictions: 3, labelled: 1 },
  });
});
