import { expect, test } from "vitest";
import { ratioBounds } from "../../../rules/statistics/ratio-interval.ts";
import { oracle } from "./oracle/oracle.ts";

test("ratio bounds equal SciPy's Katz interval to 1e-12", () => {
  for (const [a, n, b, m, lower, upper] of oracle.ratio) {
    const bounds = ratioBounds({
      over: { successes: a, trials: n },
      under: { successes: b, trials: m },
      confidence: 0.95,
    });
    expect(Math.abs(bounds.lower - lower)).toBeLessThan(1e-12);
    expect(Math.abs(bounds.upper - upper)).toBeLessThan(1e-12);
  }
});

test("no success above the line, or no failure at all, still gives a finite width", () => {
  const none = ratioBounds({
    over: { successes: 0, trials: 200 },
    under: { successes: 100, trials: 200 },
    confidence: 0.95,
  });
  expect(none.lower).toBe(0);
  expect(none.upper).toBeGreaterThan(0);
  expect(none.upper).toBeLessThan(0.1);

  const saturated = ratioBounds({
    over: { successes: 5, trials: 5 },
    under: { successes: 5, trials: 5 },
    confidence: 0.95,
  });
  expect(saturated.lower).toBeLessThan(1);
  expect(saturated.upper).toBeGreaterThan(1);
});

test("a reference without a success is refused", () => {
  const under = { successes: 0, trials: 9 };
  expect(() => ratioBounds({ over: { successes: 1, trials: 9 }, under, confidence: 0.95 })).toThrow(
    "below the line",
  );
});
