import { expect, test } from "vitest";
import { compareColumns, stabilityIndex } from "../../../rules/index.ts";

const confidence = 0.95;
const rows = Array.from({ length: 2000 }, (_, i) => i);

test("a numeric column is compared by its values and by its cells, which agree", () => {
  const found = compareColumns({
    baseline: rows.map((i) => i % 500),
    current: rows.map((i) => (i % 500) + 50),
    confidence,
  });
  expect(found).toMatchObject({ kind: "numeric", n: 2000, m: 2000 });
  expect(found.kolmogorovSmirnov?.distance).toBeCloseTo(0.1, 9);
  expect(found.distances?.kolmogorovSmirnov?.distance).toBeLessThanOrEqual(0.1 + 1e-12);
  expect(found.distances?.kolmogorovSmirnov?.distanceUpTo).toBeGreaterThanOrEqual(0.1 - 1e-12);
  expect(found.wasserstein?.distance).toBeCloseTo(50, 6);
  expect(found.wasserstein?.normalised).toBeCloseTo(0.2, 6);
});

test("population stability on samples is that of deciles of the baseline sample", () => {
  const found = compareColumns({
    baseline: rows,
    current: rows.slice(0, 1000),
    confidence,
  });
  const expected = stabilityIndex({
    baseline: new Array<number>(10).fill(200),
    current: [200, 200, 200, 200, 200, 0, 0, 0, 0, 0],
  });
  expect(found.distances?.populationStability.value).toBeCloseTo(expected.value, 12);
});

test("categories are compared without order, and text in a numeric column is missing", () => {
  const purpose = compareColumns({
    baseline: rows.map((i) => (i % 2 ? "car" : "home")),
    current: ["car", null, "boat"],
    confidence,
  });
  expect(purpose).toMatchObject({
    kind: "categorical",
    m: 2,
    missing: { baseline: 0, current: 1 },
    kolmogorovSmirnov: null,
    wasserstein: null,
  });
  expect(purpose.distances?.totalVariation.distance).toBeCloseTo(0.5, 12);
  const age = compareColumns({ baseline: rows, current: ["old"], confidence });
  expect(age).toMatchObject({ m: 0, missing: { current: 1 }, distances: null });
  const infinite = compareColumns({ baseline: rows, current: [Infinity], confidence });
  expect(infinite.wasserstein).toBeNull();
  expect(infinite.kolmogorovSmirnov?.distance).toBe(1);
});
