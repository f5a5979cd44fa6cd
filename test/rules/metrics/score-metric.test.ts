import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Baseline,
  countScores,
  createBaseline,
  type EvidenceGroup,
  emptyScores,
  type Scores,
} from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { seeded } from "../statistics/seeded.ts";
import { group, measure } from "./family.ts";
import { expectBounds, measured } from "./measured.ts";
import { performance, type Row } from "./oracle/performance.ts";
import { told } from "./told.ts";

const name = (label: 0 | 1): string => (label === 1 ? "yes" : "no");

function scored(rows: readonly Row[], of: { readonly isLabelled?: boolean } = {}): EvidenceGroup {
  return told(
    "scores",
    rows.map(([predicted, score, truth]) => ({
      label: name(predicted),
      score,
      ...(of.isLabelled === false ? {} : { truth: { label: name(truth) } }),
    })),
  );
}

/** A baseline that knows what such scores were worth. */
function taught(rows: readonly Row[]): Baseline {
  return createBaseline(
    {
      system: "s",
      name: "reference",
      version: 1,
      createdMs: 0,
      origin: "columns",
      columns: {},
      scores: countScores({
        label: rows.map(([predicted]) => name(predicted)),
        score: rows.map(([, score]) => score),
        truth: rows.map(([, , truth]) => name(truth)),
      }),
    },
    sha256,
  );
}

describe.each(["calibrated", "overconfident"] as const)("%s scores with outcomes", (of) => {
  const expected = performance[of];
  const evidence = scored(expected.rows);

  test("every metric of scores equals its definition over binned rows", () => {
    expect(measured("roc_auc", evidence).value).toBeCloseTo(expected.rocAuc, 9);
    expect(measured("average_precision", evidence).value).toBeCloseTo(expected.averagePrecision, 9);
    expect(measured("calibration_error", evidence).value).toBeCloseTo(expected.calibrationError, 9);
    expectBounds(measured("brier_score", evidence), expected.brier);
    expectBounds(measured("log_loss", evidence), expected.logLoss);
  });

  test("200 bins lose next to nothing of the rows themselves", () => {
    expect(measured("roc_auc", evidence).value).toBeCloseTo(expected.rocAucOfRows, 3);
    expect(measured("brier_score", evidence).value).toBeCloseTo(expected.brierOfRows, 3);
  });

  test("label coverage, and what is needed to recompute, stand beside the value", () => {
    const right = Math.round(expected.accuracy * expected.rows.length);
    for (const id of ["roc_auc", "average_precision", "calibration_error", "brier_score"]) {
      expect(measured(id, evidence).detail).toMatchObject({
        predictions: 800,
        labelled: 800,
        correct: right,
        outside: 0,
        mirrored: null,
      });
    }
    expect(measured("roc_auc", evidence).detail).toMatchObject({ positive: "yes" });
    expect(measured("calibration_error", evidence).detail).toHaveProperty("noise");
  });

  test("the other label is ranked as well as the one", () => {
    expect(measured("roc_auc", evidence, { positive: "no" }).value).toBeCloseTo(expected.rocAuc, 9);
  });
});

test("the score of one class given with every label is seen, and turned", () => {
  const rows = performance.calibrated.rows.map(
    ([predicted, score, truth]): Row => [predicted, predicted === 1 ? score : 1 - score, truth],
  );
  const found = measured("roc_auc", scored(rows));
  expect(found.detail).toMatchObject({ mirrored: "no" });
  expect(found.value).toBeCloseTo(performance.calibrated.rocAucOfRows, 3);
  expect(measured("brier_score", scored(rows)).value).toBeCloseTo(
    performance.calibrated.brierOfRows,
    2,
  );
  // One label alone tells nothing of the other: then the approved baseline does.
  const refused = rows.filter(([predicted]) => predicted === 0);
  expect(measured("brier_score", scored(refused)).detail).toMatchObject({ mirrored: null });
  expect(measured("brier_score", scored(refused), { baseline: taught(rows) }).detail).toMatchObject(
    { mirrored: "no" },
  );
});

test("an overconfident model shows in its calibration and in the gap, not in its ranking", () => {
  const baseline = taught(performance.calibrated.rows);
  const now = scored(performance.overconfident.rows);
  const gap = measured("accuracy_gap", now, { baseline });
  expect(gap.lower).toBeGreaterThan(0.05);
  expect(gap.detail).toMatchObject({
    labelled: 800,
    predictions: 800,
    realised: performance.overconfident.accuracy,
    learnedFrom: { name: "reference", version: 1 },
  });
  expect(gap.value).toBeCloseTo(Number(gap.detail["estimated"]) - Number(gap.detail["realised"]));
});

test("where scores are worth what they were, the estimate meets what is realised and the gap holds 0", () => {
  const baseline = taught(performance.calibrated.rows);
  const now = scored(performance.calibrated.rows);
  const estimate = measured("estimated_accuracy", now, { baseline });
  expect(estimate.value).toBeCloseTo(performance.calibrated.accuracy, 9);
  const gap = measured("accuracy_gap", now, { baseline });
  expect(gap.value).toBeCloseTo(0, 9);
  expect(gap.lower).toBeLessThan(0);
  expect(gap.upper).toBeGreaterThan(0);
});

test("a gap is proven without cause no more often than the confidence says", () => {
  const random = seeded(7);
  const rows = (n: number): readonly Row[] =>
    Array.from({ length: n }, () => {
      const p = random();
      const predicted = p > 0.5 ? 1 : 0;
      return [predicted, predicted === 1 ? p : 1 - p, random() < p ? 1 : 0] as const;
    });
  const runs = 400;
  let proven = 0;
  for (let run = 0; run < runs; run++) {
    const baseline = taught(rows(1000));
    const [found] = measure("accuracy_gap", [scored(rows(400))], { baseline });
    if (found?.kind === "measured" && (found.lower ?? 0) > 0) proven += 1;
  }
  // 5 %, and what chance may add to it in so many runs (99.9 %).
  expect(proven / runs).toBeLessThanOrEqual(0.05 + 3.09 * Math.sqrt((0.05 * 0.95) / runs));
});

test("estimates need no outcome of now, and are those of the same cohort with outcomes", () => {
  const baseline = taught(performance.calibrated.rows);
  const known = scored(performance.overconfident.rows);
  const unknown = scored(performance.overconfident.rows, { isLabelled: false });
  for (const rate of ["accuracy", "precision", "recall", "f1", "roc_auc"]) {
    const id = `estimated_${rate}`;
    const there = measured(id, known, { baseline });
    const here = measured(id, unknown, { baseline });
    expect(here.value).toBe(there.value);
    expect(here.lower).toBeLessThan(here.value);
    expect(here.upper).toBeGreaterThan(here.value);
    expect(here.detail).toMatchObject({ labelled: 0, realisedAccuracy: null, leftOut: 0 });
    expect(there.detail).toMatchObject({ realisedAccuracy: performance.overconfident.accuracy });
  }
});

test("without an approved past nothing is estimated, and the answer says what is missing", () => {
  const now = scored(performance.calibrated.rows);
  const bare = createBaseline(
    { system: "s", name: "r", version: 1, createdMs: 0, origin: "columns", columns: {} },
    sha256,
  );
  const other = taught(performance.calibrated.rows.filter(([predicted]) => predicted === 1));
  for (const id of ["estimated_accuracy", "estimated_precision", "accuracy_gap"]) {
    const reason = (baseline: Baseline | null): unknown =>
      measure(id, [now], { positive: "yes", baseline })[0];
    expect(reason(null)).toMatchObject({
      kind: "insufficient",
      reason: "no approved baseline to learn from what scores are worth",
    });
    expect(reason(bare)).toMatchObject({
      kind: "insufficient",
      reason: "the approved baseline carries no scores with outcomes",
    });
    expect(reason(other)).toMatchObject({
      kind: "insufficient",
      reason: "the approved baseline has no outcome of predictions of no",
    });
  }
});

test("a cohort of which nothing, or one class only, is known has no curve", () => {
  const [first] = measure("roc_auc", [scored(performance.calibrated.rows, { isLabelled: false })], {
    positive: "yes",
  });
  expect(first).toMatchObject({ reason: "no outcome yet for 800 scored predictions" });
  const positives = performance.calibrated.rows.filter(([, , truth]) => truth === 1);
  expect(measure("roc_auc", [scored(positives)], { positive: "yes" })).toMatchObject([
    { kind: "insufficient", reason: "every outcome is yes: nothing to rank below" },
  ]);
  expect(measure("roc_auc", [scored(positives)], { positive: "maybe" })).toMatchObject([
    { kind: "insufficient", reason: "no outcome is maybe: nothing to rank above the others" },
  ]);
  expect(measure("roc_auc", [scored(positives)])).toMatchObject([
    { kind: "insufficient", reason: "no positive label is named" },
  ]);
});

const labels = fc.constantFrom("yes", "no", "maybe", "__proto__", "constructor");
const bins = fc
  .array(fc.tuple(fc.nat({ max: 199 }), fc.integer({ min: 1, max: 50 })), { maxLength: 6 })
  .map((filled) => {
    const counts = new Array<number>(200).fill(0);
    for (const [bin, count] of filled) counts[bin] = count;
    return counts;
  });
const anyScores = fc.dictionary(labels, fc.dictionary(labels, bins)).map((pairs): Scores => {
  const add = (rows: readonly (readonly number[])[]): number[] =>
    Array.from({ length: 200 }, (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 1));
  return {
    ...emptyScores(),
    pairs,
    predicted: Object.fromEntries(
      Object.entries(pairs).map(([label, truths]) => [label, add(Object.values(truths))]),
    ),
  };
});

test("whatever the counts and labels, a value is finite and within its bounds", () => {
  const ids = [
    "roc_auc",
    "average_precision",
    "calibration_error",
    "brier_score",
    "log_loss",
    "accuracy_gap",
    "estimated_accuracy",
    "estimated_precision",
    "estimated_recall",
    "estimated_f1",
    "estimated_roc_auc",
  ];
  fc.assert(
    fc.property(
      anyScores,
      anyScores,
      fc.constantFrom(...ids),
      labels,
      (now, past, id, positive) => {
        const baseline = { ...taught([]), scores: past.pairs };
        const [found] = measure(id, [group(now)], { positive, baseline });
        if (found?.kind !== "measured") return;
        expect(Number.isFinite(found.value)).toBe(true);
        expect(found.lower).toBeLessThanOrEqual(found.value + 1e-9);
        expect(found.upper).toBeGreaterThanOrEqual(found.value - 1e-9);
      },
    ),
    { numRuns: 300 },
  );
});

// What would break in production: a sure model that has not erred yet "proves" a loss near 0.
test("thirty sure and right predictions are not proof of a model that never errs", () => {
  const rows = Array.from({ length: 30 }, (): Row => [1, 0.999, 1]);
  const brier = measured("brier_score", scored(rows));
  expect(brier.value).toBeLessThan(1e-4);
  // What twenty-nine of thirty right answers would show is not excluded, nor are all of them.
  expect(brier.upper).toBeGreaterThan(0.05);
  expect(brier.lower).toBeLessThanOrEqual(brier.value);
  expect(measured("log_loss", scored(rows)).upper).toBeGreaterThan(0.2);
});
