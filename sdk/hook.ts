import { isPromise } from "node:util/types";
import { InputError } from "./input-error.ts";

/** Faults in a row after which a hook is switched off: it costs and gives nothing. */
const FAULTS_MAX = 100;

const promiseThen = Promise.prototype.then;

/** A function whose types are not known. */
type Callable = Parameters<typeof Reflect.apply>[0];

/** Hears of each call of a hook that gave nothing; `error` is null once the hook is switched off. */
export type FaultListener = (name: string, error: unknown, isDisabled: boolean) => void;

/**
 * A function of the user's that must not reach the watched call: run at most once, guarded, its answer
 * read into a copy under the same guard, and switched off after 100 faults in a row.
 */
export class Hook<Args extends readonly unknown[], Read> {
  readonly #name: string;
  readonly #run: Callable;
  readonly #read: (answer: unknown) => Read;
  readonly #onFault: FaultListener;
  #faultsInRow = 0;

  constructor(of: {
    readonly name: string;
    readonly run: Callable;
    readonly read: (answer: unknown) => Read;
    readonly onFault: FaultListener;
  }) {
    this.#name = of.name;
    this.#run = of.run;
    this.#read = of.read;
    this.#onFault = of.onFault;
  }

  /** What the hook says, or undefined where it said nothing or failed. */
  call(args: Args): Read | undefined {
    if (this.#faultsInRow >= FAULTS_MAX) {
      this.#onFault(this.#name, null, true);
      return undefined;
    }
    try {
      const answer = Reflect.apply(this.#run, undefined, args);
      if (answer === undefined) return undefined;
      if (typeof answer === "object" && isPromise(answer)) {
        // Its rejection is ours, not the host's.
        Reflect.apply(promiseThen, answer, [undefined, () => undefined]);
        throw new InputError("a selector returned a promise; selectors are synchronous");
      }
      const read = this.#read(answer);
      this.#faultsInRow = 0;
      return read;
    } catch (error) {
      this.#faultsInRow += 1;
      this.#onFault(this.#name, error, this.#faultsInRow >= FAULTS_MAX);
      return undefined;
    }
  }
}
