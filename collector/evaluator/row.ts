import type { KeptState, Labels, Verdict } from "@tiltmeter/rules";

/** One evaluation of one control instance over one window, and the state after it. Passes too. */
export interface EvaluationRow {
  readonly control: string;
  readonly revision: string;
  readonly instance: Labels;
  /** `labelsKey(instance)`. */
  readonly instanceKey: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly evaluatedMs: number;
  readonly verdict: Verdict;
  readonly state: KeptState;
  /** Groups of evidence that the store answered with, for all controls that shared the question. */
  readonly rowsRead: number;
  /** Milliseconds that the store took, likewise shared. */
  readonly durationMs: number;
}
