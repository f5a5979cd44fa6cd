import { AsyncResource } from "node:async_hooks";
import { encodeBatch, type HeartbeatRecord } from "./batch.ts";
import { wallMs } from "./clock.ts";
import type { Delivery } from "./delivery.ts";
import type { Notices } from "./notices.ts";
import {
  DROP_ORDER,
  type LossReason,
  NOTHING,
  type RecordClass,
  type Recorder,
  type Taken,
} from "./recorder.ts";
import type { Settings } from "./settings.ts";

/** A batch is at most about this large: a quarter of what the collector takes. */
const BATCH_BYTES_MAX = 1_048_576;
/** So many records are sent without waiting for more. */
const EAGER_RECORDS = 512;

// Sending goes on for long, and must not hold the async context of whichever request of the host began it.
// Entered from timers only: entering it where the host's stack is nearly used up ends Node's process.
const outside = new AsyncResource("tiltmeter");

interface Waiter {
  readonly through: Readonly<Record<RecordClass, number>>;
  readonly done: () => void;
}

/** Decides when what the recorder holds is encoded and sent: one batch at a time, off the host's tick. */
export class Exporter {
  readonly #settings: Settings;
  readonly #recorder: Recorder;
  readonly #delivery: Delivery;
  readonly #notices: Notices;
  #waiters: readonly Waiter[] = [];
  #timer: NodeJS.Timeout | null = null;
  #heartbeatTimer: NodeJS.Timeout | null = null;
  #isEager = false;
  #isRunning = false;
  #isStopped = false;
  #heartbeatSeq = 0;
  #heartbeatAtMs = 0;
  /** The recorder's version that the last heartbeat told, with an empty queue. */
  #heartbeatVersion = 0;
  #isHeartbeatWanted = true;
  #onRest: (() => void) | null = null;

  constructor(of: {
    readonly settings: Settings;
    readonly recorder: Recorder;
    readonly delivery: Delivery;
    readonly notices: Notices;
  }) {
    this.#settings = of.settings;
    this.#recorder = of.recorder;
    this.#delivery = of.delivery;
    this.#notices = of.notices;
  }

  /** Called after each record: arms a timer at most once, and does nothing else. */
  wake(): void {
    if (this.#isRunning || this.#isStopped) return;
    if (this.#recorder.length >= EAGER_RECORDS) {
      if (this.#isEager) return;
      this.#isEager = true;
      setImmediate(() => this.#run());
    } else if (this.#timer === null) {
      this.#timer = this.#after(this.#settings.limits.sendEveryMs);
    }
  }

  /**
   * Resolves true when every record issued so far has been answered for, false at the deadline. A pause
   * between attempts ends at once, unless the collector asked for it.
   */
  flush(timeoutMs: number): Promise<boolean> {
    this.#isHeartbeatWanted = true;
    if (this.#isStopped || this.#isQuiet()) return Promise.resolve(this.#recorder.length === 0);
    return new Promise((resolve) => {
      const settle = (isDone: boolean): void => {
        clearTimeout(timer);
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        resolve(isDone);
      };
      // The one timer that holds the process: someone is waiting for it.
      const timer = setTimeout(() => settle(false), timeoutMs);
      const waiter: Waiter = { through: this.#recorder.lastSeq(), done: () => settle(true) };
      this.#waiters = [...this.#waiters, waiter];
      this.#delivery.hurry();
      setImmediate(() => this.#run());
    });
  }

  /** Ends sending. What still waits is dropped and counted. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#clearTimers();
    this.#delivery.stop();
    return new Promise((resolve) => {
      this.#onRest = resolve;
      if (!this.#isRunning) this.#rest();
    });
  }

  #isQuiet(): boolean {
    const isTold = this.#recorder.version === this.#heartbeatVersion;
    return !this.#isRunning && this.#recorder.length === 0 && isTold;
  }

  #after(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#run(), ms).unref();
  }

  #clearTimers(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#heartbeatTimer !== null) clearTimeout(this.#heartbeatTimer);
    this.#timer = null;
    this.#heartbeatTimer = null;
  }

  #run(): void {
    if (this.#isRunning || this.#isStopped) return;
    this.#clearTimers();
    this.#isRunning = true;
    const failed = (error: unknown): void => {
      this.#notices.once(
        "internal",
        () => `records could not be encoded (${error}): please report it`,
      );
      this.#rest();
    };
    outside.runInAsyncScope(() => {
      this.#drain().then(() => this.#rest(), failed);
    });
  }

  #rest(): void {
    this.#isRunning = false;
    this.#isEager = false;
    if (this.#isStopped) {
      this.#recorder.abandon("closed");
      this.#onRest?.();
      return;
    }
    // Someone began to wait between the last batch and now.
    if (this.#waiters.length > 0) {
      this.#run();
      return;
    }
    if (this.#recorder.length > 0) this.wake();
    // Something was counted since the last account: it is told in its time.
    if (this.#recorder.version !== this.#heartbeatVersion) {
      this.#heartbeatTimer = this.#after(this.#settings.limits.heartbeatEveryMs);
    }
  }

  async #drain(): Promise<void> {
    let isMore = true;
    while (isMore && !this.#isStopped) {
      const taken = this.#recorder.take({
        recordsMax: this.#settings.limits.batchRecordsMax,
        bytesMax: BATCH_BYTES_MAX,
      });
      const heartbeat = this.#heartbeat();
      if (taken.records > 0 || heartbeat !== null) await this.#send(taken, heartbeat);
      for (const waiter of this.#waiters) {
        if (this.#recorder.hasLeft(waiter.through)) waiter.done();
      }
      isMore = this.#recorder.length >= EAGER_RECORDS || this.#waiters.length > 0;
    }
  }

  async #send(taken: Taken, heartbeat: HeartbeatRecord | null): Promise<void> {
    const recorder = this.#recorder;
    const { origin, resource, isCompressed } = this.#settings;
    const { records, bytes } = taken;
    recorder.inFlight = { records, bytes };
    try {
      const batch = await encodeBatch({ taken, heartbeat, origin, resource, isCompressed });
      recorder.inFlight = { records, bytes: batch.body.length };
      const delivered = await this.#delivery.deliver(batch);
      if (delivered !== "accepted")
        this.#lose(taken, delivered === "refused" ? "refused" : "closed");
    } catch (error) {
      this.#lose(taken, "internal");
      throw error;
    } finally {
      recorder.inFlight = NOTHING;
    }
  }

  #lose({ perClass }: Taken, reason: LossReason): void {
    for (const of of DROP_ORDER) {
      const records = perClass[of] ?? 0;
      if (records > 0) this.#recorder.lose(of, reason, records);
    }
  }

  /** An account for this batch: when it is time, or when someone flushes and this batch empties the queue. */
  #heartbeat(): HeartbeatRecord | null {
    const recorder = this.#recorder;
    const timeMs = wallMs();
    const isDue = timeMs - this.#heartbeatAtMs >= this.#settings.limits.heartbeatEveryMs;
    const isLast = this.#isHeartbeatWanted && recorder.length === 0;
    if (recorder.version === this.#heartbeatVersion || !(isDue || isLast)) return null;
    this.#heartbeatAtMs = timeMs;
    // With records still waiting the account will change without a new record: tell it again then.
    this.#heartbeatVersion = recorder.length === 0 ? recorder.version : -1;
    if (isLast) this.#isHeartbeatWanted = false;
    this.#heartbeatSeq += 1;
    return { seq: this.#heartbeatSeq, statement: recorder.heartbeat(timeMs) };
  }
}
