import fc from "fast-check";
import { expect, test } from "vitest";
import {
  areCellsInside,
  cellsValue,
  emptyCellsDetector,
  stepCellsDetector,
  toleratedCells,
} from "../../../../rules/statistics/sequential/cells-detector.ts";
import { emptyMemories, stepMemories } from "../../../../rules/statistics/sequential/memories.ts";
import {
  baselineShares,
  boundsFromStability,
  boundsFromTolerance,
  guardedStability,
} from "../../../../rules/statistics/sequential/share-bounds.ts";
import { stepShiryaevRoberts } from "../../../../rules/statistics/sequential/shiryaev-roberts.ts";
import {
  projectOntoStability,
  stabilityOf,
} from "../../../../rules/statistics/sequential/stability-projection.ts";
import {
  emptyToleranceDetectors,
  stepToleranceDetectors,
  toleranceValue,
} from "../../../../rules/statistics/sequential/tolerance-shiryaev-roberts.ts";
import { threeCellOutcomes } from "./enumerate.ts";
import { oracle } from "./oracle/oracle.ts";

/** Shares that sum to 1, none below about 1/1000. */
function shares(cells: number): fc.Arbitrary<number[]> {
  return fc
    .array(fc.double({ min: 0.02, max: 1, noNaN: true }), { minLength: cells, maxLength: cells })
    .map((weights) => {
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    });
}

test("the detectors equal an independent program's over thirty windows to 1e-9", () => {
  for (const { low, high, windows, dispersion, values } of oracle.shiryaevRoberts) {
    const bounds = low.map((bound, i) => ({ low: bound, high: high[i] ?? 1 }));
    let state = emptyToleranceDetectors(low.length);
    let memories = emptyMemories(low.length);
    windows.forEach((counts, i) => {
      state = stepToleranceDetectors(state, counts, { bounds, memories, dispersion });
      memories = stepMemories(memories, counts);
      // Memories keep six digits, and a bet multiplies what they lose by the counts.
      const expected = values[i] ?? Number.NaN;
      expect(Math.abs(toleranceValue(state) - expected)).toBeLessThan(1e-9 + 1e-3 * expected);
    });
  }
});

test("the projection leaves the divergence that a general solver leaves, to 1e-6", () => {
  for (const [baseline, alternative, limit, divergence] of oracle.projection) {
    const nearest = projectOntoStability({ baseline, alternative, limit }) ?? [];
    const left = alternative.reduce((sum, q, i) => sum + q * Math.log(q / (nearest[i] ?? 0)), 0);
    expect(Math.abs(left - divergence)).toBeLessThan(1e-6);
  }
});

// What would break in production: a search without end gives NaN, and the detector never alarms again.
test("an alternative on the limit, or a hair beyond it, is not bet on", () => {
  const baseline = [0.1, 0.2, 0.3, 0.4];
  const alternative = [0.3, 0.2, 0.3, 0.2];
  const index = stabilityOf(baseline, alternative);
  for (const above of [0, 1e-15, 1e-12, 1e-9, 1e-7, 4e-7, 6e-7]) {
    const limit = index / (1 + above);
    expect(projectOntoStability({ baseline, alternative, limit })).toBeNull();
  }
  for (const above of [1.1e-6, 2e-6, 1e-3]) {
    const limit = index / (1 + above);
    const nearest = projectOntoStability({ baseline, alternative, limit }) ?? [];
    const off = stabilityOf(baseline, nearest) / limit - 1;
    expect(off).toBeGreaterThan(-1e-9);
    expect(off).toBeLessThan(1.01e-6);
  }
  expect(() => stepShiryaevRoberts(1, Number.NaN)).toThrow("NaN");
});

test("betting against the projection is worth at most 1 under every histogram within the limit", () => {
  const cells = fc.integer({ min: 2, max: 8 });
  fc.assert(
    fc.property(
      cells.chain((count) => fc.tuple(shares(count), shares(count), shares(count))),
      fc.double({ min: 0.005, max: 0.3, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      ([baseline, alternative, other], limit, part) => {
        const nearest = projectOntoStability({ baseline, alternative, limit });
        if (nearest === null) {
          expect(stabilityOf(baseline, alternative)).toBeLessThanOrEqual(limit);
          return;
        }
        expect(stabilityOf(baseline, nearest)).toBeGreaterThanOrEqual(limit * (1 - 1e-9));
        expect(stabilityOf(baseline, nearest)).toBeLessThanOrEqual(limit * (1 + 2e-6));
        // A histogram between the baseline and any other, as far as the limit goes.
        const mixed = (weight: number): number[] =>
          baseline.map((p, i) => p + weight * ((other[i] ?? 0) - p));
        let inside = 0;
        let outside = 1;
        if (stabilityOf(baseline, other) <= limit) inside = 1;
        for (let i = 0; i < 50 && inside < 1; i++) {
          const middle = (inside + outside) / 2;
          if (stabilityOf(baseline, mixed(middle)) <= limit) inside = middle;
          else outside = middle;
        }
        for (const weight of [inside, inside * part]) {
          const worth = mixed(weight).reduce(
            (sum, q, i) => sum + (q * (alternative[i] ?? 0)) / (nearest[i] ?? 1),
            0,
          );
          expect(worth).toBeLessThan(1 + 1e-9);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("the bounds of a cell equal SciPy's roots to 1e-12, and lie where the index of two cells is the limit", () => {
  for (const [share, limit, low, high] of oracle.shareBounds) {
    const bound = boundsFromStability([share], limit)[0];
    expect(Math.abs((bound?.low ?? 1) - low)).toBeLessThan(1e-12);
    expect(Math.abs((bound?.high ?? 0) - high)).toBeLessThan(1e-12);
  }
});

test("a histogram within the index keeps the bounds of every cell", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }).chain((count) => fc.tuple(shares(count), shares(count))),
      ([baseline, current]) => {
        const bounds = boundsFromStability(baseline, stabilityOf(baseline, current) + 1e-12);
        current.forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual((bounds[i]?.low ?? 1) - 1e-9);
          expect(share).toBeLessThanOrEqual((bounds[i]?.high ?? 0) + 1e-9);
        });
      },
    ),
  );
});

test("a small baseline is never trusted further than three standard errors of its own", () => {
  const few = boundsFromTolerance([100, 900], 0.01)[0];
  expect((few?.high ?? 0) - (baselineShares([100, 900])[0] ?? 0)).toBeCloseTo(0.0285, 3);
  const many = boundsFromTolerance([100_000, 900_000], 0.01)[0];
  expect(many?.high).toBeCloseTo(0.11, 5);
  expect(guardedStability(new Array<number>(10).fill(10_000), 0.1)).toBeCloseTo(0.1103, 4);
  expect(guardedStability(new Array<number>(10).fill(100), 0.1)).toBeGreaterThan(0.22);
});

test("one window adds at most 1 to the value while the tolerance is kept, over all its outcomes", () => {
  const tolerated = toleratedCells([40_000, 30_000, 30_000], { stability: 0.02 });
  // The true shares stand at the limit; the past, by chance, beyond it.
  const outcomes = threeCellOutcomes(30, [0.337, 0.3, 0.363]);
  expect(stabilityOf(tolerated.shares, [0.337, 0.3, 0.363])).toBeLessThan(tolerated.stability ?? 0);
  const past = [
    [25, 40, 35],
    [20, 30, 50],
    [28, 31, 41],
  ] as const;
  let state = emptyCellsDetector(3);
  for (const counts of past) state = stepCellsDetector(state, counts, tolerated);
  const before = cellsValue(state, tolerated);
  const after = outcomes.reduce(
    (sum, { counts, chance }) =>
      sum + chance * cellsValue(stepCellsDetector(state, counts, tolerated), tolerated),
    0,
  );
  expect(after).toBeLessThan(before + 1);
});

test("without a bet suspicion fades, and no value leaves the finite numbers", () => {
  expect(stepShiryaevRoberts(8, null)).toBe(4);
  expect(stepShiryaevRoberts(1e-6, null)).toBe(0);
  expect(stepShiryaevRoberts(1, Math.log(3))).toBeCloseTo(6, 12);
  expect(stepShiryaevRoberts(1e300, 1e9)).toBe(1e300);
  expect(stepShiryaevRoberts(1, -Infinity)).toBe(0);
});

test("the order of cells does not matter, and an empty window changes nothing", () => {
  const counts = fc.array(fc.nat(60), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 12 }), (windows) => {
      const baseline = [400, 300, 200, 100];
      const there = toleratedCells(baseline, { stability: 0.05 });
      const back = toleratedCells([...baseline].reverse(), { stability: 0.05 });
      let [a, b] = [emptyCellsDetector(4), emptyCellsDetector(4)];
      for (const window of windows) {
        a = stepCellsDetector(a, window, there);
        b = stepCellsDetector(b, [...window].reverse(), back);
      }
      const value = cellsValue(a, there);
      expect(Math.abs(value - cellsValue(b, back))).toBeLessThan(1e-6 * (1 + value));
      expect(stepCellsDetector(a, [0, 0, 0, 0], there)).toBe(a);
    }),
  );
});

test("what the last windows show is known to be inside or outside", () => {
  for (const tolerance of [{ stability: 0.1 }, { share: 0.02 }]) {
    const tolerated = toleratedCells([1000, 1000, 1000], tolerance);
    const empty = emptyCellsDetector(3);
    expect(areCellsInside(empty, tolerated)).toBe(null);
    const same = stepCellsDetector(empty, [500, 500, 500], tolerated);
    expect(areCellsInside(same, tolerated)).toBe(true);
    const moved = stepCellsDetector(empty, [1000, 400, 100], tolerated);
    expect(areCellsInside(moved, tolerated)).toBe(false);
  }
  expect(() => toleratedCells([5], { share: 0.1 })).toThrow("two cells");
});
