import {
  type BudgetedLimit,
  type BudgetState,
  startBudget,
  stepBudget,
  type WindowEvidence,
} from "../../../../rules/statistics/sequential/false-alarm-budget.ts";

/** Alarms of one stream that is watched for so many windows. */
export function alarmsOver(of: {
  readonly windows: number;
  readonly next: () => WindowEvidence;
  readonly limit: BudgetedLimit;
  readonly allowedEvery: number;
}): number {
  const { limit } = of;
  const budget = { windows: of.allowedEvery };
  let state: BudgetState = startBudget(limit);
  let alarms = 0;
  for (let i = 0; i < of.windows; i++) {
    const step = stepBudget(state, of.next(), { limit, budget });
    state = step.state;
    if (step.alarm) alarms++;
  }
  return alarms;
}

/** Windows until the first alarm; infinite after the patience. */
export function delayOf(of: {
  readonly before: number;
  readonly patience: number;
  readonly unshifted: () => WindowEvidence;
  readonly shifted: () => WindowEvidence;
  readonly limit: BudgetedLimit;
  readonly allowedEvery: number;
}): number {
  const { limit } = of;
  const budget = { windows: of.allowedEvery };
  let state: BudgetState = startBudget(limit);
  for (let i = 0; i < of.before; i++) {
    state = stepBudget(state, of.unshifted(), { limit, budget }).state;
  }
  for (let i = 1; i <= of.patience; i++) {
    const step = stepBudget(state, of.shifted(), { limit, budget });
    if (step.alarm) return i;
    state = step.state;
  }
  return Infinity;
}

/** The one-sided 99 % upper bound of a Poisson mean of which so many were seen (Wilson and Hilferty). */
export function poissonUpper(seen: number): number {
  const k = seen + 1;
  return k * (1 - 1 / (9 * k) + 2.3263478740408408 / (3 * Math.sqrt(k))) ** 3;
}
