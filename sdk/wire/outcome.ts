/** Ground truth for one prediction, often late. */
export interface Outcome {
  readonly kind: "outcome";
  /** The prediction's id. */
  readonly id: string;
  /** When the truth was observed, Unix milliseconds. */
  readonly timeMs: number;
  /** The true label; `""` where the truth is a number. */
  readonly label: string;
  /** The true number; null where the truth is a label. */
  readonly value: number | null;
  /** Where the truth comes from, e.g. `chargeback`; `""` where not given. */
  readonly source: string;
}
