/**
 * What evidence is collected from: one record of who says what, as plain data.
 *
 * The least that is needed, so that what the collector journals can be handed over as it is.
 */
export interface EvidenceRecord {
  readonly origin: { readonly system: string; readonly environment: string };
  readonly statement:
    | ObservedPrediction
    | ObservedOutcome
    | ObservedReview
    | ObservedScore
    | ObservedConcern
    | ObservedHeartbeat
    | ObservedProfile
    | { readonly kind: "change" }
    | { readonly kind: "client_metric"; readonly timeMs: number };
}

/** One answer of a model. Times are Unix milliseconds, latency seconds. */
export interface ObservedPrediction {
  readonly kind: "prediction";
  readonly id: string;
  readonly timeMs: number;
  /** Absent names: not said. */
  readonly model: {
    readonly version: string;
    readonly name?: string;
    readonly supplier?: string;
  };
  /** `classification`, `regression`, `ranking`, …; `""` where not said. */
  readonly task: string;
  readonly label: string;
  /** Confidence of the label; null where there is none. */
  readonly score: number | null;
  /** The predicted number; null where there is none. */
  readonly value: number | null;
  readonly latency: number | null;
  readonly status: "ok" | "error";
  readonly numericFeatures: Readonly<Record<string, number>>;
  readonly categoricalFeatures: Readonly<Record<string, string>>;
  readonly segment: Readonly<Record<string, string>>;
  /** Where it is a call of a hosted generative model. */
  readonly call?: ObservedCall;
}

/** What a call of a hosted generative model took and how it ended; null: not known, which is never 0. */
export interface ObservedCall {
  /** `chat`, `embeddings`, …; `""` where not said. */
  readonly operation: string;
  readonly requestModel: string;
  /** All of it, what was read from and written to a cache included. */
  readonly inputTokens: number | null;
  readonly cachedTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly finishReasons: readonly string[];
  readonly tools: Readonly<Record<string, number>>;
  readonly isRefused: boolean | null;
  /** Seconds. */
  readonly firstChunk: number | null;
}

/** The truth about one prediction. */
export interface ObservedOutcome {
  readonly kind: "outcome";
  readonly id: string;
  readonly timeMs: number;
  /** `""` where the truth is a number. */
  readonly label: string;
  /** Null where the truth is a label. */
  readonly value: number | null;
}

/** What a person did with one prediction. */
export interface ObservedReview {
  readonly kind: "oversight";
  readonly id: string;
  readonly timeMs: number;
  readonly action: string;
  /** The label before and after the decision; `""` where not said. */
  readonly from: string;
  readonly to: string;
  /** Who decided, a pseudonym; absent or `""` where not said. */
  readonly by?: string;
  /** What the reviewer is; `""` where not said. */
  readonly role: string;
  /** How long the person looked; null where not measured. */
  readonly reviewSeconds: number | null;
}

/** What a check said of one prediction. */
export interface ObservedScore {
  readonly kind: "score";
  readonly id: string;
  readonly timeMs: number;
  /** Of the check. */
  readonly name: string;
  /** Null where the check does not say. */
  readonly passed: boolean | null;
}

/** One step of a concern: each is a record under the concern's id. */
export interface ObservedConcern {
  readonly kind: "concern";
  readonly id: string;
  readonly timeMs: number;
  readonly status: "reported" | "acknowledged" | "resolved";
}

/** A sign of life of a producer. */
export interface ObservedHeartbeat {
  readonly kind: "heartbeat";
  readonly timeMs: number;
}

/** One feature in one window as its sender counted it: added to `cells`, see `profile/profile.ts`. */
export interface ObservedProfile {
  readonly kind: "profile";
  /** The window's start; all of it is in the window that holds its start. */
  readonly timeMs: number;
  readonly model: { readonly version: string };
  readonly segment: Readonly<Record<string, string>>;
  readonly feature: string;
  /** Digest of the baseline whose cells are counted; `""`: none. */
  readonly baseline: string;
  /** Predictions counted, `missing` ones included. */
  readonly predictions: number;
  readonly missing: number;
  readonly notANumber: number;
  readonly wrongType: number;
  readonly infinite: number;
  readonly min: number | null;
  readonly max: number | null;
  /** Cell → count, empty cells left out. */
  readonly cells: Readonly<Record<string, number>>;
  readonly magnitudes: Readonly<Record<string, number>>;
}
