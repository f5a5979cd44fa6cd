import { monotonicMs, wallMs } from "./clock.ts";
import { errorType } from "./error-type.ts";
import type { Hooks } from "./hooks.ts";
import type { Observation } from "./observation.ts";
import { nextPredictionId } from "./prediction-id.ts";
import { NO_OUTPUT, type OutputRead } from "./readers.ts";
import type { Scalars } from "./scalars.ts";
import { activeTrace } from "./trace-context.ts";
import type { Model, Task } from "./wire/prediction.ts";

type Trace = ReturnType<typeof activeTrace>;

/** What every call of one watched function shares. */
export interface Watched {
  readonly hooks: Hooks;
  readonly task: Task;
  readonly model: Model;
  /** Takes what a call turned out to be; does not throw. */
  readonly sink: (observation: Observation, trace: Trace) => void;
  /** Calls whose answer is a stream that has not ended. */
  readonly open: Set<Call>;
}

/**
 * One call of a watched function, from its start to its end.
 *
 * What the selectors say of the arguments is copied at the start, before the function can change them.
 * The end is recorded once, whichever way it is first seen. No method throws.
 *
 * It is itself the observation that it ends as, where it is of one prediction: a call costs one object.
 */
export class Call implements Observation {
  readonly kind = "observation";
  /** The id that the predictions of this call have, or begin with where they are many. */
  readonly id: string;
  timeMs = 0;
  readonly model: Model;
  readonly task: Task;
  label = "";
  score: number | null = null;
  value: number | null = null;
  latency: number | null = null;
  status: "ok" | "error" = "ok";
  errorType = "";
  features: Scalars | null;
  segment: Scalars | null;
  readonly subject: string;
  readonly call = null;
  readonly #watched: Watched;
  /** What stands for each prediction of many; null where it stands for all of them. */
  readonly #many: Many | null;
  readonly #timeMs: number | null;
  readonly #trace: Trace;
  #startMs: number;
  #seenMs: number;
  #lastItem: unknown = undefined;
  #isOpen = false;
  #isEnded = false;

  constructor(watched: Watched, args: readonly unknown[]) {
    const { hooks } = watched;
    this.#watched = watched;
    const id = hooks.id?.call(args);
    const features = hooks.features?.call(args) ?? null;
    const segment = hooks.segment?.call(args) ?? null;
    this.id = typeof id === "string" ? id : nextPredictionId();
    this.task = watched.task;
    this.features = isList(features) ? null : features;
    this.segment = isList(segment) ? null : segment;
    this.subject = hooks.subject?.call(args) ?? "";
    this.model = hooks.model?.call(args) ?? watched.model;
    this.#many =
      typeof id === "object" || isList(features) || isList(segment)
        ? {
            ids: typeof id === "object" ? id : null,
            features: isList(features) ? features : null,
            segment: isList(segment) ? segment : null,
          }
        : null;
    this.#timeMs = hooks.time?.call(args) ?? null;
    this.#trace = activeTrace();
    this.#startMs = monotonicMs();
    this.#seenMs = this.#startMs;
  }

  /** The function runs from here on only: it had to wait for its turn. */
  started(): void {
    this.#startMs = monotonicMs();
    this.#seenMs = this.#startMs;
  }

  /** What is known of the call's predictions before the function has run. */
  announced(): { readonly ids: readonly string[]; readonly timeMs: number; readonly trace: Trace } {
    const many = lengthOf(this.#many);
    const ids = Array.from({ length: many ?? 1 }, (_, index) => this.#idAt(index, many));
    return { ids, timeMs: this.#timeMs ?? wallMs(this.#startMs), trace: this.#trace };
  }

  /** The answer is a stream: it ends later, or when the monitor closes. */
  opened(): void {
    this.#seenMs = monotonicMs();
    this.#isOpen = true;
    this.#watched.open.add(this);
  }

  /** A stream gave an item; the last one speaks for a stream that returns nothing. */
  item(item: unknown): void {
    this.#seenMs = monotonicMs();
    if (this.#watched.hooks.output !== null) this.#lastItem = item;
  }

  returned(result: unknown): void {
    if (this.#isEnded) return;
    const endMs = monotonicMs();
    this.#end(endMs, this.#watched.hooks.output?.call([result]) ?? NO_OUTPUT, "ok", "");
  }

  /** A stream ended by itself. */
  exhausted(returned: unknown): void {
    this.returned(returned === undefined ? this.#lastItem : returned);
  }

  threw(error: unknown): void {
    if (this.#isEnded) return;
    this.#end(monotonicMs(), NO_OUTPUT, "error", errorType(error));
  }

  /** The consumer went away, or the answer cannot be seen: what it said is unknown, that it ran is not. */
  abandoned(): void {
    if (this.#isEnded) return;
    this.#end(this.#seenMs, NO_OUTPUT, "ok", "");
  }

  #end(
    endMs: number,
    output: OutputRead | readonly OutputRead[],
    status: "ok" | "error",
    failure: string,
  ): void {
    this.#isEnded = true;
    if (this.#isOpen) this.#watched.open.delete(this);
    this.#lastItem = undefined;
    this.timeMs = this.#timeMs ?? wallMs(this.#startMs);
    this.latency = (endMs - this.#startMs) / 1_000;
    this.status = status;
    this.errorType = failure;
    if (this.#many !== null || isList(output)) {
      this.#endMany(output);
      return;
    }
    this.label = output.label;
    this.score = output.score;
    this.value = output.value;
    this.#watched.sink(this, this.#trace);
  }

  #endMany(output: OutputRead | readonly OutputRead[]): void {
    const many = isList(output) ? output.length : lengthOf(this.#many);
    const { model, task, timeMs, latency, status, errorType, subject } = this;
    for (let index = 0; index < (many ?? 1); index += 1) {
      const { label, score, value } = (isList(output) ? output[index] : output) ?? NO_OUTPUT;
      this.#watched.sink(
        {
          kind: "observation",
          id: this.#idAt(index, many),
          timeMs,
          model,
          task,
          label,
          score,
          value,
          latency,
          status,
          errorType,
          features: nth(this.#many?.features ?? null, index, this.features),
          segment: nth(this.#many?.segment ?? null, index, this.segment),
          subject,
          call: null,
        },
        this.#trace,
      );
    }
  }

  #idAt(index: number, many: number | null): string {
    return many === null ? this.id : (this.#many?.ids?.[index] ?? `${this.id}/${index}`);
  }
}

/** What selectors said of many predictions at once. */
interface Many {
  readonly ids: readonly string[] | null;
  readonly features: readonly Scalars[] | null;
  readonly segment: readonly Scalars[] | null;
}

function lengthOf(many: Many | null): number | null {
  return many?.ids?.length ?? many?.features?.length ?? many?.segment?.length ?? null;
}

/** One thing stands for each; of a list, the element. */
function nth<T>(list: readonly T[] | null, index: number, one: T | null): T | null {
  return list === null ? one : (list[index] ?? null);
}

function isList<T>(value: T | readonly T[] | null): value is readonly T[] {
  return Array.isArray(value);
}
