import type { GenAiCall } from "./genai-call.ts";

export const TASKS = [
  "classification",
  "regression",
  "ranking",
  "generation",
  "detection",
] as const;

/** What a model does; `""` where the sender did not say. */
export type Task = (typeof TASKS)[number] | "";

/** The model that answered. Empty strings where the sender did not say. */
export interface Model {
  readonly name: string;
  readonly version: string;
  readonly supplier: string;
  readonly digest: string;
}

/** One answer of a model, as it is recorded. */
export interface Prediction {
  readonly kind: "prediction";
  /** The caller's own key, or a generated one; unique within a system. 1–256 characters. */
  readonly id: string;
  /** Unix milliseconds (a fraction carries microseconds). */
  readonly timeMs: number;
  readonly model: Model;
  readonly task: Task;
  /** The decision in words; `""` where the model gave none. */
  readonly label: string;
  /** Confidence or probability of `label`; null where there is none. */
  readonly score: number | null;
  /** The predicted number of a regression; null where there is none. */
  readonly value: number | null;
  /** Seconds; null where not measured. */
  readonly latency: number | null;
  readonly status: "ok" | "error";
  /** Class of the failure (`error.type`); `""` when the status is ok. */
  readonly errorType: string;
  /** Numeric features. NaN and infinities are kept and counted apart by profiles. */
  readonly numericFeatures: Readonly<Record<string, number>>;
  /** Categorical features. */
  readonly categoricalFeatures: Readonly<Record<string, string>>;
  /** Features that were present with a null value: missing. */
  readonly missingFeatures: readonly string[];
  /** Segment name → segment value, for fairness and slices. */
  readonly segment: Readonly<Record<string, string>>;
  /** Keyed hash of the data subject; `""` where not given. */
  readonly subject: string;
  /**
   * Where the answer is a hosted generative model's. The prediction's `model.supplier` is then the provider, and its `model.name`
   * and `model.version` both the model that the provider says has answered; `""` where only the request is known.
   */
  readonly call?: GenAiCall;
  /** What a call was asked and answered, sealed by the collector that keeps it; no sender has it. */
  readonly content?: { readonly hash: string; readonly key: string; readonly body: string };
}
