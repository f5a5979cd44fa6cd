import { expect, test } from "vitest";
import { seeded } from "../statistics/seeded.ts";
import { baselineOf, seen } from "./drifted.ts";
import { measure } from "./family.ts";

const rows = Array.from({ length: 1000 }, (_, i) => i);
const baseline = baselineOf({
  temperature: rows.map((i) => 20 + Math.sin(i) + i / 1000),
  flag: rows.map((i) => (i % 20 === 0 ? 1 : 0)),
  zero: rows.map(() => 0),
  colour: rows.map((i) => (i % 4 === 0 ? "red" : "blue")),
});
const of = (id: string, feature: string, values: readonly unknown[]) =>
  measure(id, [seen(baseline, feature, values)], { baseline })[0];

test("one value only is found where the baseline has several", () => {
  const frozen = rows.map(() => 20.7);
  expect(of("constant", "temperature", frozen)).toMatchObject({ value: 1, detail: { only: 20.7 } });
  const red = rows.slice(0, 30).map(() => "red");
  expect(of("constant", "colour", red)).toMatchObject({ value: 1, detail: { only: "red" } });
  // Out of range, and still one value.
  expect(
    of(
      "constant",
      "temperature",
      rows.map(() => 999),
    ),
  ).toMatchObject({ value: 1 });
  expect(of("constant", "temperature", [...frozen, 20.700001])).toMatchObject({ value: 0 });
  expect(
    of(
      "constant",
      "zero",
      frozen.map(() => 0),
    ),
  ).toMatchObject({ value: 0 });
});

test("few equal values of a common one are no surprise, and one cell of new ones proves nothing", () => {
  expect(of("constant", "flag", [0, 0, 0, 0, 0])).toMatchObject({ kind: "insufficient" });
  expect(
    of(
      "constant",
      "flag",
      rows.slice(0, 200).map(() => 0),
    ),
  ).toMatchObject({ value: 1 });
  const unknown = of("constant", "colour", ["green", "pink"]);
  expect(unknown?.kind === "insufficient" && unknown.reason).toContain("cannot tell");
});

test("a value that is stuck in part of the window is commoner than any was, with bounds", () => {
  const half = rows.map((i) => (i % 2 === 0 ? 20.7 : 20 + Math.sin(i) + i / 1000));
  const found = of("stuck", "temperature", half);
  if (found?.kind !== "measured") throw new Error(found?.reason);
  expect(found.value).toBeGreaterThan(0.48);
  expect(found.lower).toBeGreaterThan(0.4);
  expect(found.upper).toBeGreaterThan(found.value);
  expect(String(found.detail["cell"])).toMatch(/^over 20.*, up to 20.*/);
  expect(
    of(
      "stuck",
      "flag",
      rows.map((i) => (i % 20 === 0 ? 1 : 0)),
    ),
  ).toMatchObject({ value: 0 });
  // What was never seen is not stuck: it is new, and out of range.
  expect(
    of(
      "stuck",
      "colour",
      rows.map(() => "green"),
    ),
  ).toMatchObject({ value: 0 });
  expect(
    of(
      "stuck",
      "temperature",
      rows.map(() => 99),
    ),
  ).toMatchObject({ value: 0 });
});

// What would break in production: the fullest of 200 small cells is full by chance, and pages someone.
test("the fullest of many equal cells is not said to be stuck more often than stated", () => {
  const random = seeded(20261126);
  const levels = baselineOf({ level: Array.from({ length: 20_000 }, random) });
  const runs = 300;
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const values = Array.from({ length: 300 }, random);
    const [found] = measure("stuck", [seen(levels, "level", values)], { baseline: levels });
    if (found?.kind !== "measured") throw new Error(found?.reason);
    if ((found.lower ?? 0) > 0) wrong++;
  }
  expect(wrong / runs).toBeLessThan(0.05);
});
