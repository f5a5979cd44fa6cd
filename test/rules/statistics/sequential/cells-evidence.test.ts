import fc from "fast-check";
import { expect, test } from "vitest";
import { logDirichletMultinomial } from "../../../../rules/statistics/sequential/dirichlet-multinomial.ts";
import {
  emptyTwoSample,
  stepTwoSample,
} from "../../../../rules/statistics/sequential/two-sample.ts";
import { answer, golden, published } from "../golden.ts";
import { binomialOutcomes, threeCellOutcomes } from "./enumerate.ts";
import { oracle } from "./oracle/oracle.ts";

test("the Dirichlet–multinomial evidence equals mpmath's to 1e-9", () => {
  for (const [counts, shares, concentration, expected] of oracle.dirichletMultinomial) {
    const logE = logDirichletMultinomial({ counts, shares, concentration });
    expect(Math.abs(logE - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
  }
});

test.skipIf(golden.absent)(`the published Dirichlet–multinomial value is met${golden.note}`, () => {
  const name = "dirichlet_multinomial_log_e counts=[30,20,50] p0=[.3,.3,.4] a=1";
  const logE = logDirichletMultinomial({ counts: [30, 20, 50], shares: [0.3, 0.3, 0.4] });
  expect(Math.abs(logE - answer(published().B_special, name))).toBeLessThan(1e-12);
});

test("under the shares themselves the Dirichlet–multinomial evidence is worth exactly 1", () => {
  const shares = [0.2, 0.5, 0.3] as const;
  const mean = threeCellOutcomes(25, shares).reduce(
    (sum, { counts, chance }) =>
      sum + chance * Math.exp(logDirichletMultinomial({ counts, shares })),
    0,
  );
  expect(Math.abs(mean - 1)).toBeLessThan(1e-10);
});

test("a value where none may be is proof, and cells must match", () => {
  expect(logDirichletMultinomial({ counts: [3, 1], shares: [1, 0] })).toBe(Infinity);
  expect(() => logDirichletMultinomial({ counts: [1], shares: [0.5, 0.5] })).toThrow("same cells");
});

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
