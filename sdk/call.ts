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
 */
export class Call {
  /** The id that the predictions of this call have, or begin with where they are many. */
  readonly id: string;
  readonly #watched: Watched;
  readonly #ids: readonly string[] | null;
  readonly #features: Scalars | readonly Scalars[] | null;
  readonly #segment: Scalars | readonly Scalars[] | null;
  readonly #subject: string;
  readonly #model: Model;
  readonly #timeMs: number | null;
  readonly #trace: Trace;
  #startMs: number;
  #seenMs: number;
  #lastItem: unknown = undefined;
  #isEnded = false;

  constructor(watched: Watched, args: readonly unknown[]) {
    const { hooks } = watched;
    this.#watched = watched;
    const id = hooks.id?.call(args);
    this.#ids = typeof id === "object" ? id : null;
    this.id = typeof id === "string" ? id : nextPredictionId();
    this.#features = hooks.features?.call(args) ?? null;
    this.#segment = hooks.segment?.call(args) ?? null;
    this.#subject = hooks.subject?.call(args) ?? "";
    this.#model = hooks.model?.call(args) ?? watched.model;
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
    const many = this.#ids?.length ?? lengthOf(this.#features) ?? lengthOf(this.#segment);
    const ids = Array.from({ length: many ?? 1 }, (_, index) => this.#idAt(index, many));
    return { ids, timeMs: this.#timeMs ?? wallMs(this.#startMs), trace: this.#trace };
  }

  /** The answer is a stream: it ends later, or when the monitor closes. */
  opened(): void {
    this.#seenMs = monotonicMs();
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
    this.#watched.open.delete(this);
    this.#lastItem = undefined;
    const many =
      lengthOf(output) ??
      lengthOf(this.#ids) ??
      lengthOf(this.#features) ??
      lengthOf(this.#segment);
    const timeMs = this.#timeMs ?? wallMs(this.#startMs);
    for (let index = 0; index < (many ?? 1); index += 1) {
      const said = nth(output, index) ?? NO_OUTPUT;
      this.#watched.sink(
        {
          kind: "observation",
          id: this.#idAt(index, many),
          timeMs,
          model: this.#model,
          task: this.#watched.task,
          label: said.label,
          score: said.score,
          value: said.value,
          latency: (endMs - this.#startMs) / 1_000,
          status,
          errorType: failure,
          features: nth(this.#features, index),
          segment: nth(this.#segment, index),
          subject: this.#subject,
          call: null,
        },
        this.#trace,
      );
    }
  }

  #idAt(index: number, many: number | null): string {
    return many === null ? this.id : (this.#ids?.[index] ?? `${this.id}/${index}`);
  }
}

function lengthOf(value: unknown): number | null {
  return Array.isArray(value) ? value.length : null;
}

/** One thing stands for each; of a list, the element. */
function nth<T>(value: T | readonly T[] | null, index: number): T | null {
  return isList(value) ? (value[index] ?? null) : value;
}

function isList<T>(value: T | readonly T[] | null): value is readonly T[] {
  return Array.isArray(value);
}
