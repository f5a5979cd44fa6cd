/**
 * Why the machine looked: the record is new, further episodes joined it, or people had assessed it,
 * contained it, or acted on it.
 */
export type ExaminationOccasion = "raised" | "episode_added" | "assessed" | "contained" | "acted";

/**
 * What the machine found out about a record by looking at telemetry and governance: the summary, as
 * the ledger has it. A few kilobytes; the whole is a document in the content store.
 */
export interface Examination {
  readonly examinedMs: number;
  readonly occasion: ExaminationOccasion;
  /** Episodes that the record had then: with more of them it is examined anew. */
  readonly episodes: number;
  /** Null: not found out; `unknown` says why. As every part below. */
  readonly decisions: AffectedDecisions | null;
  /** Where the breach comes from, the largest contribution first; at most five of each kind. */
  readonly contributions: readonly Contribution[] | null;
  /** Changes in the seven days before the first breach, newest first; at most ten are named. */
  readonly changes: { readonly count: number; readonly first: readonly FoundChange[] } | null;
  /** The same of the time since the first breach: what was done about it, as far as telemetry knows. */
  readonly since?: { readonly count: number; readonly first: readonly FoundChange[] } | null;
  /** The last suspension since the first breach; null: there was none. */
  readonly containment?: Containment | null;
  /** Other systems that the same cause could reach; at most ten are named. */
  readonly elsewhere: { readonly count: number; readonly first: readonly Elsewhere[] } | null;
  /** Open records that are alike; at most ten are named. */
  readonly similar: { readonly count: number; readonly first: readonly SimilarRecord[] } | null;
  readonly unknown: readonly NotFoundOut[];
  /** Something could not be read and may be at another time: the machine looks again. */
  readonly isIncomplete?: true;
  /** SHA-256 (hex) of the document with everything, in the content store. */
  readonly document: string;
}

/** What was decided while the requirement was not fulfilled. */
export interface AffectedDecisions {
  readonly fromMs: number;
  readonly toMs: number;
  readonly predictions: number;
  /** Of them with a known truth. */
  readonly outcomes: number;
  /** Decisions of people about them. */
  readonly reviews: number;
  /** Distinct subjects; null where no prediction names one. */
  readonly subjects: number | null;
  /** How these numbers were come by, in a sentence or two. */
  readonly method: string;
}

/** One segment, feature or label, and how much of the breach it accounts for. */
export interface Contribution {
  readonly kind: "segment" | "feature";
  readonly name: string;
  /** The value of a segment; `""` for features. */
  readonly value: string;
  readonly n: number;
  /** What is compared, e.g. the error rate of this segment, or the PSI of this feature. */
  readonly measured: number;
  /** Share of the whole, 0 to 1; null where the measure does not add up. */
  readonly share: number | null;
}

/** Something that changed before the breach and may have caused it. */
export interface FoundChange {
  readonly atMs: number;
  readonly kind:
    | "model_version"
    | "control"
    | "baseline"
    | "declaration"
    | "reported"
    | "suspension"
    | "resumption";
  readonly what: string;
}

/** A suspension, and whether telemetry bears it out. */
export interface Containment {
  readonly sinceMs: number;
  /** Null while it lasts. */
  readonly endedMs: number | null;
  /** Predictions while it was in force: none where every process follows it; null: not found out. */
  readonly predictions: number | null;
}

/** Another system that shares something with the record's. */
export interface Elsewhere {
  readonly system: string;
  /** What it shares: `model spam-filter v3`, `supplier acme`, `feature income`, `control drift.inputs`. */
  readonly shares: readonly string[];
}

/** A record that is open and alike. */
export interface SimilarRecord {
  readonly id: string;
  readonly why: string;
}

/** What could not be found out, and why. */
export interface NotFoundOut {
  readonly what: string;
  readonly why: string;
}
