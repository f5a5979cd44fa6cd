import type { FaultListener, Hook } from "./hook.ts";
import type { Notices } from "./notices.ts";
import { type Observation, toPrediction } from "./observation.ts";
import type { Body, RecordClass, Recorder } from "./recorder.ts";
import { trimScalars } from "./scalars.ts";
import type { Change } from "./wire/change.ts";
import type { Outcome } from "./wire/outcome.ts";
import type { Oversight } from "./wire/oversight.ts";
import type { Prediction } from "./wire/prediction.ts";

export type PredictionListener = Hook<readonly [Prediction], null>;

/** Memory of a queued record beside its texts, estimated from the fields of an observation and its entry. */
const RECORD_BYTES = 320;

/** Brings what was observed into the queue, and tells of what could not be brought. */
export class Intake {
  readonly #recorder: Recorder;
  readonly #notices: Notices;
  readonly #onRecord: () => void;
  readonly #listeners = new Set<PredictionListener>();
  readonly #disabledHooks = new Set<string>();
  #isOpen = true;

  constructor(of: {
    readonly recorder: Recorder;
    readonly notices: Notices;
    /** Called after each record that was queued. */
    readonly onRecord: () => void;
  }) {
    this.#recorder = of.recorder;
    this.#notices = of.notices;
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
    let bytes = RECORD_BYTES + 2 * (observation.id.length + observation.label.length);
    bytes += this.#trim(observation.features) + this.#trim(observation.segment);
    this.#add("prediction", bytes, trace, observation);
    if (listener === null && this.#listeners.size === 0) return;
    const prediction = toPrediction(observation);
    listener?.call([prediction]);
    for (const each of this.#listeners) each.call([prediction]);
  }

  statement(
    statement: Outcome | Oversight | Change,
    trace: { readonly traceId: string; readonly spanId: string },
  ): void {
    let bytes = RECORD_BYTES;
    for (const value of Object.values(statement)) {
      if (typeof value === "string") bytes += 2 * value.length;
    }
    this.#add(statement.kind, bytes, trace, statement);
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

  #trim(scalars: Observation["features"]): number {
    if (scalars === null) return 0;
    return trimScalars(scalars, (name) => {
      this.#recorder.count("hook.value");
      this.#notices.once(
        "value",
        () =>
          `"${name.slice(0, 80)}" is left out: features and segments take up to 1,000 numbers, strings, booleans or nulls, with names of up to 256 characters`,
      );
    });
  }

  #add(
    of: RecordClass,
    bytes: number,
    trace: { readonly traceId: string; readonly spanId: string },
    body: Body,
  ): void {
    if (!this.#isOpen) {
      this.#recorder.issue(of);
      this.#recorder.lose(of, "closed");
      return;
    }
    this.#recorder.add(of, bytes, trace, body);
    this.#onRecord();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "no error was thrown, but something else";
}
