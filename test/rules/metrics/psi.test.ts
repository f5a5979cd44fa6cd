import { expect, test } from "vitest";
import {
  type Baseline,
  cellOf,
  createBaseline,
  type EvidenceGroup,
  emptyCells,
  type PsiBin,
} from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { group, measure } from "./family.ts";

const ages = Array.from({ length: 5000 }, (_, i) => 18 + ((i * 37) % 60));
const baseline = createBaseline(
  {
    system: "s",
    name: "training",
    version: 1,
    createdMs: 0,
    origin: "columns",
    columns: { age: ages, purpose: ages.map((age) => (age < 40 ? "car" : "home")) },
  },
  sha256,
);

function seen(feature: string, values: readonly unknown[], of: Baseline = baseline): EvidenceGroup {
  const profile = of.features[feature];
  if (profile === undefined) throw new Error(`no ${feature}`);
  const counts = profile.counts.map(() => 0);
  let missing = 0;
  for (const value of values) {
    const cell = cellOf(profile, value);
    if (cell === null) missing += 1;
    else counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return group({ ...emptyCells(of.digest, 0), counts, missing }, { feature });
}

test("the same values have no drift; years sent as months have a lot, and the bins say where", () => {
  const [same] = measure("psi", [seen("age", ages)], { baseline });
  expect(same).toMatchObject({ kind: "measured", value: 0, lower: 0, n: 5000 });

  const [months] = measure(
    "psi",
    [
      seen(
        "age",
        ages.map((age) => age * 12),
      ),
    ],
    { baseline },
  );
  if (months?.kind !== "measured") throw new Error("not measured");
  expect(months.lower).toBeGreaterThan(1);
  const bins = months.detail["bins"] as readonly PsiBin[];
  expect(bins.reduce((sum, bin) => sum + bin.contribution, 0)).toBeCloseTo(months.value, 12);
  expect(bins.at(-1)).toMatchObject({ current: 5000 });
  expect(bins.reduce((sum, bin) => sum + bin.baseline, 0)).toBe(5000);
});

test("categories drift too, and a new one is not overlooked", () => {
  const values = ages.map((_, i) => (i % 2 === 0 ? "car" : "boat"));
  const [found] = measure("psi", [seen("purpose", values)], { baseline });
  if (found?.kind !== "measured") throw new Error("not measured");
  expect(found.lower).toBeGreaterThan(0.2);
  const bins = found.detail["bins"] as readonly PsiBin[];
  expect(bins.find(({ label }) => label === "never seen before")).toMatchObject({
    baseline: 0,
    current: 2500,
  });
});

test("too few values to see the tolerated shift decide nothing, but both histograms are shown", () => {
  const [found] = measure("psi", [seen("age", ages.slice(0, 100))], { baseline });
  expect(found).toMatchObject({ kind: "insufficient", n: 100, detail: { baselineN: 5000 } });
  expect(found?.kind === "insufficient" && found.reason).toContain("needs 0.2");
  // (B − 1)/h ≤ τ/4 with nine degrees of freedom: 180 of an endless baseline, 187 of 5,000.
  expect(measure("psi", [seen("age", ages.slice(0, 186))], { baseline })[0]?.kind).toBe(
    "insufficient",
  );
  expect(measure("psi", [seen("age", ages.slice(0, 187))], { baseline })[0]?.kind).toBe("measured");
  expect(
    measure("psi", [seen("age", ages.slice(0, 400))], { baseline, tolerance: 0.05 })[0]?.kind,
  ).toBe("insufficient");
});

test("missing values are reported beside the index, and nothing but them is insufficient", () => {
  const [some] = measure("psi", [seen("age", [...ages, ...ages.map(() => null)])], { baseline });
  expect(some).toMatchObject({ detail: { missing: { baseline: 0, current: 0.5 } } });
  const [none] = measure("psi", [seen("age", [null, null])], { baseline });
  expect(none).toMatchObject({ kind: "insufficient", reason: "the window has no value of age" });
});

test("cells of another baseline are not compared", () => {
  const other = createBaseline(
    { system: "s", name: "n", version: 2, createdMs: 0, origin: "", columns: { age: [1] } },
    sha256,
  );
  expect(measure("psi", [seen("age", [1, 2], other)], { baseline })[0]).toMatchObject({
    kind: "no_data",
  });
});
