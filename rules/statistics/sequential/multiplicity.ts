import { totalOf } from "../count-pair.ts";

/**
 * ln of the average of e-values: evidence that anything at all changed, among many features.
 *
 * Valid however they depend on each other. −∞ (an e-value of 0) is allowed; none at all give 0.
 */
export function logAverage(logEs: readonly number[]): number {
  if (logEs.length === 0) return 0;
  // Not spread: a hundred thousand arguments overflow the stack.
  const largest = logEs.reduce((most, logE) => Math.max(most, logE), -Infinity);
  if (!Number.isFinite(largest)) return largest;
  const sum = logEs.reduce((total, logE) => total + Math.exp(logE - largest), 0);
  return largest + Math.log(sum / logEs.length);
}

/** ln of the product of e-values from periods that do not share data: evidence adds up over time. */
export function logProduct(logEs: readonly number[]): number {
  return totalOf(logEs);
}

/**
 * Which of many hypotheses to reject: of those named, a share of at most α is wrong in expectation.
 *
 * e-BH: the k largest with the largest k whose k-th e-value reaches F/(αk), F in number. Valid however
 * they depend on each other. Returns indices, ascending; ties are named together. α in (0, 1).
 *
 * Source: Wang & Ramdas (2022), False discovery rate control with e-values, JRSS B 84(3); arXiv 2009.02824.
 */
export function eBenjaminiHochberg(logEs: readonly number[], alpha: number): readonly number[] {
  if (!(alpha > 0 && alpha < 1)) throw new Error(`α lies in (0, 1), got ${alpha}`);
  const sorted = [...logEs].sort((a, b) => b - a);
  const needed = (k: number): number => Math.log(logEs.length) - Math.log(alpha) - Math.log(k);
  let least = Infinity;
  sorted.forEach((logE, i) => {
    if (logE >= needed(i + 1)) least = logE;
  });
  return logEs.flatMap((logE, i) => (logE >= least ? [i] : []));
}
