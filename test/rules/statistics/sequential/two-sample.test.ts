import fc from "fast-check";
import { expect, test } from "vitest";
import {
  emptyTwoSample,
  stepTwoSample,
} from "../../../../rules/statistics/sequential/two-sample.ts";
import { binomialOutcomes } from "./enumerate.ts";
import { oracle } from "./oracle/oracle.ts";

test("two versions side by side: every block's evidence equals NumPy's to 1e-9", () => {
  for (const [blocks, logEs] of oracle.twoSample) {
    let state = emptyTwoSample(blocks[0]?.[0].length ?? 0);
    blocks.forEach(([a, b], i) => {
      state = stepTwoSample(state, { a, b });
      expect(Math.abs(state.logE - (logEs[i] ?? Number.NaN))).toBeLessThan(1e-9);
    });
  }
});

test("whatever the common rate, the evidence that versions differ is worth at most 1, over all outcomes", () => {
  const learnt = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30));
  const sizes = fc.tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 }));
  fc.assert(
    fc.property(learnt, sizes, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (past, of, p) => {
      const [n, m] = of;
      const state = { a: [past[0], past[1]], b: [past[2], past[3]], logE: 0 };
      let mean = 0;
      for (const a of binomialOutcomes(n, p)) {
        for (const b of binomialOutcomes(m, p)) {
          const { logE } = stepTwoSample(state, {
            a: [a.successes, n - a.successes],
            b: [b.successes, m - b.successes],
          });
          mean += a.chance * b.chance * Math.exp(logE);
        }
      }
      expect(mean).toBeLessThan(1 + 1e-9);
    }),
  );
});

test("exchanging the versions changes nothing, and a block of one version says nothing", () => {
  const counts = fc.array(fc.nat(50), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(counts, counts), { maxLength: 8 }), (blocks) => {
      let [there, back] = [emptyTwoSample(3), emptyTwoSample(3)];
      for (const [a, b] of blocks) {
        there = stepTwoSample(there, { a, b });
        back = stepTwoSample(back, { a: b, b: a });
      }
      expect(Math.abs(there.logE - back.logE)).toBeLessThan(1e-9);
      expect(stepTwoSample(there, { a: [1, 2, 3], b: [0, 0, 0] }).logE).toBe(there.logE);
    }),
  );
  expect(() => stepTwoSample(emptyTwoSample(3), { a: [1], b: [1, 2, 3] })).toThrow("3 cells");
});
