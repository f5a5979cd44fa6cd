import fc from "fast-check";
import { expect, test } from "vitest";
import { countColumn, featureDistances, profileColumn } from "../../../rules/index.ts";
import { winsorisedEdges } from "../../../rules/profile/winsorised-edges.ts";

test("one outlier in the baseline is no yardstick: the distance of a shift stays what it was", () => {
  const base = Array.from({ length: 4000 }, (_, i) => Math.sin(i) * 10 + (i % 13));
  const moved = base.map((value) => value + 2);
  const distance = (values: readonly number[]): number => {
    const feature = profileColumn(values);
    const current = countColumn(feature, moved).counts;
    return featureDistances({ feature, current, confidence: 0.95 }).wasserstein?.normalised ?? 0;
  };
  expect(distance([...base, 1e12])).toBeCloseTo(distance(base), 1);
  expect(distance([...base, -1e300])).toBeCloseTo(distance(base), 1);
});

test("edges still ascend, lie within their own range, and only the outermost move", () => {
  const column = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
  fc.assert(
    fc.property(column, (values) => {
      const feature = profileColumn(values);
      if (feature.kind !== "numeric") return;
      const edges = winsorisedEdges(feature);
      expect(edges.length).toBe(feature.edges.length);
      for (const [i, edge] of edges.entries()) {
        expect(edge).toBeGreaterThanOrEqual(edges[i - 1] ?? edge);
        expect(edge >= (feature.edges[0] ?? edge) && edge <= (feature.edges.at(-1) ?? edge)).toBe(
          true,
        );
      }
    }),
  );
});
