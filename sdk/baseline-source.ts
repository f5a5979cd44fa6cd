import type { BaselineOption } from "./baseline.ts";
import { type ReadBaseline, readBaseline } from "./read-baseline.ts";
import { wordsOf } from "./words-of.ts";

/** A fetch that failed is tried again no sooner than this. */
const RETRY_MS = 60_000;

/** The baseline to count in: there, none, or still on its way. */
export class BaselineSource {
  readonly #fetch: (() => unknown) | null;
  readonly #monotonicMs: () => number;
  readonly #system: string;
  readonly #onProblem: (kind: string, words: () => string) => void;
  #state: ReadBaseline | "coming" | null = null;
  #failedMs = -Infinity;
  #settling: Promise<void> = Promise.resolve();
  #onSettled: () => void = () => undefined;

  constructor(of: {
    readonly option: BaselineOption | undefined;
    readonly monotonicMs: () => number;
    /** The system that is watched: a baseline of another one is of no use to it. */
    readonly system: string;
    /** Hears what is wrong with the baseline, or why it did not come; of one kind each time in other words. */
    readonly onProblem: (kind: string, words: () => string) => void;
  }) {
    this.#monotonicMs = of.monotonicMs;
    this.#system = of.system;
    this.#onProblem = of.onProblem;
    this.#fetch = typeof of.option === "function" ? of.option : null;
    if (this.#fetch !== null) this.#ask(this.#fetch);
    else if (of.option !== undefined) this.#keep(of.option);
  }

  /** Called each time the baseline has come, or has not. */
  onSettled(listener: () => void): void {
    this.#onSettled = listener;
  }

  /** Null where there is none. Asks again where the last attempt failed a minute ago. */
  baseline(): ReadBaseline | "coming" | null {
    const isOver = this.#monotonicMs() - this.#failedMs >= RETRY_MS;
    if (this.#state === null && this.#fetch !== null && isOver) this.#ask(this.#fetch);
    return this.#state;
  }

  /** Resolves once an answer is there, at the latest after `timeoutMs`. */
  async settled(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      // Someone is waiting for it: it holds the process.
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#settling, late]);
    clearTimeout(timer);
  }

  #ask(fetch: () => unknown): void {
    this.#state = "coming";
    this.#settling = this.#answerOf(fetch);
  }

  /** Never rejects: nobody may be there to handle it. */
  async #answerOf(fetch: () => unknown): Promise<void> {
    try {
      this.#keep(await fetch());
    } catch (error) {
      this.#failed(error);
    }
    try {
      this.#onSettled();
    } catch (error) {
      const words = wordsOf(error);
      this.#onProblem("counting", () => `features could not be counted (${words})`);
    }
  }

  #keep(value: unknown): void {
    try {
      const baseline = readBaseline(value);
      this.#state = baseline;
      if (baseline.system === this.#system) return;
      this.#onProblem(
        "system of baseline",
        () =>
          `the baseline is one of "${baseline.system.slice(0, 80)}", the system is "${this.#system.slice(0, 80)}": what is counted in it cannot be compared`,
      );
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#state = null;
    this.#failedMs = this.#monotonicMs();
    const words = wordsOf(error);
    this.#onProblem(
      "baseline",
      () =>
        `there is no baseline to count features in (${words}): only how many are missing is known`,
    );
  }
}
