import fc from "fast-check";
import { expect, test } from "vitest";
import { calibrate, oriented } from "../../../rules/statistics/calibration.ts";
import { calibrationOracle } from "./oracle/calibration.ts";

test("direction and probabilities equal those made with SciPy and NumPy", () => {
  for (const { n, hits, direction, probability } of calibrationOracle.calibration) {
    const found = calibrate({ n, hits });
    expect(found?.direction).toBe(direction);
    found?.probability.forEach((p, bin) => {
      expect(p).toBeCloseTo(probability[bin] ?? Number.NaN, 12);
    });
  }
});

const labelled = fc
  .array(fc.tuple(fc.nat({ max: 30 }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((bins) => ({ n: bins.map(([n]) => n), hits: bins.map(([n, p]) => Math.floor(n * p)) }))
  .filter(({ n }) => n.some((count) => count > 0));

test("probabilities lie in [0, 1], are monotone, and return the hits that they came from", () => {
  fc.assert(
    fc.property(labelled, ({ n, hits }) => {
      const found = calibrate({ n, hits });
      if (found === null) throw new Error("a filled bin calibrates");
      const along = oriented(found.probability, found.direction);
      along.forEach((p, bin) => {
        expect(p >= 0 && p <= 1).toBe(true);
        if (bin > 0) expect(p).toBeGreaterThanOrEqual((along[bin - 1] ?? 0) - 1e-12);
      });
      const expected = found.probability.reduce((sum, p, bin) => sum + p * (n[bin] ?? 0), 0);
      expect(expected).toBeCloseTo(
        hits.reduce((sum, count) => sum + count, 0),
        8,
      );
    }),
  );
});

test("a mirrored histogram calibrates to the mirror image", () => {
  fc.assert(
    fc.property(labelled, ({ n, hits }) => {
      const there = calibrate({ n, hits });
      const back = calibrate({ n: n.toReversed(), hits: hits.toReversed() });
      if (there === null || back === null) throw new Error("a filled bin calibrates");
      // Flat fits have no direction to turn: both name the first.
      const isFlat = new Set(there.probability.map((p) => p.toFixed(9))).size === 1;
      if (!isFlat) {
        expect(back.probability.toReversed().map((p) => p.toFixed(9))).toEqual(
          there.probability.map((p) => p.toFixed(9)),
        );
      }
    }),
  );
});

test("an empty bin lies between its neighbours, an outer one holds its neighbour's value", () => {
  const found = calibrate({ n: [0, 4, 0, 0, 10, 0], hits: [0, 1, 0, 0, 7, 0] });
  expect(found?.probability.map((p) => Math.round(p * 1000) / 1000)).toEqual([
    0.25, 0.25, 0.4, 0.55, 0.7, 0.7,
  ]);
  expect(found?.support).toEqual([4, 4, 4, 4, 10, 10]);
});

test("nothing labelled teaches nothing, and more hits than predictions are refused", () => {
  expect(calibrate({ n: [0, 0], hits: [0, 0] })).toBeNull();
  expect(() => calibrate({ n: [1, 0], hits: [1, 1] })).toThrow("hits within n");
});
