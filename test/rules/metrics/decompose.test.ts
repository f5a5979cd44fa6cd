import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AdditiveDistance,
  countColumn,
  decompose,
  featureDistances,
  profileColumn,
} from "../../../rules/index.ts";

const DISTANCES = ["psi", "jensen_shannon", "hellinger", "wasserstein"] as const;
const value = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -10, max: 10, noNaN: true }),
);
const column = fc.array(value, { minLength: 1, maxLength: 60 });
const split = fc.dictionary(
  fc.constantFrom("north", "south", "east", "__proto__"),
  fc.array(value, { maxLength: 40 }),
  { minKeys: 1, noNullPrototype: true },
);

function whole(distance: AdditiveDistance, found: ReturnType<typeof featureDistances>): number {
  switch (distance) {
    case "psi":
      return found.populationStability.value;
    case "jensen_shannon":
      return found.jensenShannon.divergence;
    case "hellinger":
      return found.hellinger.distance ** 2;
    case "wasserstein":
      return found.wasserstein?.normalised ?? 0;
  }
}

test("what segments and their bins contribute adds up to the distance of all of them together", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DISTANCES),
      column,
      split,
      fc.boolean(),
      (distance, base, by, isText) => {
        const feature = profileColumn(isText ? base.map(String) : base);
        const current = Object.fromEntries(
          Object.entries(by).map(([name, values]) => [name, countColumn(feature, values).counts]),
        );
        const found = decompose({ distance, feature, current });
        const all = countColumn(feature, Object.values(by).flat()).counts;
        if (found === null) {
          const isEmpty = all.every((count) => count === 0);
          expect(isEmpty || distance === "wasserstein").toBe(true);
          return;
        }
        const expected = whole(
          distance,
          featureDistances({ feature, current: all, confidence: 0.95 }),
        );
        const scale = Math.max(1, expected);
        expect(Math.abs(found.total - expected) / scale).toBeLessThan(1e-12);
        for (const { bins, contribution } of found.segments) {
          expect(bins.length).toBe(found.labels.length);
          const sum = bins.reduce((total, bin) => total + bin, 0);
          expect(Math.abs(sum - contribution)).toBeLessThan(1e-12);
        }
        const shares = found.segments.reduce((total, { share }) => total + share, 0);
        expect(shares).toBeCloseTo(1, 12);
      },
    ),
    { numRuns: 400 },
  );
});

test("the segment that moved is named, and one like the baseline contributes nothing", () => {
  const base = Array.from({ length: 4000 }, (_, i) => (i * 37) % 100);
  const feature = profileColumn(base);
  const current = {
    web: countColumn(feature, base.slice(0, 3000)).counts,
    branch: countColumn(
      feature,
      base.slice(0, 1000).map((age) => age + 40),
    ).counts,
  };
  for (const distance of DISTANCES) {
    const found = decompose({ distance, feature, current });
    expect(found?.segments.map(({ segment }) => segment)).toEqual(["branch", "web"]);
    const [branch, web] = found?.segments ?? [];
    expect(Math.abs(web?.contribution ?? 1)).toBeLessThan(0.01 * (branch?.contribution ?? 0));
    expect(branch?.share).toBe(0.25);
  }
});

test("a feature that spans more than a number holds has no transport to share out", () => {
  const wide = [-1.7e308, -1e308, 0, 1e308, 1.7e308];
  const feature = profileColumn(Array.from({ length: 50 }, (_, i) => wide[i % 5] ?? 0));
  if (feature.kind !== "numeric") throw new Error("numbers make cells");
  const current = { north: countColumn(feature, [0, 0, 1e308]).counts };
  expect(decompose({ distance: "wasserstein", feature, current })).toBeNull();
  const found = featureDistances({ feature, current: current.north, confidence: 0.95 });
  expect(found.wasserstein?.normalised).toBeNull();
});

test("a spread next to nothing is no unit for a transport that is something", () => {
  const feature = profileColumn([0, 0, -Number.MIN_VALUE, 1]);
  const current = { north: countColumn(feature, [0]).counts };
  expect(decompose({ distance: "wasserstein", feature, current })).toBeNull();
});
