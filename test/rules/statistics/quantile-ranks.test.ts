import fc from "fast-check";
import { expect, test } from "vitest";
import { quantileRanks } from "../../../rules/statistics/quantile-ranks.ts";
import { oracle } from "./oracle/oracle.ts";

test("order-statistic ranks equal those that SciPy's binomial gives by definition", () => {
  for (const [n, quantile, confidence, lower, upper] of oracle.quantileRanks) {
    const ranks = quantileRanks({ n, quantile, confidence });
    expect([n, quantile, ranks.lower, ranks.upper]).toEqual([n, quantile, lower, upper]);
  }
});

test("bounds hold the sample's own quantile between them, at every size", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000_000 }),
      fc.constantFrom(0.5, 0.9, 0.95, 0.99),
      (n, quantile) => {
        const { rank, lower, upper } = quantileRanks({ n, quantile, confidence: 0.95 });
        if (lower !== null) expect(lower).toBeLessThanOrEqual(rank);
        if (upper !== null) expect(upper).toBeGreaterThanOrEqual(rank);
        expect(lower ?? 1).toBeGreaterThanOrEqual(1);
        expect(upper ?? n).toBeLessThanOrEqual(n);
      },
    ),
  );
});
