import { expect, test } from "vitest";
import { baselineOf, seen } from "./drifted.ts";
import { measure } from "./family.ts";

const rows = Array.from({ length: 1000 }, (_, i) => i);
const baseline = baselineOf({
  purpose: rows.map((i) => (i % 3 === 0 ? "car" : "home")),
  town: rows.map((i) => `town ${i % 150}`),
  age: rows,
});

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

test("where new and rare share a cell, or there are no categories, nothing is claimed", () => {
  const town = measure("new_category_rate", [seen(baseline, "town", ["Atlantis"])], { baseline });
  expect(town[0]).toMatchObject({ kind: "insufficient" });
  expect(town[0]?.kind === "insufficient" && town[0].reason).toContain("over 100 categories");
  const age = measure("new_category_rate", [seen(baseline, "age", rows)], { baseline });
  expect(age[0]?.kind === "insufficient" && age[0].reason).toContain("use out_of_range_rate");
});
