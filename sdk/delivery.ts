import { type Answer, interpret } from "./answer.ts";
import { Circuit, type CircuitState } from "./circuit.ts";
import { monotonicMs, wallMs } from "./clock.ts";
import { type ClockOffset, ClockOffsets } from "./clock-offset.ts";
import type { Notices } from "./notices.ts";
import type { Settings } from "./settings.ts";
import { Transport } from "./transport.ts";
import { BATCH_ID_HEADER } from "./wire/attributes.ts";

/** How sending stands. `waiting` until the first answer. */
export type DeliveryState =
  | "waiting"
  | "ok"
  | "unreachable"
  | "unauthorised"
  | "wrong_url"
  | "overloaded"
  | "faulty"
  | "refused";

/** What became of a batch: answered for, never to be taken, or given up because sending was stopped. */
export type Delivered = "accepted" | "refused" | "stopped";

/** A batch as it is sent: what is said of it, and its bytes. */
export interface Parcel {
  /** 32 lower hex digits. */
  readonly id: string;
  readonly body: Uint8Array;
  readonly isCompressed: boolean;
  /** Records of this process in it; 0 where another one made them, which counts them itself. */
  readonly records: number;
}

type Attempt = Answer | { readonly kind: "unreachable"; readonly reason: string };

/** A 500 may be a passing fault or these very records; after so many attempts it is the records. */
const FAULTY_ATTEMPTS_MAX = 5;

/** Brings one batch at a time to the collector, for as long as that takes. */
export class Delivery {
  readonly #settings: Settings;
  readonly #notices: Notices;
  readonly #transport: Transport | null;
  readonly #circuit: Circuit;
  readonly #offsets = new ClockOffsets();
  #isStopped = false;
  #endPause: (() => void) | null = null;
  #state: DeliveryState = "waiting";
  #lastError: string | null = null;
  #sent = 0;
  #rejected = 0;

  constructor(of: {
    readonly settings: Settings;
    readonly notices: Notices;
    readonly random: () => number;
  }) {
    this.#settings = of.settings;
    this.#notices = of.notices;
    const { endpoint, limits } = of.settings;
    const range = { minMs: limits.retryMinMs, maxMs: limits.retryMaxMs };
    this.#circuit = new Circuit({ range, random: of.random });
    this.#transport = endpoint === null ? null : new Transport(endpoint, limits.requestTimeoutMs);
  }

  status(): {
    readonly state: DeliveryState;
    readonly circuit: CircuitState;
    readonly lastError: string | null;
    readonly sent: number;
    readonly rejected: number;
    readonly clock: ClockOffset | null;
  } {
    return {
      state: this.#state,
      circuit: this.#circuit.state,
      clock: this.#offsets.best(wallMs()),
      lastError: this.#lastError,
      sent: this.#sent,
      rejected: this.#rejected,
    };
  }

  /** Tries until the batch is answered for; the same bytes under the same id every time. */
  async deliver(batch: Parcel): Promise<Delivered> {
    for (let attempt = 0; !this.#isStopped; attempt += 1) {
      await this.#untilAllowed();
      if (this.#isStopped) break;
      this.#circuit.attempting();
      const answer = await this.#attempt(batch);
      if (this.#isStopped && answer.kind !== "accepted") break;
      this.#note(answer, batch);
      if (answer.kind === "accepted" || answer.kind === "refused") return answer.kind;
      if (answer.kind === "faulty" && attempt + 1 >= FAULTY_ATTEMPTS_MAX) return "refused";
    }
    return "stopped";
  }

  /** Somebody waits: a pause between attempts ends as soon as is decent, never before the collector's own. */
  hurry(): void {
    this.#circuit.hurry();
    this.#endPause?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endPause?.();
    this.#transport?.close();
  }

  async #attempt(batch: Parcel): Promise<Attempt> {
    const { url, key } = this.#settings;
    if (this.#transport === null) {
      return { kind: "wrong_url", reason: "not an http or https address" };
    }
    try {
      const answer = await this.#transport.post(batch.body, {
        "content-type": "application/x-protobuf",
        "user-agent": "tiltmeter-sdk",
        [BATCH_ID_HEADER]: batch.id,
        ...(batch.isCompressed ? { "content-encoding": "gzip" } : {}),
        ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
      });
      this.#offsets.add(answer.timed);
      return interpret(answer, wallMs());
    } catch (error) {
      return { kind: "unreachable", reason: reasonOf(error, url) };
    }
  }

  #note(answer: Attempt, batch: Parcel): void {
    // Bytes that are not taken say nothing of those to come: whoever refuses them is there.
    if (answer.kind === "accepted" || answer.kind === "refused") this.#circuit.succeeded();
    else {
      this.#circuit.failed({
        nowMs: monotonicMs(),
        askedMs: answer.kind === "overloaded" ? answer.retryAfterMs : 0,
        // Only a person mends a key or an address: look again now and then, a new key may have arrived.
        isLasting: answer.kind === "unauthorised" || answer.kind === "wrong_url",
      });
    }
    if (answer.kind === "accepted") {
      this.#state = "ok";
      const rejected = Math.min(answer.rejected, batch.records);
      this.#rejected += rejected;
      this.#sent += batch.records - rejected;
      if (answer.message === "" && rejected === 0) return;
      this.#lastError = answer.message;
    } else {
      this.#state = answer.kind;
      this.#lastError = answer.reason;
    }
    this.#notices.once(answer.kind, () => notice(answer, this.#settings));
  }

  /** Waits until the circuit lets an attempt pass, without holding the host's process. */
  async #untilAllowed(): Promise<void> {
    for (;;) {
      const waitMs = this.#circuit.retryAtMs - monotonicMs();
      if (waitMs <= 0 || this.#isStopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        timer.unref();
        this.#endPause = (): void => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#endPause = null;
    }
  }
}

function reasonOf(error: unknown, url: string): string {
  if (!(error instanceof Error)) return `no connection to ${url}`;
  // A name with two addresses fails with an AggregateError, whose message is empty.
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return error.message === "" ? code : error.message;
}

/** One line that says what is wrong and what to do. */
function notice(answer: Attempt, { url, key, limits, spool }: Settings): string {
  const bytesMax = spool === null ? limits.queueBytesMax : spool.bytesMax;
  const where = spool === null ? "in memory" : `in ${spool.folder}`;
  const kept = `records wait ${where}, up to ${Math.round(bytesMax / 1_048_576)} MiB`;
  switch (answer.kind) {
    case "unreachable":
      return `no collector answers at ${url} (${answer.reason}): start it with "tiltmeter serve", or set TILTMETER_URL; ${kept}`;
    case "unauthorised":
      return key === ""
        ? `the collector at ${url} wants a key: set TILTMETER_KEY to an ingest key; ${kept}`
        : `the collector at ${url} refuses the key (${answer.reason}): set TILTMETER_KEY to a valid ingest key for this system; ${kept}`;
    case "wrong_url":
      return `${url} is not a collector (${answer.reason}): set TILTMETER_URL to its address, for example http://127.0.0.1:4318; ${kept}`;
    case "overloaded":
      return `the collector at ${url} asks to wait (${answer.reason}): nothing to do, unless it lasts; ${kept}`;
    case "faulty":
      return `the collector at ${url} failed (${answer.reason}): look at its log; ${kept}`;
    case "refused":
      return `the collector at ${url} refused a batch (${answer.reason}): its records are dropped and counted, see status().dropped`;
    case "accepted":
      if (answer.rejected === 0) return `the collector at ${url} warns: ${answer.message}`;
      return `the collector at ${url} rejected ${answer.rejected} records (${answer.message}): look at its quarantine, and at status().rejected`;
  }
}
