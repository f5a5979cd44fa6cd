import fc from "fast-check";
import { expect, test } from "vitest";
import { chartShapes, shownTop } from "../../../dashboards/charts/chart-shapes.ts";

const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }));

test("whatever was measured is drawn inside the box, and what was not breaks the line", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      fc.constantFrom("line", "bars"),
      (rows, fromZero, shape) => {
        const values = rows.map(([middle]) => middle);
        const shapes = chartShapes({
          style: "plain",
          shape: shape === "bars" ? "bars" : "line",
          fromZero: fromZero || shape === "bars",
          fromMs: 0,
          toMs: rows.length * 1_000,
          stepMs: 1_000,
          nowMs: 0,
          times: rows.map((_, i) => i * 1_000),
          values,
          lower: rows.map(([, lower]) => lower),
          upper: rows.map(([, , upper]) => upper),
          samples: rows.map(() => 1),
          changes: [],
        });
        if (values.every((one) => one === null)) {
          expect(shapes).toBe(null);
          return;
        }
        expect(shapes?.line).not.toMatch(/NaN|Infinity/);
        expect(shapes?.band).not.toMatch(/NaN|Infinity/);
        const runs = values.filter((one, i) => one !== null && (values[i - 1] ?? null) === null);
        if (shape === "line") expect(shapes?.line.match(/M/g)).toHaveLength(runs.length);
        for (const [, y] of shapes?.line.matchAll(/[ V](-?\d+(?:\.\d+)?)/g) ?? []) {
          expect(Number(y)).toBeGreaterThanOrEqual(0);
          expect(Number(y)).toBeLessThanOrEqual(140);
        }
      },
    ),
  );
});

test("a bound far above every value is cut off, so that the line keeps its course", () => {
  const data = {
    style: "seconds",
    shape: "line",
    fromZero: true,
    fromMs: 0,
    toMs: 2_000,
    stepMs: 1_000,
    nowMs: 0,
    times: [0, 1_000],
    values: [0.001, 0.002],
    lower: [0.001, 0.001],
    upper: [0.003, 0.9],
    samples: [40, 12],
    changes: [],
  } as const;
  expect(chartShapes(data)?.high).toBe(0.008);
  expect(shownTop({ ...data, style: "percent" }, 0.9)).toBe(0.9);
});

test("a second line is drawn on the axes of the first, also where the first has nothing", () => {
  const shapes = chartShapes({
    style: "percent",
    shape: "line",
    fromZero: false,
    fromMs: 0,
    toMs: 3_000,
    stepMs: 1_000,
    nowMs: 0,
    times: [0, 1_000, 2_000],
    values: [0.9, null, null],
    lower: [0.8, null, null],
    upper: [0.95, null, null],
    beside: { word: "estimated from scores", values: [null, 0.7, 0.98] },
    samples: [1, 0, 0],
    changes: [],
  });
  expect(shapes).toMatchObject({ low: 0.7, high: 0.98, beside: "M300.0 136.0L500.0 4.0" });
});
