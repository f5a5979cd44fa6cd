import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePath, type Step, valueAt } from "../../../collector/proxy/json-path.ts";

/** As a person writes it. */
const written = (steps: readonly Step[]): string =>
  steps
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      return /^[^.[\]"\s]+$/.test(step) ? `.${step}` : `["${step.replace(/["\\]/g, "\\$&")}"]`;
    })
    .join("");

const steps = fc.array(
  fc.oneof(fc.nat(999), fc.string({ minLength: 1, maxLength: 8, unit: "binary" })),
  { maxLength: 5 },
);

test("a path that is written is the path that is read, whatever its names are", () => {
  fc.assert(
    fc.property(steps, (given) => {
      expect(parsePath(`request${written(given)}`)?.steps).toEqual(given);
    }),
  );
});

test("what was put at a path is found there, and what only a prototype has is not", () => {
  fc.assert(
    fc.property(steps, fc.jsonValue(), (given, value) => {
      const root = given.reduceRight<unknown>((inner, step) => {
        const holder: object = typeof step === "number" ? [] : {};
        Object.defineProperty(holder, step, { value: inner, enumerable: true });
        return holder;
      }, value);
      expect(valueAt(root, given)).toEqual(value);
    }),
  );
  expect(valueAt({}, ["constructor"])).toBeUndefined();
  expect(valueAt([1], ["length"])).toBe(1);
  expect(valueAt("text", ["length"])).toBeUndefined();
});

test("what is no path is none", () => {
  for (const text of ["", ".a", "[0]", "request.", "request[a]", "request[0", "request a", "1.x"]) {
    expect(parsePath(text), text).toBeNull();
  }
});
