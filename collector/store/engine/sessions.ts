import { within } from "../../within.ts";
import type { ChdbSession } from "./chdb.ts";

/** A session calls into the thread pool of Node, which has 4 threads unless told otherwise: one is left for files. */
export const SESSIONS_MAX = 3;
/** Beyond this the engine is hopelessly behind; waiting longer would only hide it. */
const WAITING_MAX = 1_000;

/** A statement under way is worth this much; a process that must end has a second for its store. */
const GRACE_MS = 500;
/** A statement notices between two blocks of rows. */
const END_AGAIN_MS = 50;
const END_ALL = "KILL QUERY WHERE query NOT LIKE 'KILL QUERY%' ASYNC";

/** More statements wait for the embedded engine than make sense. */
export class EngineBusy extends Error {
  override readonly name = "EngineBusy";
}

/** The engine is closed, or closing: the statement was not begun. */
export class EngineClosed extends Error {
  override readonly name = "EngineClosed";
}

/**
 * Hands out sessions of the embedded engine, a few at a time, each for one statement.
 *
 * A session runs one statement at a time and remembers: its settings, its parameters and, after a
 * failure, output that is prepended to the next result. So none is used twice. Opening one costs
 * 0.4 ms.
 */
export class Sessions {
  readonly #openSession: () => ChdbSession;
  readonly #sizeMax: number;
  readonly #waiting: { readonly enter: () => void; readonly refuse: (why: Error) => void }[] = [];
  #running = 0;
  #open = 0;
  #isClosed = false;
  #whenIdle: () => void = () => undefined;

  constructor(openSession: () => ChdbSession, sizeMax: number = SESSIONS_MAX) {
    this.#openSession = openSession;
    this.#sizeMax = sizeMax;
  }

  /** Runs `work` on a fresh session as soon as one of the few places is free. First come, first served. */
  async run<Result>(work: (session: ChdbSession) => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      return await this.aside(work);
    } finally {
      this.#leave();
    }
  }

  /** Runs `work` at once, beside the others: for the statement that ends another. */
  async aside<Result>(work: (session: ChdbSession) => Promise<Result>): Promise<Result> {
    // Between entering and this, the engine may have been closed: a session would start it again.
    if (this.#isClosed) throw closed();
    const session = this.#openSession();
    this.#open += 1;
    try {
      return await work(session);
    } finally {
      session.close();
      this.#open -= 1;
      if (this.#open === 0) this.#whenIdle();
    }
  }

  /**
   * Refuses what has not begun, and resolves when what has begun is over: after half a second it is
   * ended. Idempotent.
   *
   * Ending the engine under a running statement crashes the process, and a process that exits waits
   * for its statements, without a limit.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(closed());
    if (this.#open === 0) return;
    const idle = new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
    await within(GRACE_MS, idle);
    while (this.#open > 0) {
      await this.#endAll();
      await within(END_AGAIN_MS, idle);
    }
  }

  /** The engine is this process's alone, so every statement in it is ours. Best effort: one that has just ended is not found. */
  async #endAll(): Promise<void> {
    const session = this.#openSession();
    try {
      await session.queryAsync(END_ALL, { format: "TabSeparated" }).catch(() => undefined);
    } finally {
      session.close();
    }
  }

  async #enter(): Promise<void> {
    if (this.#isClosed) throw closed();
    if (this.#running < this.#sizeMax) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX) {
      throw new EngineBusy(
        `at most ${WAITING_MAX} statements wait for the engine; try again later`,
      );
    }
    await new Promise<void>((enter, refuse) => this.#waiting.push({ enter, refuse }));
  }

  /** The place passes straight to the next in line. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next.enter();
  }
}

function closed(): EngineClosed {
  return new EngineClosed("the embedded engine is closed; the statement was not begun");
}
