import { clopperPearsonBounds } from "../statistics/clopper-pearson.ts";
import { differenceBounds } from "../statistics/difference-interval.ts";
import type { Grade, Risk } from "./governance.ts";

/** Verdicts of one control on the windows of one system, in one half of a period. */
export interface VerdictTotals {
  readonly control: string;
  readonly system: string;
  readonly half: "earlier" | "later";
  readonly passed: number;
  readonly breached: number;
}

/** A share of the decided windows, with its bounds at 95 %. */
export interface ObservedRate {
  readonly breached: number;
  readonly decided: number;
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
}

/** What was observed of a risk over a period, beside what people guessed. */
export interface ObservedRisk {
  readonly risk: Risk;
  /** Null: nothing decided; `unmeasured` says why. */
  readonly observed: ObservedRate | null;
  readonly earlier: ObservedRate | null;
  /** Whether the later half differs from the earlier one beyond chance, at 95 %. */
  readonly trend: "rising" | "falling" | "steady" | "unknown";
  /** The grade that the observed rate has. */
  readonly grade: Grade | null;
  /** Guessed likelihood × severity, and observed × severity; null where a factor is missing. */
  readonly guessedScore: number | null;
  readonly observedScore: number | null;
  /** Null: it is measured. */
  readonly unmeasured: string | null;
}

/**
 * Grades of likelihood by the share of windows in breach: a convention, so that what was observed can
 * stand beside a guess from 1 to 5.
 */
export const LIKELIHOOD_BANDS: readonly { readonly grade: Grade; readonly below: number }[] = [
  { grade: 1, below: 0.001 },
  { grade: 2, below: 0.01 },
  { grade: 3, below: 0.05 },
  { grade: 4, below: 0.2 },
  { grade: 5, below: Number.POSITIVE_INFINITY },
];

const CONFIDENCE = 0.975; // one-sided: 95 % between both bounds

/**
 * What was observed of each risk. Windows resemble their neighbours, so the bounds are narrower than the
 * truth: a help to order risks by, no promise.
 */
export function observeRisks(of: {
  readonly risks: readonly Risk[];
  readonly totals: readonly VerdictTotals[];
  /** Ids of the controls in force. */
  readonly controls: readonly string[];
}): readonly ObservedRisk[] {
  const inForce = new Set(of.controls);
  return of.risks.map((risk) => {
    const own = of.totals.filter(
      ({ control, system }) =>
        risk.controls.includes(control) &&
        (risk.systems.length === 0 || risk.systems.includes(system)),
    );
    const observed = rateOf(own);
    const [earlier, later] = (["earlier", "later"] as const).map((half) =>
      rateOf(own.filter((each) => each.half === half)),
    );
    const grade = observed === null ? null : gradeOf(observed.rate);
    const score = (likelihood: Grade | null): number | null =>
      likelihood === null || risk.severity === null ? null : likelihood * risk.severity;
    return {
      risk,
      observed,
      earlier: earlier ?? null,
      trend: trendOf(earlier ?? null, later ?? null),
      grade,
      guessedScore: score(risk.likelihood),
      observedScore: score(grade),
      unmeasured: observed === null ? whyUnmeasured(risk, inForce) : null,
    };
  });
}

/** The grade of a share of windows in breach. */
export function gradeOf(rate: number): Grade {
  return LIKELIHOOD_BANDS.find(({ below }) => rate < below)?.grade ?? 5;
}

function rateOf(totals: readonly VerdictTotals[]): ObservedRate | null {
  const breached = totals.reduce((sum, each) => sum + each.breached, 0);
  const decided = breached + totals.reduce((sum, each) => sum + each.passed, 0);
  if (decided === 0) return null;
  const { lower, upper } = clopperPearsonBounds({
    ...{ successes: breached, trials: decided, confidence: CONFIDENCE },
  });
  return { breached, decided, rate: breached / decided, lower, upper };
}

function trendOf(earlier: ObservedRate | null, later: ObservedRate | null): ObservedRisk["trend"] {
  if (earlier === null || later === null) return "unknown";
  const counts = ({ breached, decided }: ObservedRate): { successes: number; trials: number } => ({
    successes: breached,
    trials: decided,
  });
  const { lower, upper } = differenceBounds({
    ...{ of: counts(later), from: counts(earlier), confidence: CONFIDENCE },
  });
  if (lower > 0) return "rising";
  return upper < 0 ? "falling" : "steady";
}

function whyUnmeasured(risk: Risk, inForce: ReadonlySet<string>): string {
  if (risk.controls.length === 0) return "no control is linked to it";
  const missing = risk.controls.filter((id) => !inForce.has(id));
  if (missing.length === risk.controls.length) return `not in force: ${missing.join(", ")}`;
  return "none of its controls gave a pass or a breach in the period";
}
