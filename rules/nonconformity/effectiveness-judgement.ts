/** What telemetry says of a corrective action. */
export type EffectivenessResult = "demonstrated" | "not_demonstrated" | "refuted";

/** The machine's answer to a plan: people may not say otherwise. */
export interface EffectivenessJudgement {
  readonly cycle: number;
  readonly result: EffectivenessResult;
  readonly judgedMs: number;
  /** The actions were done: windows that begin before count for nothing. */
  readonly startMs: number;
  /** End of the last window that was looked at; the start where there is none yet. */
  readonly toMs: number;
  /** What is missing, or what refutes it; for `demonstrated` what shows it. At least one. */
  readonly reasons: readonly JudgementReason[];
  /** Of the instance that is furthest from its proof. */
  readonly windows: JudgedWindows;
  /** Over all windows together, of the same instance; null where nothing was measured. */
  readonly pooled: PooledMeasurement | null;
  /** Model versions that it was judged on in place of those that were replaced. */
  readonly successors: readonly string[];
  /** SHA-256 (hex) of the evidence document. */
  readonly evidence: string;
}

/** One reason, for programs and for people. */
export interface JudgementReason {
  readonly code:
    | "shown"
    | "successor"
    | "windows_missing"
    | "coverage"
    | "no_data"
    | "bound"
    | "not_pooled"
    | "control_gone"
    | "control_revised"
    | "control_weakened"
    | "baseline_changed"
    | "episode"
    | "breach"
    | "pooled_breach";
  readonly text: string;
}

/** Windows since the start. */
export interface JudgedWindows {
  /** That have closed and could be judged. */
  readonly scheduled: number;
  readonly passed: number;
  readonly breached: number;
  /** Inconclusive, without data, in error, or never evaluated. */
  readonly open: number;
  /** Passes of the run that counts: without a breach, and with the coverage that the plan asks for. */
  readonly run: number;
  /** Conclusive ÷ scheduled in that run; null where there is none. */
  readonly coverage: number | null;
}

/** One measurement over the whole time. */
export interface PooledMeasurement {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
}
