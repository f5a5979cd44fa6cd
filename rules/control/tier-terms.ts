import type { Control, Limit, RiskTier, TierTerms } from "./control.ts";
import type { Report } from "./finding.ts";
import { namedTiers, RISK_TIERS, type Written } from "./risk-tiers.ts";

/** What a control says by risk tier, key by key. */
export interface WrittenTerms {
  readonly limit: Written<Limit>;
  readonly warn: Written<Limit>;
  readonly recover: Written<Limit>;
  readonly minSample: Written<number>;
  readonly within: Written<number>;
}

/** The tiers that a control is for, and what holds where a tier has no words of its own. */
export interface Scope {
  readonly riskTiers: readonly RiskTier[];
  /** The general value of a key; where no tier is left for it, that of the strictest tier. */
  readonly general: <T>(written: Written<T>) => T | null;
}

/**
 * A limit that is only written by tier is for these tiers alone: a control never judges a system by a limit
 * that nobody approved for it. Null where the keys contradict `applies_to`.
 */
export function scopeOf(
  of: WrittenTerms & { readonly appliesTo: Control["appliesTo"] },
  at: (key: string) => number,
  report: Report,
): Scope | null {
  const before = report.errors();
  const { limit, within, appliesTo } = of;
  const asked = appliesTo.riskTiers;
  const riskTiers = asked.length === 0 && limit.general === null ? namedTiers(limit) : asked;
  const all = riskTiers.length === 0 ? RISK_TIERS : riskTiers;
  for (const [key, written] of Object.entries(keysOf(of))) {
    const beyond = namedTiers(written).find((tier) => !all.includes(tier));
    if (beyond === undefined) continue;
    report.error(
      at(key),
      "tier-outside",
      `${key} names ${beyond}, to which the control does not apply`,
      `remove it, or add ${beyond} to applies_to.risk_tier`,
    );
  }
  const isOpen = (written: Written<unknown>): RiskTier | undefined =>
    all.find((tier) => written.tiers[tier] === undefined);
  const unlimited = limit.general === null ? isOpen(limit) : undefined;
  if (unlimited !== undefined) {
    report.error(
      at("limit"),
      "tier-without-limit",
      `limit says nothing of ${unlimited}`,
      `add ${unlimited}: { … }, or one for all tiers beside them`,
    );
  }
  const untimed = within.general === null && namedTiers(within).length > 0 && isOpen(within);
  if (untimed) {
    report.error(
      at("within"),
      "tier-without-limit",
      `within says nothing of ${untimed}`,
      `add ${untimed}: …, or other: … for the rest`,
    );
  }
  if (report.errors() > before) return null;
  return {
    riskTiers,
    general: (written) => {
      const strictest = all.find((tier) => written.tiers[tier] !== undefined);
      // Where every system has a tier, and each tier its own words, the general ones hold for nobody.
      const isShadowed = riskTiers.length > 0 && isOpen(written) === undefined;
      const first = strictest === undefined ? null : (written.tiers[strictest] ?? null);
      return isShadowed || written.general === null ? first : written.general;
    },
  };
}

function keysOf({ limit, warn, recover, minSample, within }: WrittenTerms): {
  readonly [key: string]: Written<unknown>;
} {
  return { limit, warn, recover, min_sample: minSample, within };
}

/** The terms of each tier. A recovery limit that was written for all holds for a tier with its own limit too. */
export function byTier(of: WrittenTerms): Control["tiers"] {
  const tiers: Partial<Record<RiskTier, TierTerms>> = {};
  for (const tier of RISK_TIERS) {
    const limit = of.limit.tiers[tier];
    const warn = of.warn.tiers[tier];
    const general = limit === undefined ? null : of.recover.general;
    const recover = of.recover.tiers[tier] ?? general ?? undefined;
    const minSample = of.minSample.tiers[tier];
    const withinMs = of.within.tiers[tier];
    const terms: TierTerms = {
      ...(limit === undefined ? {} : { limit }),
      ...(warn === undefined ? {} : { warn }),
      ...(recover === undefined ? {} : { recover }),
      ...(minSample === undefined ? {} : { minSample }),
      ...(withinMs === undefined ? {} : { withinMs }),
    };
    if (Object.keys(terms).length > 0) tiers[tier] = terms;
  }
  return tiers;
}
