import fc from "fast-check";
import { expect, test } from "vitest";
import { expandNames, expandNumbers } from "../../../rules/test-file/notation.ts";

test("xN makes N values, _ is a step without data, a change adds up", () => {
  const values = (text: string): unknown => expandNumbers(text);
  expect(values("0.05x2 10%x1 _x2")).toEqual({
    kind: "values",
    values: [0.05, 0.05, 0.1, null, null],
  });
  expect(values("1+0.5x3 9-1x2")).toEqual({ kind: "values", values: [1, 1.5, 2, 9, 8] });
  expect(values("-2x1 4")).toEqual({ kind: "values", values: [-2, 4] });
  expect(values("0.3")).toEqual({ kind: "constant", value: 0.3 });
});

test("what is no value is told with an example, never guessed", () => {
  for (const text of ["", "x3", "1x", "1+2", "_+1x3", "NaN", "1e9x3", "1x9999999", "1x20000 1"]) {
    expect(expandNumbers(text), text).toMatchObject({ kind: "wrong" });
  }
});

test("a series read back has the values that were written", () => {
  const part = fc.record({
    value: fc.integer({ min: -999, max: 999 }),
    times: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 9 }), (parts) => {
      const text = parts.map(({ value, times }) => `${value / 8}x${times}`).join(" ");
      const values = parts.flatMap(({ value, times }) => new Array<number>(times).fill(value / 8));
      expect(expandNumbers(text)).toEqual({ kind: "values", values });
    }),
  );
});

test("names repeat like numbers, and may end in what looks like a count", () => {
  expect(expandNames(["gpt-a x2", "_ x1", "model-x4"])).toEqual({
    kind: "values",
    values: ["gpt-a", "gpt-a", null, "model-x4"],
  });
  expect(expandNames(["model-x4"])).toEqual({ kind: "constant", value: "model-x4" });
});
