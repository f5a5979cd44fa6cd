import fc from "fast-check";
import { expect, test } from "vitest";
import type { Measurement } from "../../../rules/index.ts";
import { UNIT_FACTORS } from "../../../rules/metrics/unit-factors.ts";
import { seededRandom } from "../../../rules/profile/seeded-random.ts";
import { baselineOf, seen } from "./drifted.ts";
import { measure } from "./family.ts";

const random = seededRandom(7);
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(6.2831853 * random());
const numbers = {
  weight: Array.from({ length: 3000 }, () => 75 + 12 * normal()),
  income: Array.from({ length: 3000 }, () => 40_000 * Math.exp(0.5 * normal())),
  loss: Array.from({ length: 3000 }, () => -Math.exp(normal())),
  return: Array.from({ length: 3000 }, () => 0.02 * normal() + 0.01),
};
const baseline = baselineOf({ ...numbers, colour: numbers.weight.map(() => "red") });

function found(
  feature: string,
  values: readonly number[],
): Extract<Measurement, { kind: "measured" }> {
  const [measurement] = measure("unit_change", [seen(baseline, feature, values)], { baseline });
  if (measurement?.kind !== "measured") throw new Error(measurement?.reason);
  return measurement;
}

test("every known factor is found on other values of the same kind, in both directions, and named", () => {
  const half = { weight: numbers.weight.slice(0, 1500), income: numbers.income.slice(1500) };
  for (const { factor, units } of UNIT_FACTORS) {
    for (const name of ["weight", "income"] as const) {
      for (const by of [factor, 1 / factor]) {
        const { value, detail } = found(
          name,
          half[name].map((each) => each * by),
        );
        expect([by, name, value]).toEqual([by, name, 1]);
        const [coarse, fine] = units[0] ?? [];
        const words = by > 1 ? `from ${coarse} to ${fine}` : `from ${fine} to ${coarse}`;
        expect(detail["likely"]).toContain(words);
      }
    }
  }
});

test("a turned sign is found, and drift that is no unit is not", () => {
  expect(
    found(
      "loss",
      numbers.loss.map((each) => -each),
    ),
  ).toMatchObject({
    value: 1,
    detail: { factor: -1 },
  });
  expect(
    found(
      "loss",
      numbers.loss.map((each) => each * -1000),
    ),
  ).toMatchObject({ value: 1 });
  for (const values of [
    numbers.weight,
    numbers.weight.map((each) => each + 10),
    numbers.weight.map((each) => each * 1.1),
    numbers.weight.map((each) => (each > 75 ? each * 1.3 : each)),
    numbers.weight.map(() => 75),
  ]) {
    expect(found("weight", values).value).toBe(0);
  }
});

test("no unit is found on values of the baseline's own kind", () => {
  const names = fc.constantFrom<keyof typeof numbers>("weight", "income", "loss", "return");
  fc.assert(
    fc.property(names, fc.integer({ min: 0, max: 2800 }), (name, from) => {
      const values = numbers[name].slice(from, from + 150);
      expect(found(name, values).value).toBe(0);
    }),
  );
});

test("without sizes nothing is claimed: categories, and evidence or baselines stored before", () => {
  const say = (feature: string, group = seen(baseline, feature, [1]), of = baseline): string => {
    const [measurement] = measure("unit_change", [group], { baseline: of });
    return measurement?.kind === "insufficient" ? measurement.reason : "";
  };
  expect(say("colour", seen(baseline, "colour", ["red"]))).toContain("has no unit");
  const old = seen(baseline, "weight", [70, 80]);
  if (old.evidence.kind !== "cells") throw new Error("no cells");
  const bare = { ...old, evidence: { ...old.evidence, magnitudes: {} } };
  expect(say("weight", bare)).toContain("the window has no magnitudes");
  const feature = baseline.features["weight"];
  if (feature?.kind !== "numeric") throw new Error("no weight");
  const { magnitudes: _, ...weight } = feature;
  expect(say("weight", old, { ...baseline, features: { weight } })).toContain("make a new one");
});
