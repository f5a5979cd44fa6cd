import fc from "fast-check";
import { expect, test } from "vitest";
import { dayNumber } from "../../../rules/index.ts";

test("a date is the day that the platform's calendar says, and one that does not exist is none", () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
      expect(dayNumber(new Date(day * 86_400_000).toISOString().slice(0, 10))).toBe(day);
    }),
  );
  for (const text of ["2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "x"]) {
    expect(dayNumber(text), text).toBeNull();
  }
  expect(dayNumber("2024-02-29")).not.toBeNull();
});
