import { expect, test } from "vitest";
import { logDirichletMultinomial } from "../../../../rules/statistics/sequential/dirichlet-multinomial.ts";
import { answer, golden, published } from "../../../golden/golden.ts";
import { threeCellOutcomes } from "./enumerate.ts";
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
