import { describe, expect, test } from "vitest";
import { hellinger } from "../../rules/statistics/hellinger.ts";
import { jensenShannon } from "../../rules/statistics/jensen-shannon.ts";
import { answer, golden, published } from "./golden.ts";

// What NannyML publishes in its own test suite: two digits, of seeded NumPy samples. Two digits are
// all that can be compared; a difference in smoothing or in the edges of bins would hide in the
// third.

describe.skipIf(golden.absent)(`NannyML's published answers${golden.note}`, () => {
  test("categories, one gone and one new: Jensen–Shannon in base 2, and Hellinger", () => {
    const { counts_ref_abcde, counts_cur_abcde, expected } = published().C_nannyml_cat;
    const of = { baseline: counts_ref_abcde, current: counts_cur_abcde };
    const { distance } = jensenShannon(of);
    expect(distance).toBeCloseTo(answer(expected, "JS base2 (2dp)"), 2);
    expect(hellinger(of).distance).toBeCloseTo(answer(expected, "Hellinger (2dp)"), 2);
    // Its older suite says 0.42 of the same samples: the same distance in natural logarithms.
    expect(distance * Math.sqrt(Math.LN2)).toBeCloseTo(0.42, 2);
  });
});

test("NannyML's Jensen–Shannon of normal samples in Doane's bins", () => {
  const normal = {
    baseline: [6, 29, 89, 284, 622, 1131, 1625, 1919, 1775, 1248, 712, 387, 122, 35, 11, 5],
    current: [1, 3, 10, 31, 59, 110, 156, 190, 174, 137, 82, 38, 6, 2, 0, 1],
  };
  const { distance } = jensenShannon(normal);
  expect(distance).toBeCloseTo(0.05, 2);
  // 0.04 in its older suite, in natural logarithms.
  expect(distance * Math.sqrt(Math.LN2)).toBeCloseTo(0.04, 2);
});

test("NannyML's Jensen–Shannon of discrete samples", () => {
  const discrete = {
    baseline: [1648, 1609, 1693, 0, 1679, 1635, 1736],
    current: [375, 0, 0, 309, 0, 0, 316],
  };
  const { distance } = jensenShannon(discrete);
  expect(distance).toBeCloseTo(0.73, 2);
  expect(distance * Math.sqrt(Math.LN2)).toBeCloseTo(0.61, 2);
});
