import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decisions } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

// ProPublica's published COMPAS table (Larson et al. 2016), counts by race.
const compas: Record<string, Decisions["pairs"]> = {
  "African-American": { not_low: { not_low: 1369, low: 805 }, low: { not_low: 532, low: 990 } },
  Caucasian: { not_low: { not_low: 505, low: 349 }, low: { not_low: 461, low: 1139 } },
};

function decisions(pairs: Decisions["pairs"], unlabelled = 0): Decisions {
  const sum = (row: Readonly<Record<string, number>>): number =>
    Object.values(row).reduce((total, count) => total + count, 0);
  const predicted = Object.fromEntries(
    Object.entries(pairs).map(([label, row]) => [label, sum(row)]),
  );
  return { kind: "decisions", pairs, predicted: { ...predicted, other: unlabelled } };
}

test("COMPAS error rates by race are those that were published", () => {
  const rates = (id: string): (number | null)[] =>
    Object.values(compas).map((pairs) => {
      const [found] = measure(id, [group(decisions(pairs))], { positive: "not_low" });
      return found?.kind === "measured" ? found.value : null;
    });
  expect(rates("false_positive_rate")[0]).toBeCloseTo(0.44847, 5);
  expect(rates("false_positive_rate")[1]).toBeCloseTo(0.23454, 5);
  expect(rates("false_negative_rate")[0]).toBeCloseTo(0.27985, 5);
  expect(rates("false_negative_rate")[1]).toBeCloseTo(0.47723, 5);
});

test("a favourable label stands in for a positive one, and without either there is no rate", () => {
  const family = [group(decisions(compas["Caucasian"] ?? {}))];
  expect(measure("recall", family, { favourable: "not_low" })).toEqual(
    measure("recall", family, { positive: "not_low" }),
  );
  expect(measure("recall", family)).toMatchObject([
    { kind: "insufficient", reason: "no positive label is named" },
  ]);
});

const pairs = fc.dictionary(
  fc.constantFrom("yes", "no", "maybe"),
  fc.dictionary(fc.constantFrom("yes", "no", "maybe"), fc.integer({ min: 1, max: 500 })),
);

test("rates agree with their definitions, and complement each other", () => {
  fc.assert(
    fc.property(pairs, (table) => {
      const cell = (predicted: boolean, truth: boolean): number =>
        Object.entries(table).reduce(
          (sum, [label, row]) =>
            (label === "yes") === predicted
              ? Object.entries(row).reduce(
                  (part, [real, count]) => ((real === "yes") === truth ? part + count : part),
                  sum,
                )
              : sum,
          0,
        );
      const [tp, fp, fn, tn] = [
        cell(true, true),
        cell(true, false),
        cell(false, true),
        cell(false, false),
      ];
      const value = (id: string): number | null => {
        const [found] = measure(id, [group(decisions(table))], { positive: "yes" });
        return found?.kind === "measured" ? found.value : null;
      };
      const ratio = (over: number, under: number): number | null =>
        under === 0 ? null : over / under;
      expect(value("precision")).toEqual(ratio(tp, tp + fp));
      expect(value("recall")).toEqual(ratio(tp, tp + fn));
      expect(value("false_negative_rate")).toEqual(ratio(fn, tp + fn));
      expect(value("false_positive_rate")).toEqual(ratio(fp, fp + tn));
      const f1 = value("f1");
      if (f1 === null) expect(tp + fp + fn).toBe(0);
      else expect(f1).toBeCloseTo((2 * tp) / (2 * tp + fp + fn), 12);
    }),
  );
});

test("bounds of every rate hold its value", () => {
  for (const id of ["accuracy", "precision", "recall", "f1", "false_positive_rate"]) {
    const [found] = measure(id, [group(decisions(compas["Caucasian"] ?? {}))], {
      positive: "not_low",
    });
    if (found?.kind !== "measured") throw new Error(`${id} is not measured`);
    expect(found.lower).toBeLessThan(found.value);
    expect(found.upper).toBeGreaterThan(found.value);
  }
});

test("labels that cover too little of the cohort decide nothing", () => {
  const family = [group(decisions({ yes: { yes: 80 } }, 120))];
  expect(measure("accuracy", family, { minCoverage: 0.5 })).toMatchObject([
    {
      kind: "insufficient",
      n: 80,
      reason: "outcomes cover 40.0 % of 200 predictions, needs 50.0 %",
    },
  ]);
  expect(measure("accuracy", family, { minCoverage: 0.4 })).toMatchObject([
    { kind: "measured", value: 1, detail: { labelled: 80, predictions: 200 } },
  ]);
  expect(measure("accuracy", [group(decisions({}, 5))])).toMatchObject([
    { kind: "insufficient", reason: "no outcome yet for 5 predictions" },
  ]);
});
