import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addExact,
  exactToNumber,
  parseExact,
  printExact,
} from "../../../rules/profile/exact-number.ts";
import { ExactSum, UNIT_EXPONENT } from "../../../rules/profile/exact-sum.ts";
import { Moments } from "../../../rules/profile/moments.ts";

const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, -1.7e308, 5e-324, 2 ** -1022, 2 ** 1023, -(2 ** -1074), 0.1),
);

/** A double as a whole number of 2⁻¹⁰⁷⁴, by its decimal-free definition. */
function units(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const all = bits.getBigUint64(0);
  const exponent = (all >> 52n) & 0x7ffn;
  const fraction = all & 0xf_ffff_ffff_ffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return all >> 63n === 1n ? -size : size;
}

function textOf(value: number): string {
  const sum = new ExactSum();
  sum.add(value);
  return printExact({ integer: sum.total(), exponent: UNIT_EXPONENT });
}

test("every double has one text, and the text has that double", () => {
  fc.assert(
    fc.property(finite, (value) => {
      expect(exactToNumber(textOf(value))).toBe(value + 0);
      const { integer, exponent } = parseExact(textOf(value)) ?? { integer: 1n, exponent: 0 };
      expect(printExact({ integer: integer * 8n, exponent: exponent - 3 })).toBe(textOf(value));
    }),
  );
  expect([0, 10, -0.5, 3].map(textOf)).toEqual(["0", "5p1", "-1p-1", "3p0"]);
});

test("sums and sums of squares are those of whole numbers", () => {
  fc.assert(
    fc.property(fc.array(finite, { maxLength: 40 }), (values) => {
      const moments = new Moments();
      for (const value of values) moments.add(value);
      const sum = values.reduce((total, value) => total + units(value), 0n);
      const squares = values.reduce((total, value) => total + units(value) ** 2n, 0n);
      expect(moments.sum).toBe(printExact({ integer: sum, exponent: UNIT_EXPONENT }));
      expect(moments.sumOfSquares).toBe(
        printExact({ integer: squares, exponent: 2 * UNIT_EXPONENT }),
      );
    }),
    { numRuns: 500 },
  );
});

test("texts add up as numbers do, rounded once to the nearest double, ties to even", () => {
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const sum = exactToNumber(addExact(textOf(a), textOf(b)));
      expect(sum).toBe(a + b + 0);
    }),
    { numRuns: 2000 },
  );
  expect(exactToNumber("1p1024")).toBe(Infinity);
  expect(exactToNumber("-1p-1076")).toBe(-0);
  expect(exactToNumber("3p-1075")).toBe(2 * 5e-324);
  expect(exactToNumber("3fffffffffffffp970")).toBe(Infinity);
});

test("what is no such text is refused", () => {
  for (const text of [
    "",
    "5",
    "2p0",
    "05p0",
    "5p01",
    "-0",
    "5P1",
    "5p1 ",
    "1p99999",
    "0p0",
    "-0p0",
  ]) {
    expect(parseExact(text)).toBeNull();
  }
  expect(() => addExact("1p0", "two")).toThrow("got two");
});

test("sums stay exact where parts of them no longer fit a double", () => {
  const sum = new ExactSum();
  const value = 2 - 2 ** -52;
  for (let i = 0; i < 2_200_000; i++) sum.add(i % 3 === 0 ? -value : value);
  expect(sum.total()).toBe(units(value) * (2_200_000n - 2n * 733_334n));
});
