import fc from "fast-check";
import { expect, test } from "vitest";
import {
  discountedGain,
  hitRate,
  meanReciprocalRank,
} from "../../../rules/statistics/rank-quality.ts";
import { wilsonBounds } from "../../../rules/statistics/wilson.ts";
import { seeded } from "./seeded.ts";

const counts = fc
  .dictionary(fc.integer({ min: 1, max: 1000 }).map(String), fc.integer({ min: 1, max: 50 }), {
    maxKeys: 20,
  })
  .filter((all) => Object.keys(all).length > 0);

test("four lists: reciprocal rank, hits and discounted gain by hand", () => {
  const of = { "1": 2, "2": 1, "5": 1 };
  expect(meanReciprocalRank(of, 0.95)?.value).toBeCloseTo((2 + 1 / 2 + 1 / 5) / 4, 12);
  expect(hitRate(of, 3, 0.95)?.value).toBe(0.75);
  expect(discountedGain(of, 10, 0.95)?.value).toBeCloseTo(
    (2 + 1 / Math.log2(3) + 1 / Math.log2(6)) / 4,
    12,
  );
  expect(discountedGain(of, 3, 0.95)?.value).toBeCloseTo((2 + 1 / Math.log2(3)) / 4, 12);
});

test("the reciprocal rank is at most the gain, the gain at most the hits, and all within bounds", () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 1000 }), (of, depth) => {
      const [reciprocal, gain, hits] = [
        meanReciprocalRank(of, 0.95),
        discountedGain(of, depth, 0.95),
        hitRate(of, depth, 0.95),
      ];
      if (!reciprocal || !gain || !hits) throw new Error("there are lists");
      expect(gain.value).toBeLessThanOrEqual(hits.value + 1e-12);
      const all = discountedGain(of, 1000, 0.95);
      expect(reciprocal.value).toBeLessThanOrEqual((all?.value ?? 0) + 1e-12);
      for (const each of [reciprocal, gain, hits]) {
        expect(each.lower >= 0 && each.upper <= 1).toBe(true);
        expect(each.lower <= each.value + 1e-12 && each.value <= each.upper + 1e-12).toBe(true);
      }
    }),
  );
});

test("the hit rate's bounds are Wilson's", () => {
  const found = hitRate({ "1": 30, "9": 70 }, 5, 0.95);
  const wilson = wilsonBounds({ successes: 30, trials: 100, confidence: 0.95 });
  expect(found).toEqual({ value: 0.3, n: 100, ...wilson });
});

test("bounds of a mean gain fail less than one time in twenty", () => {
  const random = seeded(20261124);
  const runs = 3000;
  let [below, above] = [0, 0];
  const truth = (1 + 1 / 2 + 1 / 3 + 1 / 4) / 4;
  for (let run = 0; run < runs; run++) {
    const of: Record<string, number> = {};
    for (let i = 0; i < 100; i++) {
      const rank = String(1 + Math.floor(random() * 4));
      of[rank] = (of[rank] ?? 0) + 1;
    }
    const found = meanReciprocalRank(of, 0.95);
    if (found && found.lower > truth) below++;
    if (found && found.upper < truth) above++;
  }
  expect(below / runs).toBeLessThan(0.05);
  expect(above / runs).toBeLessThan(0.05);
});

test("no list has no quality", () => {
  expect(meanReciprocalRank({}, 0.95)).toBeNull();
  expect(hitRate({}, 1, 0.95)).toBeNull();
});
