import type { Dimension } from "../evidence/labels.ts";

export type Severity = "low" | "medium" | "high" | "critical";
export type RiskTier = "high" | "limited" | "minimal";

/** The approved limit. Ratios are of the baseline's rate. At least one bound is set. */
export interface Limit {
  readonly min?: number;
  readonly max?: number;
  readonly minRatio?: number;
  readonly maxRatio?: number;
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
  readonly baseline: "approved" | null;
  readonly windowMs: number;
  readonly everyMs: number;
  readonly dataDelayMs: number;
  readonly minSample: number;
  readonly outcomes: { readonly waitMs: number; readonly minCoverage: number } | null;
  readonly limit: Limit;
  readonly warn: Limit | null;
  readonly proof: Proof;
  /** Breach must last this long before it fires; zero windows: at once. */
  readonly for: Span;
  readonly recover: { readonly limit: Limit; readonly for: Span };
  readonly noData: "hold" | "breach";
  readonly groupBy: readonly Dimension[];
  readonly maxInstances: number;
  readonly raises: "nonconformity" | "candidate" | "observation";
  readonly blindSpots: readonly string[];
  readonly runbook: string | null;
  /** SHA-256 over the canonical print of everything above, hex. */
  readonly revision: string;
  /** The control's own text in its file, for evidence. */
  readonly text: string;
}
