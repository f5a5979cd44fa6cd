import fc from "fast-check";
import { expect, test } from "vitest";
import { binsOf, mergeIntoBins } from "../../../rules/profile/bins.ts";
import { profileColumn } from "../../../rules/profile/create-baseline.ts";

test("bins are unions of neighbouring cells, and merging loses no count", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 500 }),
        fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 500 }),
      ),
      (values) => {
        const feature = profileColumn(values);
        const bins = binsOf(feature);
        expect(bins.ofCell.length).toBe(feature.counts.length);
        for (const [cell, bin] of bins.ofCell.entries()) {
          expect(bin - (bins.ofCell[cell - 1] ?? 0)).toBeLessThanOrEqual(1);
          expect(bins.labels[bin]).toBeDefined();
        }
        const merged = mergeIntoBins(feature.counts, bins);
        expect(merged.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      },
    ),
  );
});

test("a smooth column has ten bins of a tenth each, named by their edges", () => {
  const feature = profileColumn(Array.from({ length: 1000 }, (_, i) => i + 1));
  const bins = binsOf(feature);
  expect(mergeIntoBins(feature.counts, bins)).toEqual(new Array(10).fill(100));
  expect(bins.labels[0]).toBe("up to 100");
  expect(bins.labels[1]).toBe("over 100, up to 200");
  expect(bins.labels[9]).toBe("over 900");
});

test("an atom at the smallest value is named by itself", () => {
  const feature = profileColumn([0, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
  const labels = binsOf(feature).labels;
  expect(labels.slice(0, 3)).toEqual(["below 0", "0", "over 0, up to 1"]);
  expect(binsOf(profileColumn([5, 5])).labels).toEqual(["below 5", "5", "over 5"]);
});

test("categories below half a percent share a bin, and what was never seen has its own", () => {
  const values = [
    ...new Array<string>(600).fill("car"),
    ...new Array<string>(400).fill("home"),
    "boat",
  ];
  const bins = binsOf(profileColumn(values));
  expect(bins.labels).toEqual(["car", "home", "any other value", "never seen before"]);
  expect(mergeIntoBins(profileColumn(values).counts, bins)).toEqual([600, 400, 1, 0]);
});
