import fc from "fast-check";
import { expect, test } from "vitest";
import { totalVariation } from "../../../rules/statistics/total-variation.ts";
import { countPair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";
import { seeded } from "./seeded.ts";

const confidence = 0.95;

test("total variation and L∞ equal NumPy's to 1e-12", () => {
  for (const { baseline, current, ...expected } of distances.counts) {
    const found = totalVariation({ baseline, current, confidence });
    expect(Math.abs(found.distance - expected.totalVariation)).toBeLessThan(1e-12);
    expect(Math.abs(found.largest - expected.largest)).toBeLessThan(1e-12);
  }
});

test("it is symmetric, in [0, 1], 0 on itself, the sum of its contributions, within its bounds", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const there = totalVariation({ baseline, current, confidence });
      const back = totalVariation({ baseline: current, current: baseline, confidence });
      expect(there).toEqual(back);
      const sum = there.contributions.reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(there.distance, 12);
      expect((there.contributions[there.largestBin] ?? 0) * 2).toBe(there.largest);
      expect(there.largest).toBeLessThanOrEqual(there.distance + 1e-12);
      expect(0 <= there.lower && there.lower <= there.distance).toBe(true);
      expect(there.distance <= there.upper && there.upper <= 1).toBe(true);
      expect(totalVariation({ baseline, current: baseline, confidence })).toMatchObject({
        distance: 0,
        largest: 0,
        lower: 0,
      });
    }),
  );
});

test("the order of the bins changes nothing", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const found = totalVariation({ baseline, current, confidence });
      const turned = totalVariation({
        baseline: [...baseline].reverse(),
        current: [...current].reverse(),
        confidence,
      });
      expect(turned.distance).toBeCloseTo(found.distance, 12);
      expect(turned.largest).toBe(found.largest);
    }),
  );
});

test("each bound holds in at least the promised share of 2,000 samples, at the shift and at none", () => {
  const random = seeded(41);
  const draw = (size: number, extra: number): number[] => {
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < size; i++) {
      const bin = random() < extra ? 0 : Math.floor(random() * 5);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  for (const extra of [0, 0.2]) {
    // Moving a share of everything into one of five bins: a total variation of 4/5 of the share.
    const truth = extra * 0.8;
    let [below, above] = [0, 0];
    for (let run = 0; run < 2000; run++) {
      const of = { baseline: draw(300, 0), current: draw(100, extra), confidence };
      const { lower, upper } = totalVariation(of);
      if (lower > truth) below++;
      if (upper < truth) above++;
    }
    expect(below / 2000).toBeLessThanOrEqual(0.05);
    expect(above / 2000).toBeLessThanOrEqual(0.05);
  }
});
