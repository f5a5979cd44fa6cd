import { type FaultListener, Hook } from "./hook.ts";
import {
  type Output,
  type OutputRead,
  oneOrMany,
  readId,
  readModel,
  readOutput,
  readScalars,
  readText,
  readTime,
  type Time,
} from "./readers.ts";
import type { Features, Scalars } from "./scalars.ts";
import type { ModelInput } from "./settings.ts";
import type { Model, Prediction, Task } from "./wire/prediction.ts";

/** What a watched call comes to: what its promise resolves to, or the items and return value of its stream. */
export type Answer<Returned> = Streamed<Awaited<Returned>>;

type Streamed<T> = T extends { getReader(): unknown } | { pipe(...args: never[]): unknown }
  ? T
  : T extends AsyncGenerator<infer Item, infer Last> | Generator<infer Item, infer Last>
    ? Item | Last
    : T extends AsyncIterable<infer Item>
      ? Item
      : T;

/** What to read from a call. Each selector runs at most once a call, and its failure reaches nobody. */
export interface WatchOptions<Args extends readonly unknown[], Result, Returned = unknown> {
  /** Your own key, by which outcomes and reviews find the prediction later. Else one is made. */
  readonly id?: (...args: Args) => string | number | readonly (string | number)[];
  /** Own enumerable properties of what it returns; a number is numeric, a string categorical, null missing. */
  readonly features?: (...args: Args) => Features | readonly Features[] | undefined;
  /** Groups to compare: segment name to value. */
  readonly segment?: (...args: Args) => Scalars | readonly Scalars[] | undefined;
  /**
   * What the model said. An array makes one prediction of each element. Of a stream it sees the return
   * value, else the last item; it does not run where the consumer left early.
   */
  readonly output?: (result: Result) => Output | readonly Output[] | undefined;
  /** A keyed hash of the person concerned. */
  readonly subject?: (...args: Args) => string | undefined;
  readonly task?: Task;
  /** The model that answers, or a function of the call: a router, a canary. */
  readonly model?: ModelInput | ((...args: Args) => ModelInput | undefined);
  /** When the call counts as made, for replays; latency stays measured. */
  readonly time?: (...args: Args) => Time;
  /** Hears of each prediction of this function as it leaves, but under your own id, in the caller's async context. */
  readonly onPrediction?: (prediction: Prediction) => void;
  /**
   * Answers in the model's place while the collector has the system suspended: same arguments and
   * `this`, and what it returns or throws is what the caller gets. Without one a suspension reaches
   * nobody here: the calls go on to the model.
   */
  readonly fallback?: (...args: Args) => Returned;
  /**
   * With a `fallback`: the model is called all the same while the system is suspended, after the caller
   * has the fallback's answer, and what it says becomes a prediction that nobody else sees. So recovery
   * can be measured. Default false.
   */
  readonly shadow?: boolean;
}

type Args = readonly unknown[];

/** The selectors of one watched function, guarded. */
export interface Hooks {
  readonly id: Hook<Args, string | readonly string[]> | null;
  readonly features: Hook<Args, Scalars | readonly Scalars[]> | null;
  readonly segment: Hook<Args, Scalars | readonly Scalars[]> | null;
  readonly output: Hook<Args, OutputRead | readonly OutputRead[]> | null;
  readonly subject: Hook<Args, string> | null;
  readonly model: Hook<Args, Model> | null;
  readonly time: Hook<Args, number> | null;
  readonly onPrediction: Hook<readonly [Prediction], null> | null;
}

/** Options as they come from a caller without types. */
export type UntypedOptions = { readonly [K in keyof WatchOptions<Args, unknown>]?: unknown };

export function guardHooks(options: UntypedOptions, onFault: FaultListener): Hooks {
  const hook = <Given extends readonly unknown[], Read>(
    name: string,
    run: unknown,
    read: (answer: unknown) => Read,
  ): Hook<Given, Read> | null => {
    if (typeof run !== "function") return null;
    return new Hook({ name, run, read, onFault });
  };
  return {
    id: hook("id", options.id, oneOrMany(readId)),
    features: hook("features", options.features, oneOrMany(readScalars)),
    segment: hook("segment", options.segment, oneOrMany(readScalars)),
    output: hook("output", options.output, oneOrMany(readOutput)),
    subject: hook("subject", options.subject, readText),
    model: hook("model", options.model, readModel),
    time: hook("time", options.time, readTime),
    onPrediction: guardListener(options.onPrediction, onFault),
  };
}

/** A listener of predictions, guarded; null where it is no function. */
export function guardListener(
  listener: unknown,
  onFault: FaultListener,
): Hook<readonly [Prediction], null> | null {
  if (typeof listener !== "function") return null;
  return new Hook({
    name: "onPrediction",
    run: (prediction: Prediction) => Reflect.apply(listener, undefined, [prediction]),
    read: () => null,
    onFault,
  });
}
