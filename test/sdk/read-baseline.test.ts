import { expect, test } from "vitest";
import { readBaseline } from "../../sdk/read-baseline.ts";
import { BASELINE, DIGEST } from "./made-baseline.ts";

test("a baseline as the collector answers it is read whole", () => {
  const read = readBaseline(JSON.parse(JSON.stringify(BASELINE)));
  expect({ ...read, features: Object.fromEntries(read.features) }).toEqual(BASELINE);
});

test.each([
  [null, "a baseline must be an object"],
  ["validation", "a baseline must be an object"],
  [{ ...BASELINE, digest: "short" }, "must have a digest of 64 hexadecimal digits"],
  [{ digest: DIGEST, system: "credit" }, "GET /api/v1/baselines/DIGEST has them"],
])("what is no baseline is refused with the rule (%#)", (value, why) => {
  expect(() => readBaseline(value)).toThrow(why);
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
