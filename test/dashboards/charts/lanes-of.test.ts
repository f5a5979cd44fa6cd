import fc from "fast-check";
import { expect, test } from "vitest";
import { lanesOf } from "../../../dashboards/charts/lanes-of.ts";

const STEP_MS = 60_000;
const point = (step: number, model: string, calls: number) => ({
  ...{ timeMs: step * STEP_MS, model, calls },
});

test("a model that others came before has begun within the range, one that was there first has not", () => {
  const lanes = lanesOf([
    ...[point(0, "a", 4), point(1, "a", 3), point(1, "b", 1), point(2, "b", 8)],
    point(1, "", 1),
  ]);
  expect(lanes.map(({ model, hasBegun, firstMs }) => ({ model, hasBegun, firstMs }))).toEqual([
    { model: "a", hasBegun: false, firstMs: 0 },
    { model: "b", hasBegun: true, firstMs: STEP_MS },
    { model: "", hasBegun: false, firstMs: STEP_MS },
  ]);
  expect(lanes[1]?.shares).toEqual(
    new Map([
      [STEP_MS, 0.2],
      [2 * STEP_MS, 1],
    ]),
  );
});

test("without calls there are no lanes", () => {
  expect(lanesOf([])).toEqual([]);
  expect(lanesOf([point(0, "a", 0)])).toEqual([]);
});

test("shares of a step add up to all of its calls, and lanes to all of the range", () => {
  const points = fc.array(
    fc
      .tuple(fc.nat(12), fc.constantFrom("a", "b", "c", ""), fc.nat(50))
      .map(([step, model, n]) => point(step, model, n)),
  );
  fc.assert(
    fc.property(points, (given) => {
      const lanes = lanesOf(given);
      const total = given.reduce((sum, { calls }) => sum + calls, 0);
      expect(lanes.reduce((sum, { calls }) => sum + calls, 0)).toBe(total);
      for (const timeMs of new Set(lanes.flatMap(({ shares }) => [...shares.keys()]))) {
        const shares = lanes.map((lane) => lane.shares.get(timeMs) ?? 0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      }
    }),
  );
});
