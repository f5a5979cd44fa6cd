import { expect, test } from "vitest";
import { writtenLimit } from "../../../dashboards/formats/limit.ts";

test("the limit is quoted as it is written", () => {
  expect(writtenLimit("- id: a\n  limit: { max: 0.20 }  # agreed\n  warn: { max: 0.1 }")).toEqual({
    text: "{ max: 0.20 }",
    min: null,
    max: 0.2,
  });
  expect(writtenLimit("limit: { min: 92% }")).toMatchObject({ min: 0.92, max: null });
  expect(writtenLimit("  limit:\n    min: 0.1\n    max: 250ms\n  for: 2")).toEqual({
    text: "min: 0.1 max: 250ms",
    min: 0.1,
    max: 0.25,
  });
});

test("a limit by ratio has no bound of its own to draw", () => {
  expect(writtenLimit("limit: { max_ratio: 1.5, of: baseline }")).toMatchObject({
    min: null,
    max: null,
  });
  expect(writtenLimit("id: none")).toBe(null);
});
