import type { Dimension } from "../evidence/labels.ts";

export type Severity = "low" | "medium" | "high" | "critical";
export type RiskTier = "high" | "limited" | "minimal";

/**
 * The approved limit: bounds, or a list of names that are allowed. Ratios are of the baseline's rate. At
 * least one bound is set, or `oneOf` alone.
 */
export interface Limit {
  readonly min?: number;
  readonly max?: number;
  readonly minRatio?: number;
  readonly maxRatio?: number;
  /** For measures of names: what is not on the list is beyond the limit. */
  readonly oneOf?: NameList;
}

/** Names that are allowed: written out, or those that the inventory declares of each system. */
export type NameList =
  | { readonly from: "names"; readonly names: readonly string[] }
  | { readonly from: "inventory"; readonly list: InventoryList };

/** The lists that a system's declaration has. */
export const INVENTORY_LISTS = [
  "approved_models",
  "approved_versions",
  "approved_tools",
  "suppliers",
  "reviewers",
] as const;
export type InventoryList = (typeof INVENTORY_LISTS)[number];

/** What one risk tier has in place of the control's own. */
export interface TierTerms {
  readonly limit?: Limit;
  readonly warn?: Limit;
  readonly recover?: Limit;
  readonly minSample?: number;
  readonly withinMs?: number;
}

/** What counts as a good answer; everything else of the predictions is bad. */
export interface Good {
  readonly status: "ok" | null;
  /** Seconds; null: however long. */
  readonly latencyMax: number | null;
}

/**
 * One alarm of a burn-rate objective: the error budget of `overMs` is spent faster than allowed in the
 * window and still in its last `confirmMs`.
 */
export interface Burn {
  /** Share of good answers that was promised, in (0, 1). */
  readonly objective: number;
  readonly overMs: number;
  /** Share of the budget that may be spent in the control's window. */
  readonly spend: number;
  readonly confirmMs: number;
  /** Fewer bad answers than this in the window are inconclusive. */
  readonly badEventsMin: number;
}

/** A suspension that a control may bring about, and for which risk tiers; empty: all. */
export interface Suspension {
  /** `propose`: a person approves it first. `at_once`: it holds from the raise on. */
  readonly when: "propose" | "at_once";
  readonly riskTiers: readonly RiskTier[];
}

/**
 * How sure we must be: a measured fact, a bound at a confidence, or a number of false alarms in a span
 * of time, either shared over a family where asked.
 */
export type Proof =
  | { readonly kind: "measured" }
  | {
      readonly kind: "confidence";
      readonly confidence: number;
      readonly correctFor: readonly Dimension[];
    }
  | {
      readonly kind: "budget";
      /** False alarms that are allowed in `perMs`, at least 1. */
      readonly alarms: number;
      readonly perMs: number;
      readonly correctFor: readonly Dimension[];
    };

/** A duration in event time, or a number of windows. */
export type Span = { readonly windows: number } | { readonly ms: number };

/** One control, parsed and complete: every default is filled in. Durations are milliseconds. */
export interface Control {
  readonly id: string;
  readonly set: string;
  readonly owner: string;
  readonly title: string;
  readonly requirement: string;
  /** Framework → clause ids. */
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  readonly severity: Severity;
  readonly status: "draft" | "shadow" | "enforce" | "retired";
  readonly appliesTo: {
    readonly systems: readonly string[];
    readonly environments: readonly string[];
    readonly riskTiers: readonly RiskTier[];
  };
  /** A metric of the catalogue, e.g. `psi`, `latency_p95`. */
  readonly measure: string;
  readonly by: readonly Dimension[];
  readonly favourable: string | null;
  /** Name of the check (`aims.score.name`) that is counted; null for measures that need none. */
  readonly check: string | null;
  /** How soon something has to have happened, for measures of response times; null elsewhere. */
  readonly withinMs: number | null;
  /** What a good answer is, for `bad_answer_rate`; null elsewhere. */
  readonly good: Good | null;
  readonly burn: Burn | null;
  readonly baseline: "approved" | null;
  readonly windowMs: number;
  readonly everyMs: number;
  readonly dataDelayMs: number;
  readonly minSample: number;
  readonly outcomes: {
    readonly waitMs: number;
    readonly minCoverage: number;
    /** Truths that come after the wait: `restate_window` makes a revision of its evaluation. */
    readonly late: "restate_window" | "ignore";
  } | null;
  readonly limit: Limit;
  readonly warn: Limit | null;
  /** What differs by risk tier (`forTier`); a tier that is not named has the control's own. */
  readonly tiers: Readonly<Partial<Record<RiskTier, TierTerms>>>;
  readonly proof: Proof;
  /** Breach must last this long before it fires; zero windows: at once. */
  readonly for: Span;
  readonly recover: { readonly limit: Limit; readonly for: Span };
  readonly noData: "hold" | "breach";
  readonly groupBy: readonly Dimension[];
  readonly maxInstances: number;
  readonly raises: "nonconformity" | "candidate" | "observation";
  readonly suspends: readonly Suspension[];
  /** For `silence`: only the hours of the system's calendar count. */
  readonly activeHours: "always" | "calendar";
  /** Words for kinds of a measurement, e.g. `no_heartbeat` of `silence`: added to what is raised. */
  readonly tellApart: Readonly<Record<string, string>>;
  readonly blindSpots: readonly string[];
  readonly runbook: string | null;
  /** SHA-256 over the canonical print of everything above, hex. */
  readonly revision: string;
  /** The control's own text in its file, for evidence. */
  readonly text: string;
}
