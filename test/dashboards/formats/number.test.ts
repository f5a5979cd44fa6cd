import fc from "fast-check";
import { expect, test } from "vitest";
import {
  count,
  money,
  percent,
  plain,
  points,
  seconds,
} from "../../../dashboards/formats/number.ts";

test("numbers carry the digits that a person needs", () => {
  expect([68_785, 0].map(count)).toEqual(["68,785", "0"]);
  expect([0.825333, 0.99965, 0.0004, 1, 0].map(percent)).toEqual([
    "82.5\u202f%",
    "99.965\u202f%",
    "0.040\u202f%",
    "100\u202f%",
    "0\u202f%",
  ]);
  expect([0, 0.00084, 0.0123, 1.532, 54, 600, 93_600, 345_600].map(seconds)).toEqual([
    "0 s",
    "840 µs",
    "12.3 ms",
    "1.53 s",
    "54 s",
    "10 min",
    "26 h",
    "4 d",
  ]);
  expect([0.0371, 0.2, 12.5, 1234.5, 0.00004].map(plain)).toEqual([
    "0.037",
    "0.200",
    "12.50",
    "1,235",
    "0.000040",
  ]);
});

test("an amount has a sign, the digits that tell it from nothing, and no exponent", () => {
  expect([0, 1204.4, 12.4, 0.19, 0.0031, 4.2e-7, -0.5].map(money)).toEqual([
    "$0",
    "$1,204",
    "$12.40",
    "$0.19",
    "$0.0031",
    "$0.00000042",
    "-$0.50",
  ]);
});

test("a rate that is not all is never shown as 100 %, and one that is not nothing never as 0 %", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-5, max: 1 - 1e-5, noNaN: true }), (rate) => {
      const shown = Number.parseFloat(percent(rate));
      expect(shown).toBeGreaterThan(0);
      expect(shown).toBeLessThan(100);
    }),
  );
});

test("a difference of rates is told in percentage points, and no zero has a sign", () => {
  expect([0.0401, -0.0038, 0, -0].map(points)).toEqual(["4.0", "-0.38", "0", "0"]);
  expect(plain(-0)).toBe("0");
});
