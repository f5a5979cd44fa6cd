import type { RiskTier } from "./control.ts";

/** Every risk tier, the strictest first. */
export const RISK_TIERS: readonly RiskTier[] = ["high", "limited", "minimal"];

/** What a key says of everything, and of single tiers. `null`: only of the tiers that it names. */
export interface Written<T> {
  readonly general: T | null;
  readonly tiers: Readonly<Partial<Record<RiskTier, T>>>;
}

/** What a key that is not given says. */
export const UNWRITTEN: Written<never> = { general: null, tiers: {} };

/** The tiers that a key names, the strictest first. */
export function namedTiers(written: Written<unknown>): readonly RiskTier[] {
  return RISK_TIERS.filter((tier) => written.tiers[tier] !== undefined);
}
