/** Records of one class of a system in a window, as far as their producers' numbering tells. */
export interface ClassCompleteness {
  /** `prediction`, `outcome` and so on. */
  readonly class: string;
  /** That came and are stored. */
  readonly received: number;
  /** Of these, those without a number: nothing can be said of what is missing beside them. */
  readonly unnumbered: number;
  /** Numbers between the first and the last that came; null: not measured, nobody numbers them. */
  readonly expected: number | null;
  /** Of the expected, those that came at no time; null: not measured. */
  readonly gaps: number | null;
  /** Dropped in the window, by the producers' own word; null: not measured, they send no heartbeats. */
  readonly dropped: number | null;
}

/** Whether what a record rests on is all that there was, and still what it was. Two different questions. */
export interface RecordCompleteness {
  readonly system: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly producers: number;
  readonly classes: readonly ClassCompleteness[];
  /** The share of calls that is recorded; null: not measured, no producer says that it samples. */
  readonly sampled: number | null;
  /** Rows of the window under seals of the ledger, and rows that wait for theirs. */
  readonly sealed: number;
  readonly unsealed: number;
  /** What a comparison of seals with the store found wrong with rows of the window, in words. */
  readonly broken: readonly string[];
}

/** What the record's page and the API read. */
export interface CompletenessReads {
  /** Null where there is no such record, or none of a system. */
  readonly recordCompleteness: (id: string) => Promise<RecordCompleteness | null>;
  /** The same for a page: `counting` where it takes longer than a page may wait. Asked again, it is there. */
  readonly recordCompletenessSoon: (id: string) => Promise<RecordCompleteness | "counting" | null>;
}
