import type { CircuitState } from "./circuit.ts";
import type { ClockOffset } from "./clock-offset.ts";
import type { DeliveryState } from "./delivery.ts";
import type { DirectiveStatus } from "./directive.ts";
import type { Answer, WatchOptions } from "./hooks.ts";
import type { SpoolStatus } from "./outbox.ts";
import type {
  ChangeInput,
  ConcernInput,
  OutcomeInput,
  PredictionInput,
  ReviewInput,
  ScoreInput,
} from "./statements.ts";
import type { Prediction } from "./wire/prediction.ts";

/** Watches one AI system. No method throws, and none delays the host. */
export interface Monitor {
  /**
   * The function, watched: same arguments, `this`, result, promise, iterator and errors. Each call
   * becomes a prediction (more where `output` returns an array); a failed one has the status `error`.
   */
  watch<F extends (...args: never[]) => unknown>(
    original: F,
    options?: WatchOptions<Parameters<F>, Answer<ReturnType<F>>, ReturnType<F>>,
  ): F;
  /** Records a prediction made elsewhere; returns its id. */
  record(prediction: PredictionInput): string;
  /** Records what a person did with the prediction of this id. */
  review(id: string | number, review: ReviewInput): void;
  /** Records the truth about the prediction of this id, however late. */
  outcome(id: string | number, outcome: OutcomeInput): void;
  /** Records what a check said of the prediction of this id: a quality score, a detector's verdict. */
  score(id: string | number, score: ScoreInput): void;
  /** Records a concern about the system, or that one was acknowledged or resolved; returns its id. */
  concern(concern: ConcernInput): string;
  /** Records a deployment, or a change of prompt, configuration or model. */
  change(change: ChangeInput): void;
  /** Calls the listener with each prediction, in the async context of its call; returns the way out. */
  onPrediction(listener: (prediction: Prediction) => void): () => void;
  /**
   * The id of the last prediction made in this async context, also while its call still runs. Where one
   * call makes many predictions it is what their ids begin with (`ID/0`, `ID/1`, …).
   */
  lastPredictionId(): string | undefined;
  status(): MonitorStatus;
  /**
   * Whether the system is suspended, as the collector said last: for a program that diverts calls itself, such as
   * a gateway. Answered from memory; the first question begins the asking, and calls before its answer are `unknown`.
   */
  directive(): DirectiveStatus;
  /**
   * For a short program: true once the collector has said whether the system is suspended; false after
   * `timeoutMs` (default 5 s), and where nobody asks. Calls before that go to the model.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<boolean>;
  /** True once everything recorded so far is answered for; false after `timeoutMs` (default 10 s). */
  flush(options?: { readonly timeoutMs?: number }): Promise<boolean>;
  /** Ends watching: streams still open are recorded, the rest is sent for up to `timeoutMs` (default 5 s). Idempotent. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a monitor stands. Issued records = queued + sent + rejected + the dropped ones of their class. */
export interface MonitorStatus {
  /** `waiting`: nothing was answered yet. */
  readonly state: DeliveryState | "disabled" | "closed";
  readonly url: string;
  /** `open`: after failures in a row the collector is asked once in a while; `half_open`: right now. */
  readonly circuit: CircuitState;
  /** The last failure's words, kept after recovery. */
  readonly lastError: string | null;
  /** Records that wait, in memory and in files, the ones on their way included. */
  readonly queued: number;
  /** Memory for them. */
  readonly queuedBytes: number;
  /** Records that the collector acknowledged: they are on its disk. */
  readonly sent: number;
  /** Records that the collector refused one by one; they are in its quarantine. */
  readonly rejected: number;
  /** Losses by `class.reason`, e.g. `prediction.queue_full`; selectors' faults by `hook.name`. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What is kept in files; null where no `spool` was asked for, or its folder cannot be written to. */
  readonly spool: SpoolStatus | null;
  /** How far this clock is from the collector's; null until an answer has told. */
  readonly clock: ClockOffset | null;
  /** Hooks switched off after 100 faults in a row. */
  readonly disabledHooks: readonly string[];
  /** Features that are captured as profiles and that the baseline does not have, the first hundred. */
  readonly unprofiled: readonly string[];
  /** Whether calls go to the model; null where nobody asks: no watched function has a `fallback`, and `directive` was not called. */
  readonly directive: DirectiveStatus | null;
  /** Clients of models that are wrapped, e.g. `openai@7.59.0`. */
  readonly instrumented: readonly string[];
  /** Clients of models that this process could load and that are not wrapped: a hint, no proof of use. */
  readonly uninstrumented: readonly string[];
}
