import { beforeAll, describe, expect, test } from "vitest";
import {
  type Baseline,
  countScores,
  createBaseline,
  type EvidenceGroup,
  type Measurement,
  type Scores,
} from "../../../rules/index.ts";
import { censusOutcomes, censusRows, dataSet } from "../../data.ts";
import { sha256 } from "../hash.ts";
import { group, measure } from "./family.ts";

// Four years of US Census employment predictions: approved on 2015, measured on 2016 to 2018 as a page
// or a control would. The scores are the probability of being employed, also beside the other label.

const data = dataSet("acs-employment-ma");

describe.skipIf(data.absent)(`the Census, measured as a control measures${data.note}`, () => {
  let baseline: Baseline | null = null;
  let years: readonly EvidenceGroup[] = [];

  beforeAll(async () => {
    const approved = pairsOf(await labelled("reference"));
    baseline = createBaseline(
      {
        system: "census",
        name: "2015",
        version: 1,
        createdMs: 0,
        origin: "reference.parquet",
        columns: {},
        scores: approved,
      },
      sha256,
    );
    const analysis = await labelled("analysis");
    years = [2016, 2017, 2018].map((year) => {
      const pairs = pairsOf(analysis.filter((row) => row.year === year));
      return group({ kind: "scores", pairs, predicted: predictedOf(pairs), outside: 0 });
    });
  }, 60_000);

  function measured(id: string): readonly Extract<Measurement, { kind: "measured" }>[] {
    return measure(id, years, { baseline, positive: "1", minSample: 100 }).map((found) => {
      if (found.kind !== "measured") throw new Error(`${id}: ${found.reason}`);
      return found;
    });
  }

  test("estimated accuracy is within 0.01 of the realised one that stands beside it", () => {
    for (const { value, lower, upper, detail } of measured("estimated_accuracy")) {
      expect(Math.abs(value - Number(detail["realisedAccuracy"]))).toBeLessThan(0.01);
      expect(lower).toBeGreaterThan(value - 0.01);
      expect(upper).toBeLessThan(value + 0.01);
    }
  });

  test("the gap is small every year: the scores are still worth what they were", () => {
    const estimates = measured("estimated_accuracy");
    for (const [i, { value, detail }] of measured("accuracy_gap").entries()) {
      expect(Math.abs(value)).toBeLessThan(0.01);
      expect(detail["realised"]).toBe(estimates[i]?.detail["realisedAccuracy"]);
    }
  });

  test("scores of one class are turned, and the estimated curve meets the realised one", () => {
    const estimates = measured("estimated_roc_auc");
    for (const [i, { value, detail }] of measured("roc_auc").entries()) {
      expect(detail).toMatchObject({ mirrored: "0" });
      expect(Math.abs(value - (estimates[i]?.value ?? 0))).toBeLessThan(0.02);
    }
  });
});

interface Row {
  readonly year: number;
  readonly prediction: number;
  readonly probability: number;
  readonly truth: number | undefined;
}

async function labelled(part: "reference" | "analysis"): Promise<readonly Row[]> {
  const [rows, outcomes] = await Promise.all([censusRows(part), censusOutcomes(part)]);
  return rows.map(({ id, year, prediction, probability }) => ({
    year,
    prediction,
    probability,
    truth: outcomes.get(id),
  }));
}

function pairsOf(rows: readonly Row[]): Scores["pairs"] {
  return countScores({
    label: rows.map(({ prediction }) => prediction),
    score: rows.map(({ probability }) => probability),
    truth: rows.map(({ truth }) => truth),
  });
}

function predictedOf(pairs: Scores["pairs"]): Scores["predicted"] {
  return Object.fromEntries(
    Object.entries(pairs).map(([label, truths]) => [
      label,
      Object.values(truths).reduce(
        (sum: readonly number[], counts) => counts.map((count, i) => count + (sum[i] ?? 0)),
        [],
      ),
    ]),
  );
}
