import fc from "fast-check";
import { boundedLabels } from "tiltmeter/evaluator/bounded-labels";
import { plainJson } from "tiltmeter/evaluator/plain-json";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { expect, test } from "vitest";

test("whatever a measurement holds can be kept as evidence, and plain data stay as they are", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
      expect(() => canonicalJson({ value: plainJson(value) })).not.toThrow();
    }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(plainJson(value)).toEqual(value);
    }),
  );
  expect(plainJson([Number.NaN, -Infinity, "a\ud800b", { x: undefined }])).toEqual([
    "NaN",
    "-Infinity",
    "a\ufffdb",
    {},
  ]);
});

test("bounded labels are short, the same for the same labels, and different for different ones", () => {
  const labels = fc.dictionary(
    fc.constantFrom("system", "segment.a"),
    fc.string({ unit: "grapheme", maxLength: 300 }),
  );
  fc.assert(
    fc.property(labels, labels, (a, b) => {
      const [left, right] = [boundedLabels(a), boundedLabels(b)];
      expect(Object.values(left).every((value) => value.length <= 128)).toBe(true);
      expect(() => canonicalJson(left)).not.toThrow();
      expect(canonicalJson(left) === canonicalJson(right)).toBe(
        canonicalJson(a) === canonicalJson(b),
      );
    }),
  );
});
