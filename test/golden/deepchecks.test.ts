import { describe, expect, test } from "vitest";
import { cramersV } from "../../rules/statistics/cramers-v.ts";
import { kolmogorovSmirnovSamples } from "../../rules/statistics/kolmogorov-smirnov-samples.ts";
import { normalQuantile } from "../../rules/statistics/normal.ts";
import { wassersteinSamples } from "../../rules/statistics/wasserstein-samples.ts";
import { golden, published } from "./golden.ts";

// Numbers that Deepchecks publishes in its own test suite.

describe.skipIf(golden.absent)(`Deepchecks' published answers${golden.note}`, () => {
  // Its χ² has Yates' continuity correction, which is for exact tests of 2 × 2 tables and has no
  // place in a measure of association: 0.2160 (published as 0.21) where ours is 0.2171.
  test("its bias-corrected Cramér's V, which corrects twice on two categories", () => {
    for (const { t, v, published: theirs } of published().C_deepchecks.cramersV_bias_corrected) {
      const [baseline = [], current = []] = t;
      const [[a = 0, b = 0], [c = 0, d = 0]] = [baseline, current];
      const size = a + b + c + d;
      const yates =
        (size * (Math.abs(a * d - b * c) - size / 2) ** 2) /
        ((a + b) * (c + d) * (a + c) * (b + d));
      const twice = Math.sqrt((yates / size - 1 / (size - 1)) / (1 - 1 / (size - 1)));
      expect(twice).toBeCloseTo(v, 12);
      expect(Math.floor(twice * 100) / 100).toBe(theirs);
      expect(cramersV({ baseline, current })).toBeCloseTo(0.2171, 4);
    }
  });

  test("its earth mover's distance on values scaled to [0, 1], cut off after two digits", () => {
    const from = (start: number): number[] =>
      Array.from({ length: 100 }, (_, i) => (start + i) / 149);
    const distance = wassersteinSamples({ baseline: from(0), current: from(50) });
    const theirs = published().C_deepchecks["EMD range01 scaled 0..99 vs 50..149"];
    expect(Math.floor(distance * 100) / 100).toBe(theirs);
  });

  test("its Kolmogorov–Smirnov of two normal samples one deviation apart", () => {
    const ranks = Array.from({ length: 1000 }, (_, i) => normalQuantile((i + 0.5) / 1000));
    const shifted = ranks.map((value) => value + 1);
    const { distance } = kolmogorovSmirnovSamples({ baseline: ranks, current: shifted });
    // 2Φ(½) − 1 = 0.3829; theirs is one random sample's.
    const theirs = published().C_deepchecks["KS N(0,1) vs N(1,1) ->"];
    expect(Math.abs(distance - theirs)).toBeLessThan(0.002);
  });
});
