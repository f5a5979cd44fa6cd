/** Which clauses of which framework the controls give evidence for, over a range. */
export interface Coverage {
  readonly range: { readonly fromMs: number; readonly toMs: number };
  readonly frameworks: readonly FrameworkCoverage[];
}

export interface FrameworkCoverage {
  readonly id: string;
  readonly title: string;
  /** Where its ids were checked. */
  readonly source: string;
  readonly clauses: readonly ClauseCoverage[];
  /** Evaluations of the controls that cite it, each control once: what the schedule asked for. */
  readonly scheduled: number;
  /** Of those, pass or breach. */
  readonly conclusive: number;
}

export interface ClauseCoverage {
  readonly id: string;
  /** In our own words. */
  readonly title: string;
  /** What can evidence it at all: measurements, what people attest, or nothing that a monitor sees. */
  readonly evidence: "telemetry" | "attestation" | "none";
  /** How well telemetry fits the clause, as the mapping says: `core`, `strong`, `partial`, `weak`. */
  readonly fit: string | null;
  /** How sure the mapping is of its id and words. */
  readonly confidence: string | null;
  readonly controls: readonly ClauseControl[];
}

/** A control that cites a clause. */
export interface ClauseControl {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly everyMs: number;
  /** End of the newest window with a pass or a breach; null where there is none. */
  readonly lastConclusiveMs: number | null;
  readonly lastVerdict: "pass" | "breach" | null;
}
