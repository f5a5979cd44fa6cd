import { encodeBatch, encodeNow, type HeartbeatRecord } from "./batch.ts";
import type { Instruments } from "./clients/instruments.ts";
import { monotonicMs, wallMs } from "./clock.ts";
import type { ClockOffset } from "./clock-offset.ts";
import type { InFlight } from "./in-flight.ts";
import type { Notices } from "./notices.ts";
import type { Outbox } from "./outbox.ts";
import { outside } from "./outside.ts";
import type { RecordClass, Recorder, Taken } from "./recorder.ts";
import type { Settings } from "./settings.ts";

/** A batch is at most about this large: a quarter of what the collector takes. */
const BATCH_BYTES_MAX = 1_048_576;
/** So many records are sent without waiting for more. */
const EAGER_RECORDS = 512;

/** How long a flush waits where nothing was recorded, and only what is watched is to be told. */
const INTRODUCTION_MS = 1_000;

interface Waiter {
  readonly isAll: boolean;
  readonly through: Readonly<Record<RecordClass, number>>;
  readonly done: () => void;
}

/** Decides when what the recorder holds is encoded and sent: one batch at a time, off the host's tick. */
export class Exporter {
  readonly #settings: Settings;
  readonly #recorder: Recorder;
  readonly #outbox: Outbox;
  readonly #inFlight: InFlight;
  readonly #clock: () => ClockOffset | null;
  readonly #instruments: Instruments;
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
  /** The version of what is watched that the last heartbeat told. */
  #watchedVersion = 0;
  #isHeartbeatWanted = true;
  #onRest: (() => void) | null = null;

  constructor(of: {
    readonly settings: Settings;
    readonly recorder: Recorder;
    readonly outbox: Outbox;
    readonly inFlight: InFlight;
    /** How far this clock is from the collector's, as far as known. */
    readonly clock: () => ClockOffset | null;
    readonly instruments: Instruments;
    readonly notices: Notices;
  }) {
    this.#settings = of.settings;
    this.#recorder = of.recorder;
    this.#outbox = of.outbox;
    this.#inFlight = of.inFlight;
    this.#clock = of.clock;
    this.#instruments = of.instruments;
    this.#notices = of.notices;
  }

  /** Called after each record: arms a timer at most once, and does little else. */
  wake(): void {
    this.#outbox.mark(this.#heartbeatSeq);
    if (this.#isRunning || this.#isStopped) return;
    if (this.#recorder.length >= EAGER_RECORDS) {
      if (this.#isEager) return;
      this.#isEager = true;
      setImmediate(() => this.#run());
    } else if (this.#timer === null) {
      this.#timer = this.#after(this.#settings.limits.sendEveryMs);
    }
  }

  /** Changes whenever there is something to send. */
  get version(): number {
    return this.#recorder.version + this.#instruments.version;
  }

  /** Called when what is watched has changed: told soon the first time, and then in its time. */
  introduce(): void {
    if (!this.#isRunning && !this.#isStopped) this.#armHeartbeat();
  }

  /**
   * Resolves true when every record issued so far has been answered for, false at the deadline. A pause
   * between attempts ends at once, unless the collector asked for it. With `isAll`, what dead processes
   * have left has been answered for, too.
   */
  flush(timeoutMs: number, isAll = false): Promise<boolean> {
    this.#isHeartbeatWanted = true;
    const isQuiet = this.#isQuiet() && !(isAll && this.#outbox.isLeft);
    if (this.#isStopped || isQuiet) return Promise.resolve(this.#recorder.length === 0);
    return new Promise((resolve) => {
      const settle = (isDone: boolean): void => {
        clearTimeout(timer);
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        resolve(isDone);
      };
      // The one timer that holds the process: someone is waiting for it.
      const isNothing = this.#recorder.version === 0 && !(isAll && this.#outbox.isLeft);
      const waitMs = isNothing ? Math.min(timeoutMs, INTRODUCTION_MS) : timeoutMs;
      const timer = setTimeout(() => settle(isNothing), waitMs);
      const through = this.#recorder.lastSeq();
      const waiter: Waiter = { isAll, through, done: () => settle(true) };
      this.#waiters = [...this.#waiters, waiter];
      this.#outbox.hurry();
      setImmediate(() => this.#run());
    });
  }

  /** Ends sending. What still waits goes to disk where files are kept; else it is dropped and counted. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#clearTimers();
    this.#outbox.stop();
    return new Promise((resolve) => {
      this.#onRest = resolve;
      if (!this.#isRunning) this.#rest();
    });
  }

  #isQuiet(): boolean {
    const isEmpty = this.#recorder.length === 0 && this.#outbox.isIdle;
    return !this.#isRunning && isEmpty && this.#isTold();
  }

  #isTold(): boolean {
    const isCountTold = this.#recorder.version === this.#heartbeatVersion;
    return isCountTold && this.#instruments.version === this.#watchedVersion;
  }

  #armHeartbeat(): void {
    if (this.#isTold()) return;
    const { sendEveryMs, heartbeatEveryMs } = this.#settings.limits;
    const isFirst = this.#heartbeatSeq === 0 && !this.#instruments.isLooking(monotonicMs());
    if (isFirst) this.#timer ??= this.#after(sendEveryMs);
    else this.#heartbeatTimer ??= this.#after(heartbeatEveryMs);
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
      this.#tellInternal(error);
      this.#rest();
    };
    outside(() => {
      this.#drain().then(() => this.#rest(), failed);
    });
  }

  #tellInternal(error: unknown): void {
    this.#notices.once(
      "internal",
      () => `records could not be encoded (${error}): please report it`,
    );
  }

  /** In the last moment of the process, when nothing can be waited for: what waits goes to disk, where files are kept. */
  exit(): void {
    const { origin, resource } = this.#settings;
    if (this.#outbox.status() === null) return;
    let isKept = true;
    while (isKept && this.#recorder.length > 0) {
      const taken = this.#recorder.takeNow();
      const { id, body, records, perClass } = encodeNow({
        taken,
        heartbeat: null,
        origin,
        resource,
      });
      isKept = this.#outbox.putNow({ id, body, isCompressed: false, records, perClass });
    }
    this.#outbox.exit();
  }

  #rest(): void {
    this.#isRunning = false;
    this.#isEager = false;
    if (this.#isStopped) {
      outside(() => void this.#end());
      return;
    }
    // Someone began to wait between the last batch and now.
    if (this.#waiters.length > 0) {
      this.#run();
      return;
    }
    if (this.#recorder.length > 0) this.wake();
    // Something was counted since the last account: it is told in its time.
    this.#armHeartbeat();
  }

  async #drain(): Promise<void> {
    let isMore = true;
    while (isMore && !this.#isStopped) {
      await this.#step();
      // Who began to wait during the step waits for the account, too, where nothing else is left to send.
      const isOwed = this.#isHeartbeatWanted && this.#recorder.length === 0 && !this.#isTold();
      for (const waiter of isOwed ? [] : this.#waiters) {
        if (!this.#recorder.hasLeft(waiter.through)) continue;
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        void this.#outbox.answered(waiter.isAll).then(waiter.done);
      }
      isMore = this.#recorder.length >= EAGER_RECORDS || this.#waiters.length > 0;
    }
  }

  async #step(): Promise<void> {
    const taken = await this.#recorder.take(
      { recordsMax: this.#settings.limits.batchRecordsMax, bytesMax: BATCH_BYTES_MAX },
      (held) => this.#inFlight.set("encoding", held),
    );
    const heartbeat = this.#heartbeat();
    if (taken.records > 0 || heartbeat !== null) await this.#send(taken, heartbeat);
  }

  async #send(taken: Taken, heartbeat: HeartbeatRecord | null): Promise<void> {
    const [recorder, inFlight] = [this.#recorder, this.#inFlight];
    const { origin, resource, isCompressed } = this.#settings;
    const { records, perClass } = taken;
    try {
      const { id, body } = await encodeBatch({ taken, heartbeat, origin, resource, isCompressed });
      inFlight.clear("encoding");
      await this.#outbox.put({ id, body, isCompressed, records, perClass }, heartbeat);
    } catch (error) {
      recorder.loseAll(perClass, "internal");
      throw error;
    } finally {
      inFlight.clear("encoding");
    }
  }

  /** What still waits goes to disk, with its account; where there is no disk it is given up. */
  async #end(): Promise<void> {
    try {
      this.#isHeartbeatWanted = true;
      while (this.#outbox.status() !== null && this.#recorder.length > 0) await this.#step();
      // What was lost since the last account.
      if (this.#outbox.status() !== null) await this.#step();
    } catch (error) {
      this.#tellInternal(error);
    }
    this.#recorder.abandon("closed");
    await this.#outbox.close();
    this.#onRest?.();
  }

  #heartbeat(): HeartbeatRecord | null {
    const recorder = this.#recorder;
    const timeMs = wallMs();
    const isDue = timeMs - this.#heartbeatAtMs >= this.#settings.limits.heartbeatEveryMs;
    const isLast = this.#isHeartbeatWanted && recorder.length === 0;
    if (this.#isTold() || !(isDue || isLast)) return null;
    // Who flushes has waited for the look already.
    const isAwaited = this.#waiters.length > 0 || this.#isStopped;
    if (!isAwaited && this.#instruments.isLooking(monotonicMs())) return null;
    this.#heartbeatAtMs = timeMs;
    this.#watchedVersion = this.#instruments.version;
    // With records still waiting the account will change without a new record: tell it again then.
    this.#heartbeatVersion = recorder.length === 0 ? recorder.version : -1;
    if (isLast) this.#isHeartbeatWanted = false;
    this.#heartbeatSeq += 1;
    this.#outbox.mark(this.#heartbeatSeq);
    const clock = this.#clock();
    const statement = {
      ...recorder.heartbeat(timeMs),
      ...this.#instruments.account(monotonicMs()),
    };
    return {
      seq: this.#heartbeatSeq,
      statement: clock === null ? statement : { ...statement, clockOffsetMs: clock.offsetMs },
    };
  }
}
