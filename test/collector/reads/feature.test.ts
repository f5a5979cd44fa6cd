import type { FeatureDetail, FeatureFindings } from "@tiltmeter/dashboards";
import { createBaseline } from "@tiltmeter/rules";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../rules/hash.ts";
import { baseline, FROM, loanReads, RANGE, ROWS } from "./loans.ts";

const query = { system: "loans", feature: "income", range: RANGE };

function found(detail: FeatureDetail): FeatureFindings {
  if (detail.found === null) throw new Error(detail.problem ?? "nothing found");
  return detail.found;
}

function value(of: FeatureFindings, id: string): number {
  const measurement = of.distances.find((distance) => distance.id === id)?.measurement;
  if (measurement?.kind !== "measured") throw new Error(`${id}: ${measurement?.reason}`);
  return measurement.value;
}

test("one feature costs one evidence query, and one for each segment", async () => {
  const { reads, asked } = loanReads();
  await reads.featureDrift(query);
  expect(asked.map(({ by }) => by.join(" "))).toEqual([
    "system feature",
    "system segment.customer feature",
    "system segment.region feature",
  ]);
  for (const { baselines } of asked) {
    expect(baselines?.map(({ features }) => Object.keys(features))).toEqual([["income"]]);
    expect(baselines?.[0]?.digest).toBe(baseline.digest);
  }
});

test("of many segments four are looked into and the others named", async () => {
  const names = ["a", "b", "c", "d", "e", "f"].map((name) => `segment.${name}`);
  const { reads, asked } = loanReads({ segments: async () => names });
  const { segmentsLeft } = found(await reads.featureDrift(query));
  expect(asked).toHaveLength(5);
  expect(segmentsLeft).toEqual(["segment.e", "segment.f"]);
});

test("the index is the one that the overview and a control measure", async () => {
  const { reads } = loanReads();
  const all = await reads.drift({ system: "loans", range: RANGE });
  const overview = all.features.find(({ feature }) => feature === "income");
  const one = found(await reads.featureDrift(query));
  const psi = one.distances.find(({ id }) => id === "psi");
  expect(psi?.measurement).toEqual(overview?.measurement);
  expect(one.bins).toEqual(overview?.bins);
  expect(one.missing).toEqual(overview?.missing);
});

test("a numeric feature has every distance, with its bracket, p and what it is judged by", async () => {
  const { reads } = loanReads();
  const { distances, smallestDetectable } = found(await reads.featureDrift(query));
  expect(distances.map(({ id, threshold }) => [id, threshold])).toEqual([
    ["psi", 0.2],
    ["jensen_shannon", 0.13],
    ["hellinger", 0.158],
    ["total_variation", 0.1],
    ["kolmogorov_smirnov", 0.1],
    ["wasserstein", 0.1],
    ["largest_difference", null],
    ["chi_squared", null],
    ["cramers_v", null],
  ]);
  const ks = distances.find(({ id }) => id === "kolmogorov_smirnov");
  expect(ks?.bracket?.upper).toBeGreaterThanOrEqual(ks?.bracket?.lower ?? 1);
  expect(ks?.pValue).toBeLessThan(1e-6);
  expect(distances.find(({ id }) => id === "chi_squared")?.pValue).toBeLessThan(1e-6);
  expect(smallestDetectable).toBeGreaterThan(0);
});

test("a categorical feature has no distance that needs an order", async () => {
  const { reads } = loanReads();
  const { distances, kind } = found(await reads.featureDrift({ ...query, feature: "housing" }));
  expect(kind).toBe("categorical");
  expect(distances.map(({ id }) => id)).not.toContain("kolmogorov_smirnov");
  expect(distances.map(({ id }) => id)).not.toContain("wasserstein");
});

describe("who carries the shift", () => {
  test("contributions add up to the index, and name the segment that moved", async () => {
    const { reads } = loanReads();
    const one = found(await reads.featureDrift(query));
    const region = one.segments.find(({ dimension }) => dimension === "segment.region");
    const parts = region?.parts ?? [];
    expect(parts[0]).toMatchObject({ segment: "south", together: 1 });
    expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 12);
    const sum = parts.reduce((total, part) => total + part.contribution, 0);
    expect(sum).toBeCloseTo(value(one, "psi"), 10);
    expect(region?.total).toBeCloseTo(sum, 12);
    expect(parts[0]?.contribution).toBeGreaterThan(0.9 * sum);
  });

  test("a segment of many values shows fifty and puts the others together", async () => {
    const { reads } = loanReads();
    const one = found(await reads.featureDrift(query));
    const customers = one.segments.find(({ dimension }) => dimension === "segment.customer");
    expect(customers?.parts).toHaveLength(51);
    const rest = customers?.parts.find(({ segment }) => segment === null);
    expect(rest?.together).toBe(150 - 2); // customers 0 and 100 never have an income
    expect(customers?.total).toBeCloseTo(value(one, "psi"), 10);
    const n = customers?.parts.reduce((sum, part) => sum + part.n, 0);
    expect(n).toBe(one.values);
  });
});

test("what is missing, new and out of range is told in words", async () => {
  const { reads } = loanReads();
  const words = async (feature: string): Promise<Record<string, unknown>> => {
    const { quality } = found(await reads.featureDrift({ ...query, feature }));
    return Object.fromEntries(quality.map(({ id, isFound, words: text }) => [id, [isFound, text]]));
  };
  const income = await words("income");
  expect(income["missing_rate"]).toEqual([false, "1 % of 2000 predictions; 0 % in the baseline"]);
  expect(income["out_of_range_rate"]).toMatchObject([true, /0 below .*, \d+ above/]);
  expect(income["constant"]).toEqual([false, "several values"]);
  expect(Object.keys(income)).toContain("unit_change");
  const housing = await words("housing");
  expect(housing["new_category_rate"]).toEqual([
    true,
    "2 % of 2000 values were never seen in the baseline",
  ]);
  expect(Object.keys(housing)).not.toContain("out_of_range_rate");
});

test("a model version is looked at alone", async () => {
  const { reads } = loanReads();
  const of = async (modelVersion: string): Promise<FeatureFindings> =>
    found(await reads.featureDrift({ ...query, modelVersion }));
  const [one, two] = [await of("1"), await of("2")];
  expect(one.predictions + two.predictions).toBe(ROWS);
  expect(one.segments.find(({ dimension }) => dimension === "segment.region")?.total).toBeCloseTo(
    value(one, "psi"),
    10,
  );
  expect((await reads.featureDrift({ ...query, modelVersion: "9" })).problem).toContain(
    "no predictions in this range",
  );
});

test("the baseline is told with who approved it, and another one can be asked for", async () => {
  const { reads } = loanReads();
  const facts = { name: "validation", version: 3, approvedBy: "mara", approvedMs: FROM - 5 };
  for (const asked of [{}, { baseline: "validation" }, { baseline: baseline.digest }]) {
    const detail = await reads.featureDrift({ ...query, ...asked });
    expect(detail.baseline).toMatchObject({ ...facts, seasonal: false, rows: ROWS });
    expect(found(detail).values).toBe(ROWS - ROWS / 100);
  }
});

test("without a baseline, its feature or predictions the answer says what to do", async () => {
  const { reads, asked } = loanReads();
  const problem = async (of: Partial<Parameters<typeof reads.featureDrift>[0]>): Promise<string> =>
    (await reads.featureDrift({ ...query, ...of })).problem ?? "";
  expect(await problem({ system: "other" })).toMatch(
    /no approved baseline: make one .* approve it/,
  );
  expect(await problem({ baseline: "none" })).toMatch(/no baseline none: GET \/api\/v1\/baselines/);
  expect(await problem({ feature: "age" })).toMatch(/does not hold this feature: make a new one/);
  expect(await problem({ feature: "__proto__" })).toMatch(/does not hold this feature/);
  expect(asked).toEqual([]);
  expect(await problem({ range: { fromMs: 0, toMs: 1 } })).toMatch(/no predictions in this range/);
});

test("a mean of vectors is compared as such, without bins and segments", async () => {
  const vectors = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(i), i / 40]);
  const embedded = createBaseline(
    {
      ...{ system: "loans", name: "texts", version: 1, createdMs: 0, origin: "columns" },
      columns: {},
      embeddings: { letter: vectors },
    },
    sha256,
  );
  const { reads, asked } = loanReads({ baseline: () => ({ baseline: embedded, approvedMs: 0 }) });
  const [name = ""] = Object.keys(embedded.features).filter((each) => each.endsWith(":rff"));
  const detail = found(await reads.featureDrift({ ...query, feature: name }));
  expect(detail).toMatchObject({ kind: "vectors", bins: [], segments: [], values: 0 });
  expect(detail.distances.map(({ id }) => id)).toEqual(["embedding_drift"]);
  expect(asked).toHaveLength(1);
  const steps = await reads.driftSeries({ ...query, feature: name, stepMs: 43_200_000 });
  expect(steps[0]?.points[0]?.note).toMatch(/vectors, needs 1/);
  expect((await reads.featureDrift({ ...query, feature: "letter:p3" })).related).toEqual([
    "letter:rff",
    "letter:centroid",
  ]);
});
