import fc from "fast-check";

/** Counts of two samples in the same 2–40 bins; empty bins are common, neither side is empty. */
export const countPair: fc.Arbitrary<{ baseline: number[]; current: number[] }> = fc
  .integer({ min: 2, max: 40 })
  .chain((bins) => fc.record({ baseline: histogram(bins), current: histogram(bins) }));

function histogram(bins: number): fc.Arbitrary<number[]> {
  const count = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: 0, max: 1_000_000 }),
  );
  return fc
    .array(count, { minLength: bins, maxLength: bins })
    .filter((counts) => counts.some((value) => value > 0));
}

/** Two samples with ties, negatives and extremes that are still finite. */
export const samplePair: fc.Arbitrary<{ baseline: number[]; current: number[] }> = fc.record({
  baseline: sample(),
  current: sample(),
});

function sample(): fc.Arbitrary<number[]> {
  const value = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  );
  return fc.array(value, { minLength: 1, maxLength: 60 });
}
