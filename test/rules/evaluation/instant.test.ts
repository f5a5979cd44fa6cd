import fc from "fast-check";
import { expect, test } from "vitest";
import { formatInstant, yearOf } from "../../../rules/index.ts";

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
