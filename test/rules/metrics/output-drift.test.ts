import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Baseline,
  cellOf,
  countOutputs,
  countScores,
  createBaseline,
  emptyCells,
  emptyDecisions,
} from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { group, measure } from "./family.ts";

function baselineOf(of: Partial<Parameters<typeof createBaseline>[0]>): Baseline {
  const plain = { system: "s", name: "r", version: 1, createdMs: 0, origin: "columns" };
  return createBaseline({ ...plain, columns: {}, ...of }, sha256);
}
const repeat = (times: Readonly<Record<string, number>>): string[] =>
  Object.entries(times).flatMap(([label, count]) => new Array<string>(count).fill(label));
const predicted = (of: Readonly<Record<string, number>>): ReturnType<typeof group> =>
  group({ ...emptyDecisions(), predicted: of });

test("labels drift as a categorical feature with the same values does", () => {
  const label = fc.constantFrom("yes", "no", "maybe", "rare", "__proto__", "it's");
  const counts = fc.uniqueArray(fc.tuple(label, fc.integer({ min: 1, max: 2000 })), {
    minLength: 1,
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(counts, counts, (before, now) => {
      const values = repeat(Object.fromEntries(before));
      const baseline = baselineOf({ columns: { label: values }, outputs: countOutputs(values) });
      const feature = baseline.features["label"];
      if (feature === undefined) throw new Error("no feature");
      const cells = feature.counts.map(() => 0);
      for (const [name, count] of now) {
        const cell = cellOf(feature, name);
        if (cell === null) throw new Error("no cell");
        cells[cell] = (cells[cell] ?? 0) + count;
      }
      const of = { baseline, tolerance: Infinity };
      const seen = group(
        { ...emptyCells(baseline.digest, 0), counts: cells },
        { feature: "label" },
      );
      const [expected] = measure("psi", [seen], of);
      const [found] = measure("output_drift", [predicted(Object.fromEntries(now))], of);
      if (expected?.kind !== "measured" || found?.kind !== "measured") throw new Error("none");
      expect(found.value).toBeCloseTo(expected.value, 12);
      expect(found.lower).toBeCloseTo(expected.lower ?? Number.NaN, 9);
      expect(found.upper).toBeCloseTo(expected.upper ?? Number.NaN, 9);
      expect(found.n).toBe(expected.n);
    }),
  );
});

test("the detail has each label on both sides, the rare together and the new apart", () => {
  const baseline = baselineOf({ outputs: { approve: 600, decline: 396, refer: 4 } });
  const current = { approve: 300, decline: 690, refer: 3, "ignore all": 7 };
  const [found] = measure("output_drift", [predicted(current)], { baseline });
  expect(found).toMatchObject({
    kind: "measured",
    n: 1000,
    detail: {
      comparedWith: "outputs",
      baselineN: 1000,
      bins: [
        { label: "approve", baseline: 600, current: 300 },
        { label: "decline", baseline: 396, current: 690 },
        { label: "any other label", baseline: 4, current: 3 },
        { label: "never seen before", baseline: 0, current: 7 },
      ],
    },
  });
  if (found?.kind !== "measured") throw new Error("none");
  expect(found.lower).toBeGreaterThan(0.2);
  expect(found.detail).not.toHaveProperty("missing");
});

test("a baseline that stopped counting labels calls none of them new", () => {
  const baseline = baselineOf({ outputs: { approve: 600, "": 400 } });
  const [found] = measure("output_drift", [predicted({ approve: 600, other: 400 })], { baseline });
  expect(found).toMatchObject({ kind: "measured", value: 0 });
});

test("without outputs the scores of the baseline say the mix, of what had a truth", () => {
  const label = repeat({ yes: 300, no: 700 });
  const scores = countScores({ label, score: label.map(() => 0.5), truth: label });
  const [found] = measure("output_drift", [predicted({ yes: 30, no: 970 })], {
    baseline: baselineOf({ scores }),
  });
  expect(found).toMatchObject({
    kind: "measured",
    detail: { comparedWith: "scores", bins: [{ label: "no", baseline: 700 }, { baseline: 300 }] },
  });
});

test("nothing to compare with, too few, and nothing at all are told apart", () => {
  const drift = (of: Readonly<Record<string, number>>, baseline: Baseline | null): unknown =>
    measure("output_drift", [predicted(of)], { baseline, minSample: 200 })[0];
  const known = baselineOf({ outputs: { yes: 500, no: 500 } });
  expect(drift({}, known)).toMatchObject({ kind: "no_data" });
  expect(drift({ yes: 500 }, null)).toMatchObject({
    kind: "insufficient",
    reason: expect.stringContaining("no approved baseline"),
  });
  expect(drift({ yes: 500 }, baselineOf({}))).toMatchObject({
    kind: "insufficient",
    reason: expect.stringContaining("does not say what the model answered"),
  });
  expect(drift({ yes: 199 }, known)).toMatchObject({
    kind: "insufficient",
    reason: "199 values, needs 200",
  });
});
