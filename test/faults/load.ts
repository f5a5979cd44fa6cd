import { randomUUID } from "node:crypto";

/** Batches of a system's life: it answers well, then fails every second time, then answers well again. */
const LIFE = { failsFrom: 4, failsTo: 40, ends: 60 } as const;
const BATCH = 25;
/** Between a batch that was acknowledged and the next. */
const PACE_MS = 120;
/** A collector that is down longer than this will not come back. */
const TRIES_MAX = 6_000;

/** A prediction as it is sent. */
export interface Sent {
  readonly system: string;
  readonly id: string;
  readonly time: string;
  readonly model: { readonly name: string; readonly version: string };
  readonly status?: "error";
  readonly errorType?: string;
  readonly label?: string;
  readonly features: { readonly x: number; readonly word: string };
}

/**
 * Senders that never give up, and what they know: the oracle of the fault suite, in a process that nobody kills.
 *
 * Each sends batch after batch, one with the same id again and again until it is acknowledged. One system is calm; the
 * others live one after the other, and each fails in the middle of its life, for which it must be raised once.
 */
export class Load {
  /** By id. */
  readonly acknowledged = new Map<string, Sent>();
  readonly systems = new Set<string>();
  /** Systems whose failing has begun, each of which must be raised. */
  readonly failed = new Set<string>();
  /** When the last failing prediction was made, Unix milliseconds. */
  lastFailureMs = 0;
  /** Answers that were neither a 200 nor a request to come again: none is right. */
  readonly wrong: string[] = [];
  readonly #to: { readonly url: string; readonly key: string };
  readonly #senders: readonly Promise<void>[];
  #isEnding = false;

  /** `to` is asked before each request: the collector may come back elsewhere. */
  constructor(to: { readonly url: string; readonly key: string }, names: readonly string[]) {
    this.#to = to;
    this.#senders = [this.#calm(), ...names.map((name) => this.#lives(name))];
  }

  /** Begins no more failing, and resolves when all that was begun is acknowledged. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#senders);
  }

  async #calm(): Promise<void> {
    this.systems.add("calm");
    for (let n = 0; !this.#isEnding; n += 1) await this.#send("calm", n, false);
  }

  async #lives(name: string): Promise<void> {
    // The first life is lived until its failing is over, however little time there is.
    for (let life = 0; life === 0 || !this.#isEnding; life += 1) {
      const system = `${name}-${life}`;
      this.systems.add(system);
      for (let n = 0; n < LIFE.ends; n += 1) {
        const isFailing = n >= LIFE.failsFrom && n < LIFE.failsTo;
        if (this.#isEnding && (life === 0 ? n >= LIFE.failsTo : !isFailing)) break;
        if (isFailing) this.failed.add(system);
        await this.#send(system, n, isFailing);
      }
    }
  }

  async #send(system: string, n: number, isFailing: boolean): Promise<void> {
    const nowMs = Date.now();
    if (isFailing) this.lastFailureMs = nowMs;
    const predictions = Array.from(
      { length: BATCH },
      (_, i): Sent => ({
        system,
        id: `${system}-${n}-${i}`,
        time: new Date(nowMs + i).toISOString(),
        model: { name: "m", version: "1" },
        ...(isFailing && i % 2 === 0
          ? { status: "error" as const, errorType: "timeout" }
          : { label: `label ${i % 3}` }),
        features: { x: n * BATCH + i, word: `${system} ${n}` },
      }),
    );
    const batch = randomUUID().replaceAll("-", "");
    for (let tries = 0; !(await this.#post(predictions, batch)); tries += 1) {
      if (tries >= TRIES_MAX) throw new Error(`batch ${n} of ${system} was never acknowledged`);
      await pause(100);
    }
    for (const sent of predictions) this.acknowledged.set(sent.id, sent);
    await pause(PACE_MS);
  }

  async #post(predictions: readonly Sent[], batch: string): Promise<boolean> {
    try {
      const response = await fetch(`${this.#to.url}/api/v1/predictions`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${this.#to.key}`,
          "content-type": "application/json",
          "tiltmeter-batch-id": batch,
        },
        body: JSON.stringify(predictions),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await response.text();
      if (response.status === 200) return true;
      if (response.status !== 429 && response.status !== 503) {
        this.wrong.push(`${response.status} ${text}`);
      }
    } catch {
      // refused, reset, or killed in the middle of the answer: not acknowledged, so it is sent again
    }
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
