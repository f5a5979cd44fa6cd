import type { HeartbeatRecord } from "../batch.ts";
import type { Delivery } from "../delivery.ts";
import type { InFlight } from "../in-flight.ts";
import type { Notices } from "../notices.ts";
import type { Lose, Outbox, SpoolStatus } from "../outbox.ts";
import { DROP_ORDER, type Recorder } from "../recorder.ts";
import type { Settings } from "../settings.ts";
import { wordsOf } from "../words-of.ts";
import { adopt } from "./adopt.ts";
import type { KeptBatch } from "./batch-file.ts";
import { thisProcess } from "./owner.ts";
import { inBlocks, isAbsent, Spool, type SpoolFile, scopeOf } from "./spool.ts";

/** Between two signs of life, and two looks for what dead processes have left. */
const ROUND_MS = 5_000;
/** A disk that failed is tried again with the first batch after this time. */
const DISK_RETRY_MS = 1_000;

/** A batch in line: on disk, or in memory where the disk failed. */
interface Waiting {
  readonly file: SpoolFile | null;
  readonly batch: KeptBatch | null;
  readonly isOwn: boolean;
  readonly done: Promise<void>;
  readonly settle: () => void;
}

/**
 * Has batches on disk until they are answered for, and sends them in order, the files of dead processes too.
 *
 * Where the disk fails a batch stays in memory and the next one waits, as without files; where the space is
 * used up they wait for room, and records meanwhile in the queue, which drops and counts by its own rules.
 */
export class SpoolOutbox implements Outbox {
  readonly #delivery: Delivery;
  readonly #notices: Notices;
  readonly #recorder: Recorder;
  readonly #lose: Lose;
  readonly #inFlight: InFlight;
  readonly #spool: Spool;
  readonly #scope: string;
  readonly #bytesMax: number;
  readonly #monotonicMs: () => number;
  readonly #outside: (work: () => void) => void;
  #line: Waiting[] = [];
  #fileBytes = 0;
  #adopted = 0;
  #isPutting = false;
  #diskFailedMs = Number.NEGATIVE_INFINITY;
  #lastError: string | null = null;
  #isMarked = true;
  #isSending = false;
  #sending: Promise<void> = Promise.resolve();
  #round: Promise<void> = Promise.resolve();
  #onRoom: (() => void) | null = null;
  #isStopped = false;
  #timer: NodeJS.Timeout | null;

  /** Throws where the folder cannot be written to. */
  constructor(of: {
    readonly settings: Settings;
    readonly spool: NonNullable<Settings["spool"]>;
    readonly delivery: Delivery;
    readonly notices: Notices;
    readonly recorder: Recorder;
    readonly lose: Lose;
    readonly inFlight: InFlight;
    readonly monotonicMs: () => number;
    /** Runs work outside of the async context of whichever request of the host began it. */
    readonly outside: (work: () => void) => void;
  }) {
    const { origin, resource, url } = of.settings;
    this.#delivery = of.delivery;
    this.#notices = of.notices;
    this.#recorder = of.recorder;
    this.#lose = of.lose;
    this.#inFlight = of.inFlight;
    this.#monotonicMs = of.monotonicMs;
    this.#outside = of.outside;
    this.#bytesMax = of.spool.bytesMax;
    this.#scope = scopeOf(origin.system, url);
    const owner = { ...thisProcess(), origin, resource, classes: DROP_ORDER };
    this.#spool = new Spool({ root: of.spool.folder, scope: this.#scope, owner });
    this.#timer = setTimeout(() => this.#beginRound(), 0).unref();
  }

  get isIdle(): boolean {
    return !this.#isPutting && !this.#line.some(({ isOwn }) => isOwn);
  }

  mark(heartbeats: number): void {
    if (!this.#isMarked) return;
    try {
      this.#spool.mark(heartbeats, this.#recorder.lastSeq());
    } catch (error) {
      // A full disk has no room for a number either, and asking for each record would cost.
      this.#isMarked = false;
      this.#diskFailed(error);
    }
  }

  async put(batch: KeptBatch, heartbeat: HeartbeatRecord | null): Promise<void> {
    const bytes = batch.body.length;
    this.#isPutting = true;
    this.#inFlight.set("putting", { records: batch.records, bytes });
    try {
      await this.#room(inBlocks(bytes));
      const file = await this.#keep(batch, heartbeat);
      if (file === null && this.#isStopped) {
        this.#lose(batch.perClass, "closed");
        return;
      }
      const waiting = this.#enqueue(file, file === null ? batch : null, true);
      // In memory there is one batch at a time.
      if (file === null) await waiting.done;
    } finally {
      this.#inFlight.clear("putting");
      this.#isPutting = false;
    }
  }

  async answered(): Promise<void> {
    await this.#line.findLast(({ isOwn }) => isOwn)?.done;
  }

  hurry(): void {
    this.#delivery.hurry();
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#onRoom?.();
    this.#delivery.stop();
  }

  async close(): Promise<void> {
    await this.#round;
    await this.#sending;
    for (const { batch, settle } of this.#line) {
      if (batch !== null) this.#lose(batch.perClass, "closed");
      settle();
    }
    try {
      await this.#spool.close();
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  exit(): void {
    if (this.isIdle && this.#line.length === 0) this.#spool.closeSync();
  }

  status(): SpoolStatus {
    const files = this.#line.flatMap(({ file }) => (file === null ? [] : [file]));
    return {
      folder: this.#spool.root,
      files: files.length,
      bytes: this.#fileBytes,
      records: files.reduce((sum, { records }) => sum + records, 0),
      adopted: this.#adopted,
      lastError: this.#lastError,
    };
  }

  /** Resolves once there is room, or nobody will make any. */
  async #room(bytes: number): Promise<void> {
    while (this.#fileBytes > 0 && this.#fileBytes + bytes > this.#bytesMax && !this.#isStopped) {
      this.#notices.once(
        "spool full",
        () =>
          `the spool at ${this.#spool.root} is full (${Math.round(this.#bytesMax / 1_048_576)} MiB): records wait in memory until the collector takes some; raise spool.bytesMax for longer outages`,
      );
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
      this.#onRoom = null;
    }
  }

  /** Null where the disk does not take it. */
  async #keep(batch: KeptBatch, heartbeat: HeartbeatRecord | null): Promise<SpoolFile | null> {
    const isFull = this.#fileBytes + inBlocks(batch.body.length) > this.#bytesMax;
    // Nobody makes room any more.
    if (this.#isStopped && isFull) return null;
    if (this.#monotonicMs() - this.#diskFailedMs < DISK_RETRY_MS) return null;
    try {
      if (heartbeat !== null) await this.#spool.account(heartbeat.statement);
      const file = await this.#spool.write(batch, true);
      this.#lastError = null;
      this.#isMarked = true;
      return file;
    } catch (error) {
      // Taken over by another process, which took this one for dead.
      if (isAbsent(error)) await this.#renew();
      else this.#diskFailed(error);
      return null;
    }
  }

  #enqueue(file: SpoolFile | null, batch: KeptBatch | null, isOwn: boolean): Waiting {
    let settle: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const waiting = { file, batch, isOwn, done, settle };
    this.#line.push(waiting);
    this.#fileBytes += file?.bytes ?? 0;
    if (!this.#isStopped && !this.#isSending) {
      this.#isSending = true;
      this.#outside(() => {
        this.#sending = this.#send();
      });
    }
    return waiting;
  }

  /** Sends what is in line; ends when there is nothing, or sending was stopped. */
  async #send(): Promise<void> {
    for (;;) {
      const first = this.#line[0];
      if (first === undefined || this.#isStopped || !(await this.#sendFirst(first))) break;
      this.#line.shift();
      this.#fileBytes -= first.file?.bytes ?? 0;
      first.settle();
      this.#onRoom?.();
    }
    this.#isSending = false;
  }

  /** False where sending was stopped, so that the batch stays. */
  async #sendFirst({ file, batch: inMemory, isOwn }: Waiting): Promise<boolean> {
    const batch = file === null ? inMemory : await this.#read(file);
    if (batch === null) return true;
    // One that is in memory alone is counted where it was put.
    if (file !== null) this.#inFlight.set("sending", { records: 0, bytes: batch.body.length });
    try {
      const delivered = await this.#delivery.deliver(isOwn ? batch : { ...batch, records: 0 });
      if (delivered === "stopped") return false;
      if (delivered === "refused" && isOwn) this.#lose(batch.perClass, "refused");
      if (delivered === "refused" && !isOwn && file !== null) await this.#aside(file, "refused");
      else if (file !== null) await this.#spool.remove(file);
      return true;
    } finally {
      this.#inFlight.clear("sending");
    }
  }

  /** Null where nothing is to be sent: another process has it, or it cannot be read. */
  async #read(file: SpoolFile): Promise<KeptBatch | null> {
    try {
      const read = await this.#spool.read(file);
      if (read === "gone") return null;
      if (read !== null) return read;
    } catch (error) {
      this.#diskFailed(error);
    }
    this.#lose(file.perClass, "internal");
    await this.#aside(file, "damaged");
    return null;
  }

  async #aside(file: SpoolFile, why: string): Promise<void> {
    try {
      this.#tellAside(await this.#spool.setAside(file.path, why));
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  #tellAside(place: string): void {
    this.#notices.once(
      "spool aside",
      () =>
        `a file of the spool cannot be sent and was set aside (${place}): its records show as missing; look at it, and delete it`,
    );
  }

  #diskFailed(error: unknown): void {
    this.#diskFailedMs = this.#monotonicMs();
    this.#lastError = wordsOf(error);
    this.#notices.once(
      "spool",
      () =>
        `the spool at ${this.#spool.root} cannot be written to (${this.#lastError}): records wait in memory alone until it can, and a kill loses them`,
    );
  }

  #beginRound(): void {
    this.#outside(() => {
      this.#round = this.#look().finally(() => {
        if (this.#isStopped) return;
        this.#timer = setTimeout(() => this.#beginRound(), ROUND_MS).unref();
      });
    });
  }

  async #look(): Promise<void> {
    try {
      await this.#renew();
      const { files, aside } = await adopt(this.#spool, this.#scope);
      this.#adopted += files.length;
      for (const file of files) this.#enqueue(file, null, false);
      for (const place of aside) this.#tellAside(place);
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  async #renew(): Promise<void> {
    if (await this.#spool.renew()) this.#isMarked = true;
  }
}
