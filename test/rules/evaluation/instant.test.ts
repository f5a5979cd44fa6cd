import fc from "fast-check";
import { expect, test } from "vitest";
import { dayNumber, formatInstant, yearOf } from "../../../rules/index.ts";

test("instants are written as the platform writes them, from the year 0 to 9999", () => {
  const range = { min: Date.UTC(0, 0, 1) - 1899 * 31_556_952_000, max: Date.UTC(9999, 11, 31) };
  fc.assert(
    fc.property(fc.integer(range), (ms) => {
      const expected = new Date(ms).toISOString().replace(".000Z", "Z");
      expect(formatInstant(ms)).toBe(expected);
      expect(yearOf(ms)).toBe(new Date(ms).getUTCFullYear());
    }),
  );
});

test("leap days and year ends come out right", () => {
  for (const text of ["2024-02-29T23:59:59Z", "2100-03-01T00:00:00Z", "1969-12-31T23:59:59.999Z"]) {
    expect(formatInstant(Date.parse(text))).toBe(text);
  }
});

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
