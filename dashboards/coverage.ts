import type { Confidence, Fit } from "@tiltmeter/rules";

/** Which clauses of which framework the controls give evidence for, over a range. */
export interface Coverage {
  readonly range: { readonly fromMs: number; readonly toMs: number };
  readonly frameworks: readonly FrameworkCoverage[];
}

export interface FrameworkCoverage {
  readonly id: string;
  readonly name: string;
  /** Where its clauses were compared: what each source is. */
  readonly sources: readonly string[];
  /** In the order of the framework; one that controls cite and the framework does not have comes last. */
  readonly clauses: readonly ClauseCoverage[];
  /** Evaluations that the schedule asked for, of the controls that cite it, each control once. */
  readonly scheduled: number;
  /** Of those, pass or breach. */
  readonly conclusive: number;
}

export interface ClauseCoverage {
  readonly id: string;
  readonly title: string;
  /** How far telemetry can evidence it; `none`: it is for people to attest. Null: a clause unknown to us. */
  readonly fit: Fit | null;
  /** Which records speak to it. */
  readonly records: string | null;
  /** How sure the mapping is that the clause exists under this number and title. */
  readonly confidence: Confidence | null;
  /** The day on which somebody compared it, ISO 8601. */
  readonly verifiedOn: string | null;
  readonly controls: readonly ClauseControl[];
}

/** A control that cites a clause. */
export interface ClauseControl {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  /** How far this control evidences the clause. */
  readonly fit: Fit | null;
  readonly everyMs: number;
  /** End of the newest window of the range with a pass or a breach; null where there is none. */
  readonly lastConclusiveMs: number | null;
  /** The worst of the newest verdicts of its instances; null where none was conclusive. */
  readonly lastVerdict: "pass" | "breach" | null;
}
