import fc from "fast-check";
import { expect, test } from "vitest";
import { featureDistances, profileColumn } from "../../../rules/index.ts";

test("every distance of a feature is a finite number, 0 on its own counts", () => {
  const column = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(column, column, fc.boolean(), (baseline, current, isText) => {
      const values = isText ? baseline.map(String) : baseline;
      const feature = profileColumn(values);
      const counts = profileColumn(isText ? current.map(String) : current);
      const self = numbers(
        featureDistances({ feature, current: feature.counts, confidence: 0.95 }),
      );
      for (const distance of self) expect(distance).toBe(0);
      if (counts.counts.length !== feature.counts.length) return;
      const found = featureDistances({ feature, current: counts.counts, confidence: 0.95 });
      for (const distance of numbers(found)) {
        expect(Number.isFinite(distance) && distance >= 0).toBe(true);
      }
      expect(found.kolmogorovSmirnov === null).toBe(isText);
      expect(found.wasserstein === null).toBe(isText);
    }),
  );
});

function numbers(of: ReturnType<typeof featureDistances>): number[] {
  return [
    of.populationStability.value,
    of.jensenShannon.distance,
    of.hellinger.distance,
    of.totalVariation.distance,
    of.chiSquared.statistic,
    of.cramersV,
    of.kolmogorovSmirnov?.distance ?? 0,
    of.wasserstein?.normalised ?? 0,
  ];
}
