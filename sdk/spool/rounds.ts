/** Between two signs of life, and two looks for what dead processes have left. */
const ROUND_MS = 5_000;

/** Does something now and then in the background, the first time at once; it never holds the process. */
export class Rounds {
  readonly #look: () => Promise<void>;
  readonly #outside: (work: () => void) => void;
  #timer: NodeJS.Timeout;
  #round: Promise<void> = Promise.resolve();
  #isStopped = false;
  #hasLooked = false;
  #settle: () => void = () => undefined;
  /** Resolves after the first round, or once there will be none. */
  readonly looked: Promise<void> = new Promise((resolve) => {
    this.#settle = resolve;
  });

  constructor(of: {
    /** Never rejects. */
    readonly look: () => Promise<void>;
    /** Runs work outside of the async context of whichever request of the host began it. */
    readonly outside: (work: () => void) => void;
  }) {
    this.#look = of.look;
    this.#outside = of.outside;
    this.#timer = this.#in(0);
  }

  get hasLooked(): boolean {
    return this.#hasLooked;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#settle();
  }

  /** Resolves once no round is under way. */
  rest(): Promise<void> {
    return this.#round;
  }

  #in(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#outside(() => {
        this.#round = this.#go();
      });
    }, ms).unref();
  }

  async #go(): Promise<void> {
    await this.#look();
    this.#hasLooked = true;
    this.#settle();
    if (!this.#isStopped) this.#timer = this.#in(ROUND_MS);
  }
}
