import { expect, test } from "vitest";
import { readBaseline } from "../../sdk/read-baseline.ts";
import { BASELINE, DIGEST } from "./made-baseline.ts";

test("a baseline as the collector answers it is read whole", () => {
  const derived = {
    note: { kind: "text" },
    face: { kind: "embedding", dimensions: 3, seed: 7, bandwidth: 0.5 },
  };
  const { features, ...rest } = readBaseline(JSON.parse(JSON.stringify({ ...BASELINE, derived })));
  expect({ ...rest, features: Object.fromEntries(features) }).toEqual({
    ...BASELINE,
    derived: new Map(Object.entries(derived)),
  });
});

test.each([
  [null, "a baseline must be an object"],
  ["validation", "a baseline must be an object"],
  [{ ...BASELINE, digest: "short" }, "must have a digest of 64 hexadecimal digits"],
  [{ digest: DIGEST, system: "credit" }, "GET /api/v1/baselines/DIGEST has them"],
])("what is no baseline is refused with the rule (%#)", (value, why) => {
  expect(() => readBaseline(value)).toThrow(why);
});

test.each([
  { kind: "picture" },
  { kind: "embedding", dimensions: 1e9, seed: 7, bandwidth: 1 },
  { kind: "embedding", dimensions: 3, seed: 7, bandwidth: 0 },
  { kind: "embedding", dimensions: 3, seed: "7", bandwidth: 1 },
  null,
])("a recipe that cannot be followed is left out (%#)", (recipe) => {
  expect(readBaseline({ ...BASELINE, derived: { face: recipe } }).derived.size).toBe(0);
});

const income = BASELINE.features["income"];
const purpose = BASELINE.features["purpose"];

test.each([
  { ...income, kind: "curve" },
  { ...income, edges: [1] },
  { ...income, edges: Array.from({ length: 11 }, () => 1) },
  { ...income, edges: "none" },
  { ...income, counts: null },
  { ...purpose, categories: ["car"] },
  { ...purpose, categories: [1, 2, 3] },
  { ...purpose, rare: "boat" },
  null,
])("a feature that cannot be counted in is left out, the others beside it stay (%#)", (feature) => {
  const read = readBaseline({ ...BASELINE, features: { broken: feature, income } });
  expect([...read.features.keys()]).toEqual(["income"]);
});
