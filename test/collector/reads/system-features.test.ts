import { expect, test } from "vitest";
import { loanReads, RANGE, ROWS } from "./loans.ts";

const query = { system: "loans", range: RANGE };

test("a feature's distance and coverage are those that its own page has", async () => {
  const { reads, asked } = loanReads();
  const { features, baseline } = await reads.systemFeatures(query);
  expect(asked).toHaveLength(1);
  expect(baseline).toMatchObject({ name: "validation", rows: ROWS });
  expect(features.map(({ feature, kind }) => [feature, kind])).toEqual([
    ["housing", "categorical"],
    ["income", "numeric"],
  ]);
  const income = features.find(({ feature }) => feature === "income");
  const page = await reads.featureDrift({ ...query, feature: "income" });
  expect(income).toMatchObject({
    values: page.found?.values,
    predictions: page.found?.predictions,
    baseline: { values: ROWS, missing: 0 },
    distance: { metric: "psi", measurement: page.found?.distances[0]?.measurement },
  });
});

test("what no baseline has is named all the same, and counted as it came", async () => {
  const { reads } = loanReads({
    featuresSeen: async () => ({
      predictions: 10,
      features: [
        { name: "income", numbers: 9, words: 0, missing: 0 },
        { name: "postcode", numbers: 1, words: 7, missing: 2 },
      ],
    }),
  });
  const { features } = await reads.systemFeatures(query);
  expect(features.map(({ feature }) => feature)).toEqual(["housing", "income", "postcode"]);
  expect(features.at(-1)).toEqual({
    ...{ feature: "postcode", kind: "categorical", values: 7, predictions: 10 },
    ...{ baseline: null, distance: null },
  });
});

test("without predictions there is a note for each feature of the baseline, and no number", async () => {
  const { reads } = loanReads({ fetchEvidence: async () => [] });
  const { features } = await reads.systemFeatures(query);
  expect(features.map(({ values, distance }) => [values, distance?.measurement.kind])).toEqual([
    [0, "no_data"],
    [0, "no_data"],
  ]);
});
