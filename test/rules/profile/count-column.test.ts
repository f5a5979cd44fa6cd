import fc from "fast-check";
import { expect, test } from "vitest";
import { cellOf, countColumn, profileColumn } from "../../../rules/index.ts";

const numbers = fc.array(
  fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double(),
    fc.constantFrom(null, undefined, Number.NaN, "text", -0, Infinity, -Infinity),
  ),
);
const texts = fc.array(
  fc.oneof(fc.constantFrom("a", "b", "constructor", true, 1, null), fc.string()),
);

test("a column counted in the cells made of it gives the baseline's own counts", () => {
  fc.assert(
    fc.property(fc.oneof(numbers, texts), (values) => {
      const feature = profileColumn(values);
      const counted = countColumn(feature, values);
      expect(counted).toEqual({ counts: feature.counts, missing: feature.missing });
    }),
  );
});

test("counting two parts and adding up is counting the whole, and no value is lost", () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, (of, a, b) => {
      const feature = profileColumn([0, 1, ...of.filter((value) => typeof value === "number")]);
      const [left, right] = [countColumn(feature, a), countColumn(feature, b)];
      const whole = countColumn(feature, [...a, ...b]);
      expect(whole.counts).toEqual(left.counts.map((count, i) => count + (right.counts[i] ?? 0)));
      expect(whole.missing).toBe(left.missing + right.missing);
      const total = whole.counts.reduce((sum, count) => sum + count, 0);
      expect(total + whole.missing).toBe(a.length + b.length);
      expect(whole.missing).toBe([...a, ...b].filter((v) => cellOf(feature, v) === null).length);
    }),
  );
});
