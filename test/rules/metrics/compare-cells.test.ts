import fc from "fast-check";
import { expect, test } from "vitest";
import type { Measurement, PsiBin } from "../../../rules/index.ts";
import { baselineOf, seen } from "./drifted.ts";
import { measure } from "./family.ts";

const METRICS = [
  "psi",
  "jensen_shannon",
  "hellinger",
  "total_variation",
  "kolmogorov_smirnov",
  "wasserstein",
] as const;
const ORDERED = new Set(["kolmogorov_smirnov", "wasserstein"]);

const ages = Array.from({ length: 5000 }, (_, i) => 18 + ((i * 37) % 60) + (i % 10) / 16);
const baseline = baselineOf({
  age: ages,
  purpose: ages.map((age) => (age < 40 ? "car" : "home")),
  constant: ages.map(() => 7),
});

function measured(
  measurement: Measurement | undefined,
): Extract<Measurement, { kind: "measured" }> {
  if (measurement?.kind !== "measured") throw new Error(`not measured: ${measurement?.reason}`);
  return measurement;
}

test("the same values are 0 apart, values that moved are beyond the usual limit", () => {
  for (const id of METRICS) {
    const [same] = measure(id, [seen(baseline, "age", ages)], { baseline });
    expect([id, measured(same).value]).toEqual([id, 0]);
    const older = ages.map((age) => age + 12);
    const [moved] = measure(id, [seen(baseline, "age", older)], { baseline });
    expect(measured(moved).value).toBeGreaterThan(0.15);
    expect(measured(moved).n).toBe(5000);
  }
});

test("the bins' contributions add up to the whole: the value, its square, or the divergence", () => {
  const shift = fc.integer({ min: -30, max: 30 });
  fc.assert(
    fc.property(fc.constantFrom(...METRICS), shift, (id, by) => {
      const values = ages.map((age, i) => (i % 3 === 0 ? age + by : age));
      const [found] = measure(id, [seen(baseline, "age", values)], { baseline, tolerance: 9 });
      const { value, detail } = measured(found);
      const bins = detail["bins"] as readonly PsiBin[];
      const sum = bins.reduce((total, bin) => total + bin.contribution, 0);
      const isSquared = id === "hellinger" || id === "jensen_shannon";
      expect(sum).toBeCloseTo(isSquared ? value ** 2 : value, 10);
      expect(bins.reduce((total, bin) => total + bin.current, 0)).toBe(5000);
    }),
  );
});

test("only measures with an honest bound have bounds, and those hold the value between them", () => {
  const [younger] = [ages.map((age) => age * 0.9)];
  for (const id of METRICS) {
    const [found] = measure(id, [seen(baseline, "age", younger ?? [])], { baseline });
    const { lower, upper, value } = measured(found);
    if (["psi", "kolmogorov_smirnov", "total_variation"].includes(id)) {
      expect(lower).toBeLessThanOrEqual(value);
      expect(upper).toBeGreaterThanOrEqual(value);
    } else {
      expect([lower, upper]).toEqual([null, null]);
    }
  }
});

test("categories have no order: only distances that need none are measured", () => {
  const purposes = ages.map((_, i) => (i % 2 === 0 ? "car" : "boat"));
  for (const id of METRICS) {
    const [found] = measure(id, [seen(baseline, "purpose", purposes)], { baseline });
    expect([id, found?.kind]).toEqual([id, ORDERED.has(id) ? "insufficient" : "measured"]);
  }
});

test("too few values to tell the limit from chance are insufficient, with the smallest shift that could be seen", () => {
  for (const id of METRICS) {
    const few = seen(baseline, "age", ages.slice(0, 40));
    const [found] = measure(id, [few], { baseline, tolerance: 0.05 });
    if (found?.kind !== "insufficient") throw new Error(`${id} was ${found?.kind}`);
    expect(found.reason).toContain("needs 0.05");
    const smallest = Number(found.detail?.["smallestDetectable"]);
    expect(smallest).toBeGreaterThan(0.05);
    // A limit as wide as that is judged.
    expect(measure(id, [few], { baseline, tolerance: smallest })[0]?.kind).toBe("measured");
    const [below] = measure(id, [few], { baseline, tolerance: smallest, minSample: 41 });
    expect(below).toMatchObject({ kind: "insufficient", reason: "40 values, needs 41" });
  }
});

// "Half the tolerance by chance" is a promise about the mean: check it where it can be simulated.
test("what chance shows on average is half the smallest detectable shift, for PSI a quarter", () => {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (const id of METRICS) {
    let total = 0;
    let smallest = 0;
    for (let run = 0; run < 200; run++) {
      const values = Array.from({ length: 400 }, () => ages[Math.floor(random() * 5000)] ?? 0);
      const [found] = measure(id, [seen(baseline, "age", values)], { baseline, tolerance: 9 });
      const { value, detail } = measured(found);
      total += value / 200;
      smallest = Number(detail["smallestDetectable"]);
    }
    // The baseline was not drawn again, so 5,000 of its values count as endless: 4 % less.
    const part = id === "psi" ? 4 : 2;
    expect([id, (total * part) / smallest > 0.8]).toEqual([id, true]);
    expect([id, (total * part) / smallest < 1.1]).toEqual([id, true]);
  }
});

test("a constant feature that changes is seen by all but Wasserstein, which has no unit to say it in", () => {
  for (const id of METRICS) {
    const moved = seen(
      baseline,
      "constant",
      ages.map(() => 8),
    );
    const [found] = measure(id, [moved], { baseline });
    if (id === "wasserstein") {
      expect(found).toMatchObject({ kind: "insufficient", n: 5000 });
      expect(found?.kind === "insufficient" && found.reason).toContain("constant in the baseline");
    } else {
      expect(measured(found).value).toBeGreaterThan(0.9);
    }
  }
});

test("missing values are no values: reported beside the distance, and nothing but them is insufficient", () => {
  for (const id of METRICS) {
    const half = seen(baseline, "age", [...ages, ...ages.map(() => null)]);
    const [found] = measure(id, [half], { baseline });
    expect(measured(found)).toMatchObject({ value: 0, detail: { missing: { current: 0.5 } } });
    const [none] = measure(id, [seen(baseline, "age", [null])], { baseline });
    expect(none).toMatchObject({ kind: "insufficient", reason: "the window has no value of age" });
  }
});

test("Kolmogorov–Smirnov says where, within which bracket, and Wasserstein in which unit", () => {
  const older = seen(
    baseline,
    "age",
    ages.map((age) => age + 6),
  );
  const [d] = measure("kolmogorov_smirnov", [older], { baseline });
  const found = measured(d);
  expect(found.value).toBeCloseTo(0.1, 1);
  expect(Number(found.detail["distanceUpTo"]) - found.value).toBeLessThan(0.02);
  expect(found.detail["at"]).toBeGreaterThan(18);
  expect(found.detail["pValue"]).toBeLessThan(1e-9);
  const [w] = measure("wasserstein", [older], { baseline });
  const { distance, scale } = measured(w).detail as {
    distance: number;
    scale: { kind: string; value: number };
  };
  expect(scale.kind).toBe("interquartile range");
  // 6 years, less what left the range at the top, where every value counts as the oldest; and up to
  // a cell more, here a year, since a value counts as its cell's upper edge.
  expect(distance).toBeGreaterThan(5);
  expect(distance).toBeLessThan(7);
  expect(distance / scale.value).toBeCloseTo(measured(w).value, 12);
});
