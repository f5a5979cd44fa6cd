import { printControl } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { revisionDiff, termLines } from "../../../dashboards/formats/revision-diff.ts";
import { terms } from "../fixture-terms.ts";

const control = terms({
  id: "drift",
  measure: "psi",
  limit: { max: 0.2 },
  blindSpots: ["seasons"],
  clauses: { iso42001: ["9.1"] },
});

test("two revisions differ in the terms that changed, and in no other", () => {
  const before = printControl(control);
  expect(revisionDiff(before, before)).toEqual([]);
  expect(
    revisionDiff(
      before,
      printControl({ ...control, limit: { max: 0.25 }, clauses: {}, warn: { max: 0.1 } }),
    ),
  ).toEqual([
    { term: "clauses.iso42001", from: "9.1", to: null },
    { term: "limit.max", from: "0.2", to: "0.25" },
    { term: "warn.max", from: null, to: "0.1" },
  ]);
});

test("a text that is not canonical is told apart from one in which nothing changed", () => {
  for (const text of ["", "- id: drift", "7", "null", "[]"]) {
    expect(revisionDiff(text, printControl(control))).toBe(null);
    expect(termLines(text)).toBe(null);
  }
});

test("the terms of a revision are lines that name their place in the file", () => {
  const lines = termLines(printControl(control)) ?? [];
  expect(lines).toContain("limit.max: 0.2");
  expect(lines).toContain("applies_to.environment: production");
  expect(lines).toContain("blind_spots: seasons");
  expect(lines).toContain("then.raise: nonconformity");
});
