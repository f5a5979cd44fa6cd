import type { Capture } from "./capture.ts";
import { monotonicMs } from "./clock.ts";
import { asSent, bytesOf } from "./held.ts";
import type { Observation } from "./observation.ts";
import type { Profiler } from "./profiler.ts";
import type { Scalars } from "./scalars.ts";
import { setOwn } from "./wire/own-property.ts";

/** What a monitor asks of who counts. */
export type Counting = Pick<Profiler, "take" | "ready" | "emitAll" | "unprofiled">;

/** Memory for what waits to be counted: some ten thousand predictions. */
const WAITING_BYTES_MAX = 4_194_304;

interface Waiting {
  /** With the features alone that are to be counted. */
  readonly observation: Observation;
  readonly refuse: (name: string) => void;
}

/**
 * Counts once what counts is loaded: most processes count nothing, and the core is small without it.
 *
 * What may not leave is held back from the first prediction on, and waits; beyond 4 MiB of it predictions are recorded
 * without being counted, which `onLost` hears.
 */
export class LateProfiler implements Counting {
  readonly #capture: Capture;
  readonly #load: () => Promise<Counting>;
  readonly #onLost: (predictions: number) => void;
  #counting: Counting | null = null;
  #loading: Promise<void>;
  #isLoading = false;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;

  constructor(of: {
    readonly capture: Capture;
    readonly load: () => Promise<Counting>;
    readonly onLost: (predictions: number) => void;
  }) {
    this.#capture = of.capture;
    this.#load = of.load;
    this.#onLost = of.onLost;
    this.#loading = this.#begin();
  }

  get unprofiled(): readonly string[] {
    return this.#counting?.unprofiled ?? [];
  }

  take(observation: Observation, refuse: (name: string) => void): Observation {
    if (this.#counting !== null) return this.#counting.take(observation, refuse);
    const { features } = observation;
    if (features === null) return observation;
    const kept: Record<string, Scalars[string]> = {};
    const held: Record<string, Scalars[string]> = {};
    for (const name of Object.keys(features)) {
      const mode = this.#capture.modeOf(name);
      if (mode !== "none") setOwn(mode === "values" ? kept : held, name, features[name]);
    }
    if (Object.keys(held).length > 0) {
      this.#hold({ observation: { ...observation, features: held }, refuse }, held);
    }
    return { ...observation, features: kept };
  }

  async ready(timeoutMs: number): Promise<void> {
    if (this.#counting === null && this.#waiting.length === 0) return;
    const fromMs = monotonicMs();
    await this.#loading;
    await this.#counting?.ready(Math.max(0, timeoutMs - (monotonicMs() - fromMs)));
  }

  emitAll(): void {
    this.#counting?.emitAll();
  }

  #hold(waiting: Waiting, held: Scalars): void {
    // A file that could not be read the last time may be there now.
    if (!this.#isLoading) this.#loading = this.#begin();
    const { timeMs, model, segment } = waiting.observation;
    const values = Object.entries(held).map(([name, value]) => [name, asSent(value)] as const);
    const bytes = bytesOf({ timeMs, model, segment, values });
    if (this.#waitingBytes + bytes > WAITING_BYTES_MAX) {
      this.#onLost(1);
      return;
    }
    this.#waiting.push(waiting);
    this.#waitingBytes += bytes;
  }

  /** Never rejects: nobody may be there to handle it. */
  async #begin(): Promise<void> {
    this.#isLoading = true;
    try {
      this.#counting = await this.#load();
    } catch {
      this.#onLost(this.#forget().length);
    } finally {
      this.#isLoading = false;
    }
    for (const waiting of this.#forget()) this.#count(waiting);
  }

  #count({ observation, refuse }: Waiting): void {
    try {
      this.#counting?.take(observation, refuse);
    } catch {
      this.#onLost(1);
    }
  }

  #forget(): readonly Waiting[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return waiting;
  }
}
