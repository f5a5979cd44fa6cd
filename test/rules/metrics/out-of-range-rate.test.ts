import { expect, test } from "vitest";
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

test("where an end cell holds extremes of the baseline, or there is no range, nothing is claimed", () => {
  const income = measure("out_of_range_rate", [seen(baseline, "income", rows)], { baseline });
  expect(income[0]?.kind === "insufficient" && income[0].reason).toContain("open end cells");
  const purpose = measure("out_of_range_rate", [seen(baseline, "purpose", ["car"])], { baseline });
  expect(purpose[0]?.kind === "insufficient" && purpose[0].reason).toContain("new_category_rate");
});
