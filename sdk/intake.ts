import type { FaultListener, Hook } from "./hook.ts";
import type { Notices } from "./notices.ts";
import { type Observation, toPrediction } from "./observation.ts";
import { nextPredictionId } from "./prediction-id.ts";
import type { Profiler } from "./profiler.ts";
import type { RecordClass, Recorder } from "./recorder.ts";
import { maskText } from "./redaction/mask.ts";
import type { Redactor, Said } from "./redaction/redactor.ts";
import { trimScalars } from "./scalars.ts";
import type { Prediction } from "./wire/prediction.ts";
import type { Profile } from "./wire/profile.ts";
import { wordsOf } from "./words-of.ts";

export type PredictionListener = Hook<readonly [Prediction], null>;

/** A cell and its count, as an entry of an object. */
const PROFILE_ENTRY_BYTES = 48;
const NO_TRACE = { traceId: "", spanId: "" };
/** Memory of a queued record beside its texts, estimated from the fields of an observation and its entry. */
const RECORD_BYTES = 320;

/** Brings what was observed into the queue, and tells of what could not be brought. */
export class Intake {
  readonly #recorder: Recorder;
  readonly #notices: Notices;
  readonly #profiler: Pick<Profiler, "take">;
  readonly #redactor: Pick<Redactor, "observation" | "statement">;
  readonly #onRecord: () => void;
  readonly #listeners = new Set<PredictionListener>();
  readonly #disabledHooks = new Set<string>();
  #isOpen = true;

  constructor(of: {
    readonly recorder: Recorder;
    readonly notices: Notices;
    /** Keeps back what may not leave. */
    readonly profiler: Pick<Profiler, "take">;
    /** Changes what may not leave as it is. */
    readonly redactor: Pick<Redactor, "observation" | "statement">;
    /** Called after each record that was queued. */
    readonly onRecord: () => void;
  }) {
    this.#recorder = of.recorder;
    this.#notices = of.notices;
    this.#profiler = of.profiler;
    this.#redactor = of.redactor;
    this.#onRecord = of.onRecord;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get disabledHooks(): readonly string[] {
    return [...this.#disabledHooks];
  }

  close(): void {
    this.#isOpen = false;
  }

  listen(listener: PredictionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  prediction(
    observation: Observation,
    trace: { readonly traceId: string; readonly spanId: string },
    listener: PredictionListener | null = null,
  ): void {
    const redacted = this.#redacted(observation);
    // After the end nothing leaves, and nobody would tell what was counted.
    const kept = this.#isOpen ? this.#withoutHeldBack(redacted) : redacted;
    const isHeard = listener !== null || this.#listeners.size > 0;
    if (isHeard || !this.#isOpen) {
      // The recorder looks at it later, if at all.
      this.#trim(kept.segment);
      this.#trim(kept.features);
    }
    if (this.#isOpen) {
      this.#recorder.predict(kept, trace, this.#refuse);
      this.#onRecord();
    } else {
      this.#closed("prediction");
    }
    if (!isHeard) return;
    // What leaves is what listeners see; but its own id is the one by which they speak of it.
    const prediction = { ...toPrediction(kept), id: observation.id };
    listener?.call([prediction]);
    for (const each of this.#listeners) each.call([prediction]);
  }

  statement(given: Said, trace: { readonly traceId: string; readonly spanId: string }): void {
    const statement = this.#redactor.statement(given);
    if (statement === null) {
      this.#recorder.issue(given.kind);
      this.#recorder.lose(given.kind, "invalid");
      return;
    }
    let bytes = RECORD_BYTES;
    for (const value of Object.values(statement)) {
      if (typeof value === "string") bytes += 2 * value.length;
    }
    if (this.#isOpen) {
      this.#recorder.add(statement.kind, bytes, trace, statement);
      this.#onRecord();
    } else {
      this.#closed(statement.kind);
    }
  }

  /** What was counted before the monitor closed is added after it, too. */
  profile(profile: Profile): void {
    const entries = Object.keys(profile.cells).length + Object.keys(profile.magnitudes).length;
    const texts = [profile.feature, profile.sum, profile.sumOfSquares].concat(
      ...Object.entries(profile.segment),
    );
    const bytes = texts.reduce(
      (sum, text) => sum + 2 * text.length,
      RECORD_BYTES + PROFILE_ENTRY_BYTES * entries,
    );
    this.#recorder.add("profile", bytes, NO_TRACE, profile);
    this.#onRecord();
  }

  /** What was given is no such thing: it has its number, and is counted as lost. */
  invalid(of: RecordClass, error: unknown): void {
    this.#recorder.issue(of);
    this.#recorder.lose(of, "invalid");
    this.#notices.once(
      `invalid ${of}`,
      () => `${wordsOf(error)}: the ${of} is dropped and counted`,
    );
  }

  /** For the hooks of `watch`: counts each fault, tells the first, and names what is switched off. */
  readonly onFault: FaultListener = (name, error, isDisabled) => {
    this.#recorder.count(`hook.${name}`);
    this.#notices.once(
      `hook ${name}`,
      () => `the ${name} hook failed (${wordsOf(error)}): what it says is left out and counted`,
    );
    if (!isDisabled || this.#disabledHooks.has(name)) return;
    this.#disabledHooks.add(name);
    this.#notices.once(
      `hook off ${name}`,
      () => `the ${name} hook failed 100 times in a row and is switched off until the next start`,
    );
  };

  /** A field that a policy could not judge, and that is left out for it. */
  readonly onRedactionFailure = (field: string): void => {
    this.#recorder.count("redaction.failed");
    this.#notices.once(
      `redaction ${field}`,
      () =>
        `the redaction policy of ${field} failed or could not judge a value: the field is left out there and counted`,
    );
  };

  /** Fails closed: where redaction itself fails, what a policy could have spoken of is left out. */
  #redacted(observation: Observation): Observation {
    try {
      return this.#redactor.observation(observation);
    } catch {
      this.onRedactionFailure("a prediction");
      const id = nextPredictionId();
      const none = { label: "", subject: "", features: null, segment: null, call: null };
      return { ...observation, id, ...none };
    }
  }

  /** Fails closed: where counting fails, no feature of the prediction is recorded. */
  #withoutHeldBack(observation: Observation): Observation {
    try {
      return this.#profiler.take(observation, this.#refuse);
    } catch (error) {
      this.#recorder.count("hook.profile");
      this.#notices.once(
        "profile",
        () => `features could not be counted (${wordsOf(error)}): they are left out and counted`,
      );
      return { ...observation, features: null };
    }
  }

  #trim(scalars: Observation["features"]): void {
    if (scalars !== null) trimScalars(scalars, this.#refuse);
  }

  readonly #refuse = (name: string): void => {
    this.#recorder.count("hook.value");
    this.#notices.once(
      "value",
      () =>
        `"${maskText(name.slice(0, 80))}" is left out: features and segments take up to 1,000 numbers, strings, booleans or nulls, with names of up to 256 characters`,
    );
  };

  #closed(of: RecordClass): void {
    this.#recorder.issue(of);
    this.#recorder.lose(of, "closed");
  }
}
