import { type RetryRange, retryDelayMs } from "./retry.ts";

/**
 * `closed`: batches are sent, and a failure is followed by another attempt. `open`: nothing is sent.
 * `half_open`: one attempt is on its way, and decides.
 */
export type CircuitState = "closed" | "open" | "half_open";

/** Failures in a row before it opens: three pauses of some seconds together, so a restart passes. */
const FAILURES_MAX = 4;

/**
 * Says when the next attempt may be made, so that a collector that is down is asked by one batch now and
 * then, whoever is in a hurry, and one that recovers is not met by everybody at once.
 *
 * Time is an argument, in milliseconds of a clock that never steps.
 */
export class Circuit {
  readonly #range: RetryRange;
  readonly #random: () => number;
  #failures = 0;
  #isProbing = false;
  #retryAtMs = 0;
  /** Before it nobody may hurry. */
  #noSoonerMs = 0;

  constructor(of: { readonly range: RetryRange; readonly random: () => number }) {
    this.#range = of.range;
    this.#random = of.random;
  }

  get state(): CircuitState {
    if (this.#failures < FAILURES_MAX) return "closed";
    return this.#isProbing ? "half_open" : "open";
  }

  /** When the next attempt may be made; a past instant means now. */
  get retryAtMs(): number {
    return this.#retryAtMs;
  }

  attempting(): void {
    this.#isProbing = true;
  }

  succeeded(): void {
    this.#isProbing = false;
    this.#failures = 0;
    this.#retryAtMs = 0;
    this.#noSoonerMs = 0;
  }

  /** `askedMs` is the pause that the collector asked for; `isLasting` what only a person mends. */
  failed(of: {
    readonly nowMs: number;
    readonly askedMs: number;
    readonly isLasting: boolean;
  }): void {
    this.#isProbing = false;
    const attempt = of.isLasting ? Number.POSITIVE_INFINITY : this.#failures;
    this.#failures += 1;
    const pauseMs = retryDelayMs({ attempt, range: this.#range, random: this.#random });
    // What was asked for is kept; open, the shortest pause is kept as well.
    const leastMs = this.state === "open" ? this.#range.minMs : 0;
    this.#noSoonerMs = of.nowMs + Math.max(of.askedMs, leastMs);
    this.#retryAtMs = Math.max(of.nowMs + of.askedMs + pauseMs, this.#noSoonerMs);
  }

  /** Somebody waits: the next attempt may be made as soon as is decent. */
  hurry(): void {
    this.#retryAtMs = Math.min(this.#retryAtMs, this.#noSoonerMs);
  }
}
