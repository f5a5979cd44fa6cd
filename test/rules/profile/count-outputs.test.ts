import fc from "fast-check";
import { expect, test } from "vitest";
import { countOutputs, keepOutputs, OUTPUT_LABELS_MAX } from "../../../rules/index.ts";

test("labels are counted as text, and rows without one are no output", () => {
  const labels = ["yes", "no", "yes", null, undefined, "", Number.NaN, 1, 1, "1", "__proto__"];
  expect(Object.entries(countOutputs(labels))).toEqual([
    ["1", 3],
    ["yes", 2],
    ["__proto__", 1],
    ["no", 1],
  ]);
});

test("however many labels there are, every prediction is kept in a bounded number of them", () => {
  const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 900, maxLength: 1200 });
  fc.assert(
    fc.property(counts, (given) => {
      const all = Object.fromEntries(given.map((count, i) => [`label ${i}`, count]));
      const kept = keepOutputs(all);
      const sum = (of: Readonly<Record<string, number>>): number =>
        Object.values(of).reduce((total, count) => total + count, 0);
      expect(sum(kept)).toBe(sum(all));
      expect(Object.keys(kept).length).toBe(Math.min(given.length, OUTPUT_LABELS_MAX + 1));
      expect(Object.hasOwn(kept, "")).toBe(given.length > OUTPUT_LABELS_MAX);
    }),
    { numRuns: 20 },
  );
});
