import { canonicalJson } from "../canonical-json.ts";
import type { Control, Limit, RiskTier, TierTerms } from "./control.ts";
import type { Draft } from "./draft.ts";

/**
 * The control as it holds for a system of one risk tier: its terms in place of the general ones.
 *
 * `null` is a system without a tier. The same object for the same tier, and the control itself where
 * it says nothing of the tier. The revision stays that of the whole control.
 */
export function forTier(control: Control, tier: RiskTier | null): Control {
  const terms = tier === null ? undefined : control.tiers[tier];
  if (tier === null || terms === undefined) return control;
  const known = made.get(control) ?? new Map<RiskTier, Control>();
  made.set(control, known);
  const found = known.get(tier);
  if (found !== undefined) return found;
  const resolved = withTerms(control, terms);
  known.set(tier, resolved);
  return resolved;
}

/** A control with some terms in place of its own. */
export function withTerms<T extends Draft>(control: T, terms: TierTerms): T {
  const { limit = control.limit, warn = control.warn, minSample = control.minSample } = terms;
  return {
    ...control,
    limit,
    warn,
    minSample,
    withinMs: terms.withinMs ?? control.withinMs,
    recover: { ...control.recover, limit: recovery(control, limit, terms.recover) },
  };
}

/** A recovery limit that nobody wrote is the limit itself, the tier's too. */
function recovery(control: Draft, limit: Limit, own: Limit | undefined): Limit {
  if (own !== undefined) return own;
  return isSameLimit(control.recover.limit, control.limit) ? limit : control.recover.limit;
}

/** Whether two limits allow the same. */
export function isSameLimit(a: Limit, b: Limit): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

const made = new WeakMap<Control, Map<RiskTier, Control>>();
