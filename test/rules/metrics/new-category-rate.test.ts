import { expect, test } from "vitest";
import { baselineOf, seen } from "./drifted.ts";
import { measure } from "./family.ts";

const rows = Array.from({ length: 1000 }, (_, i) => i);
const baseline = baselineOf({
  purpose: rows.map((i) => (i % 3 === 0 ? "car" : "home")),
  town: rows.map((i) => `town ${i % 150}`),
  age: rows,
});

/** As baselines were stored before there was a list of rare ones. */
const known = baseline.features["town"];
if (known?.kind !== "categorical") throw new Error("towns are categories");
const { rare: _, ...town } = { ...known, counts: known.counts.slice(0, -1) };
const stored = { ...baseline, features: { town } };

test("the share of values that the baseline never saw, with bounds", () => {
  const values = [...rows.map(() => "car"), ...rows.slice(0, 250).map(() => "boat")];
  const [found] = measure("new_category_rate", [seen(baseline, "purpose", values)], { baseline });
  expect(found).toMatchObject({
    kind: "measured",
    value: 0.2,
    n: 1250,
    detail: { new: 250, present: 1250 },
  });
  expect(found?.kind === "measured" && (found.lower ?? 0) > 0.18).toBe(true);
});

test("rare ones are no new ones, even if the baseline saw them once among a hundred others", () => {
  const seldom = [...rows.slice(100, 150).map((i) => `town ${i}`), "Atlantis"];
  const [found] = measure("new_category_rate", [seen(baseline, "town", seldom)], { baseline });
  expect(found).toMatchObject({ kind: "measured", n: 51, detail: { new: 1 } });
});

test("where new and rare share a cell, or there are no categories, nothing is claimed", () => {
  const town = measure("new_category_rate", [seen(stored, "town", ["Atlantis"])], {
    baseline: stored,
  });
  expect(town[0]).toMatchObject({ kind: "insufficient" });
  expect(town[0]?.kind === "insufficient" && town[0].reason).toContain("over 100 categories");
  const age = measure("new_category_rate", [seen(baseline, "age", rows)], { baseline });
  expect(age[0]?.kind === "insufficient" && age[0].reason).toContain("use out_of_range_rate");
});
