import type { Reads } from "@tiltmeter/dashboards";
import { type Baseline, type Control, forTier, type Limit, resolveLimit } from "@tiltmeter/rules";

type SystemLimits = Awaited<ReturnType<Reads["limits"]>>;
type RiskTier = Parameters<typeof forTier>[1];

/** The limits of a control as they hold for a system of a tier and a baseline; none where there is no control. */
export function readLimits(
  control: Control | undefined,
  of: { readonly riskTier: string | null; readonly baseline: Baseline | null },
): SystemLimits {
  const riskTier = tierOf(of.riskTier);
  if (control === undefined) return { riskTier, limit: null, warn: null };
  const terms = forTier(control, riskTier);
  const resolved = (limit: Limit | null): SystemLimits["limit"] =>
    limit === null || limit.oneOf !== undefined
      ? null
      : resolveLimit(limit, control.measure, of.baseline);
  return { riskTier, limit: resolved(terms.limit), warn: resolved(terms.warn) };
}

function tierOf(tier: string | null): RiskTier {
  return tier === "high" || tier === "limited" || tier === "minimal" ? tier : null;
}
