import { expect, test } from "vitest";
import type { FeatureBaseline } from "../../../rules/index.ts";
import { baselineOf, seen } from "./drifted.ts";
import { measure } from "./family.ts";

const rows = Array.from({ length: 1000 }, (_, i) => i);
const baseline = baselineOf({
  score: rows.map((i) => 1 + (i % 10)),
  income: rows.map((i) => Math.exp(i / 100)),
  purpose: rows.map(() => "car"),
});

test("the share of values below the smallest or above the largest, with bounds", () => {
  const values = [
    0,
    -3,
    ...rows.slice(0, 180).map((i) => 1 + (i % 10)),
    ...rows.slice(0, 18).map(() => 11),
  ];
  const [found] = measure("out_of_range_rate", [seen(baseline, "score", values)], { baseline });
  expect(found).toMatchObject({
    kind: "measured",
    value: 0.1,
    n: 200,
    detail: { below: 2, above: 18, present: 200 },
  });
});

test("a smooth feature has a range too: its own values are all in it, and infinity never is", () => {
  const own = rows.map((i) => Math.exp(i / 100));
  const [inside] = measure("out_of_range_rate", [seen(baseline, "income", own)], { baseline });
  expect(inside).toMatchObject({ kind: "measured", value: 0, n: 1000 });
  const beyond = [...own, 0.999, Infinity, -Infinity];
  const [found] = measure("out_of_range_rate", [seen(baseline, "income", beyond)], { baseline });
  expect(found).toMatchObject({ kind: "measured", detail: { below: 2, above: 1 } });
});

/** As baselines were stored before their end cells were kept free. */
const income: FeatureBaseline = {
  kind: "numeric",
  edges: [10, 20],
  deciles: [10, 20],
  counts: [5, 5, 5],
  missing: 0,
};
const stored = { ...baseline, features: { income } };

test("where an end cell holds extremes of the baseline, or there is no range, nothing is claimed", () => {
  const [old] = measure("out_of_range_rate", [seen(stored, "income", rows)], { baseline: stored });
  expect(old?.kind === "insufficient" && old.reason).toContain("in its end cells");
  const purpose = measure("out_of_range_rate", [seen(baseline, "purpose", ["car"])], { baseline });
  expect(purpose[0]?.kind === "insufficient" && purpose[0].reason).toContain("new_category_rate");
});
