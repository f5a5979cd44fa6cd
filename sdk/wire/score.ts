/** What one check said of one prediction: a quality score, a detector's verdict, a notice that was given. */
export interface Score {
  readonly kind: "score";
  /** The prediction's id. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly timeMs: number;
  /** Of the check, e.g. `faithfulness` or `pii`; one prediction has one score of a name. */
  readonly name: string;
  /** Null where the check gives no number. */
  readonly value: number | null;
  /** The check's own word, e.g. `toxic`; `""` where not given. */
  readonly label: string;
  /** Whether the prediction is as it has to be; null where the check does not say. */
  readonly passed: boolean | null;
  /** Who or what checked, e.g. `llm-judge`; `""` where not given. */
  readonly source: string;
}
