import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../rules/canonical-json.ts";
import {
  cellOf,
  cellsOf,
  emptyProfile,
  type FeatureBaseline,
  mergeProfiles,
  momentsOf,
  type Profile,
  ProfileBuilder,
  profileColumn,
} from "../../../rules/index.ts";

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 1e308, -1e308, 1.7e308, 5e-324, -5e-324, 1e-200, Infinity, -Infinity, NaN),
);
const vector = fc.array(fc.oneof(fc.double({ min: -1024, max: 1024 }), number), { maxLength: 3 });
const anything = fc.oneof(
  number,
  vector,
  vector.map((parts) => Float64Array.from(parts)),
  fc.constantFrom(null, undefined, "a", "b", "never", true, {}, new Array<number>(2)),
);
const features: readonly FeatureBaseline[] = [
  profileColumn([0, 0, 0, 1, 2, 3.5, -7, 1e300]),
  profileColumn([4, 4, 4]),
  profileColumn(Array.from({ length: 900 }, (_, i) => Math.sin(i) * 3)),
  profileColumn([Infinity, -Infinity]),
  profileColumn(["a", "b", "b", "c"]),
  profileColumn([]),
  { kind: "sums", of: "components", counts: [0, 0, 0], missing: 0 },
];
const feature = fc.constantFrom(...features);
const celled = feature.filter(({ kind }) => kind !== "sums");

function profileOf(of: FeatureBaseline, values: readonly unknown[]): Profile {
  const builder = new ProfileBuilder(of);
  for (const value of values) builder.add(value);
  return builder.build();
}

test("profiles of parts, in any order, merge to the profile of the whole, byte for byte", () => {
  fc.assert(
    fc.property(
      feature,
      fc.array(anything, { maxLength: 60 }),
      fc.array(anything, { maxLength: 60 }),
      fc.array(anything, { maxLength: 10 }),
      (of, a, b, c) => {
        const [left, right, third] = [a, b, c].map((values) => profileOf(of, values));
        if (left === undefined || right === undefined || third === undefined) return;
        const whole = canonicalJson(profileOf(of, [...c, ...b, ...a]));
        expect(canonicalJson(mergeProfiles(mergeProfiles(left, right), third))).toBe(whole);
        expect(canonicalJson(mergeProfiles(left, mergeProfiles(third, right)))).toBe(whole);
        expect(canonicalJson(mergeProfiles(left, emptyProfile(of)))).toBe(canonicalJson(left));
        // What is stored and read back is the same profile.
        expect(JSON.parse(canonicalJson(left))).toEqual(left);
      },
    ),
    { numRuns: 300 },
  );
});

test("every value is counted once: in the cell that it has, or as missing and why", () => {
  fc.assert(
    fc.property(celled, fc.array(anything, { maxLength: 80 }), (of, values) => {
      const found = profileOf(of, values);
      const counts = of.counts.map(() => 0);
      for (const value of values) {
        const cell = cellOf(of, value);
        if (cell !== null) counts[cell] = (counts[cell] ?? 0) + 1;
      }
      expect(found.counts).toEqual(counts);
      expect(found.missing).toBe(values.filter((value) => cellOf(of, value) === null).length);
      const absent = values.filter((value) => value === null || value === undefined).length;
      expect(found.missing).toBe(absent + found.notANumber + found.wrongType);
      const sized = Object.values(found.magnitudes).reduce((sum, count) => sum + count, 0);
      const counted = found.counts.reduce((sum, count) => sum + count, 0);
      expect(sized).toBe(of.kind === "numeric" ? counted - found.infinite : 0);
      const finite = values.filter((value) => Number.isFinite(value)).map(Number);
      if (of.kind !== "numeric" || finite.length === 0) expect(found.min).toBeNull();
      else
        expect([found.min, found.max]).toEqual([Math.min(...finite) + 0, Math.max(...finite) + 0]);
    }),
  );
});

test("many numbers at once give the same profile as one by one", () => {
  fc.assert(
    fc.property(feature, fc.array(number, { maxLength: 40 }), (of, some) => {
      if (of.kind !== "numeric") return;
      const values = Float64Array.from({ length: 5000 }, (_, i) => some[i % 40] ?? i / 7);
      const builder = new ProfileBuilder(of);
      builder.addNumbers(values);
      builder.addNumbers(values.subarray(0, 9));
      const single = profileOf(of, [...values, ...values.subarray(0, 9)]);
      expect(canonicalJson(builder.build())).toBe(canonicalJson(single));
    }),
    { numRuns: 30 },
  );
  const words = new ProfileBuilder(profileColumn(["a"]));
  expect(() => words.addNumbers(new Float64Array(1))).toThrow("categorical");
});

test("moments are exact: huge values cancel, and nothing overflows", () => {
  const of = profileColumn([0, 1]);
  const huge = profileOf(of, [1.7e308, 1.7e308, -1.7e308, 3]);
  expect(momentsOf(profileOf(of, [1e308, 1, -1e308]))?.mean).toBe(1 / 3);
  expect(momentsOf(huge)).toEqual({ n: 4, mean: 1.7e308 / 4, variance: Infinity });
  expect(momentsOf(profileOf(of, [5e-324, 0]))?.variance).toBe(0);
  expect(momentsOf(profileOf(of, [1e9, 1e9 + 1]))).toEqual({
    n: 2,
    mean: 1e9 + 0.5,
    variance: 0.25,
  });
  expect(momentsOf(profileOf(of, [NaN, Infinity]))).toBeNull();
});

test("a profile is evidence of its baseline, and profiles of other cells do not merge", () => {
  const of = profileColumn([1, 2, 3]);
  const cells = cellsOf(profileOf(of, [1, 9, "x", NaN]), "digest");
  expect(cells).toMatchObject({ kind: "cells", baseline: "digest", missing: 2, max: 9 });
  expect(Object.hasOwn(cells, "sum")).toBe(false);
  expect(() => mergeProfiles(emptyProfile(of), emptyProfile(profileColumn(["a"])))).toThrow(
    "cells",
  );
});
