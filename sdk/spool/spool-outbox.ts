import type { HeartbeatRecord } from "../batch.ts";
import type { Delivery } from "../delivery.ts";
import type { InFlight } from "../in-flight.ts";
import type { Notices } from "../notices.ts";
import type { Lose, Outbox, SpoolStatus } from "../outbox.ts";
import { DROP_ORDER, type Recorder } from "../recorder.ts";
import type { Settings } from "../settings.ts";
import { adopt } from "./adopt.ts";
import type { KeptBatch } from "./batch-file.ts";
import { Line, type Waiting } from "./line.ts";
import { thisProcess } from "./owner.ts";
import { Rounds } from "./rounds.ts";
import { diskReason, inBlocks, isAbsent, Spool, type SpoolFile, scopeOf } from "./spool.ts";
import { asideNotice, failingNotice, fullNotice } from "./spool-notices.ts";

/** A disk that failed is tried again with the first batch after this time. */
const DISK_RETRY_MS = 1_000;

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
  readonly #line = new Line();
  #adopted = 0;
  #putting: KeptBatch | null = null;
  #diskFailedMs = Number.NEGATIVE_INFINITY;
  #lastError: string | null = null;
  #isMarked = true;
  /** False where records were given up after the last account of losses. */
  #isToldAll = true;
  #isSending = false;
  #sending: Promise<void> = Promise.resolve();
  readonly #rounds: Rounds;
  #onRoom: (() => void) | null = null;
  #isStopped = false;

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
    this.#rounds = new Rounds({ look: () => this.#look(), outside: of.outside });
  }

  get isIdle(): boolean {
    return this.#putting === null && this.#line.lastOwn === undefined;
  }

  get isLeft(): boolean {
    return !this.#rounds.hasLooked || this.#line.lastAdopted !== undefined;
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
    this.#putting = batch;
    this.#inFlight.set("putting", { records: batch.records, bytes });
    try {
      await this.#room(inBlocks(bytes));
      const file = await this.#keep(batch, heartbeat);
      if (file === null && this.#isStopped) {
        this.#isToldAll = false;
        this.#lose(batch.perClass, "closed");
        return;
      }
      const waiting = file === null ? this.#line.hold(batch) : this.#line.keep(file);
      this.#send();
      // In memory there is one batch at a time.
      if (file === null) await waiting.done;
    } finally {
      this.#inFlight.clear("putting");
      this.#putting = null;
    }
  }

  async answered(isAll: boolean): Promise<void> {
    await this.#line.lastOwn?.done;
    if (!isAll) return;
    await this.#rounds.looked;
    await this.#line.lastAdopted?.done;
  }

  hurry(): void {
    this.#delivery.hurry();
  }

  stop(): void {
    this.#isStopped = true;
    this.#rounds.stop();
    this.#onRoom?.();
    this.#delivery.stop();
  }

  async close(): Promise<void> {
    await this.#rounds.rest();
    await this.#sending;
    for (const { perClass } of this.#line.abandon()) {
      this.#isToldAll = false;
      this.#lose(perClass, "closed");
    }
    try {
      await this.#spool.close(this.#isToldAll);
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  putNow(batch: KeptBatch): boolean {
    if (this.#line.bytes + inBlocks(batch.body.length) > this.#bytesMax) return false;
    this.#line.keep(this.#spool.writeNow(batch));
    return true;
  }

  exit(): void {
    if (this.#putting !== null) this.putNow(this.#putting);
    if (this.#line.isEmpty) this.#spool.closeNow();
  }

  status(): SpoolStatus {
    const { files, bytes, records } = this.#line;
    return {
      folder: this.#spool.root,
      files,
      bytes,
      records,
      adopted: this.#adopted,
      lastError: this.#lastError,
    };
  }

  /** Resolves once there is room, or nobody will make any. */
  async #room(bytes: number): Promise<void> {
    while (this.#line.bytes > 0 && this.#line.bytes + bytes > this.#bytesMax && !this.#isStopped) {
      this.#notices.once("spool full", () => fullNotice(this.#spool.root, this.#bytesMax));
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
      this.#onRoom = null;
    }
  }

  /** Null where the disk does not take it. */
  async #keep(batch: KeptBatch, heartbeat: HeartbeatRecord | null): Promise<SpoolFile | null> {
    const isFull = this.#line.bytes + inBlocks(batch.body.length) > this.#bytesMax;
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
      // Absent: taken over by another process, which took this one for dead.
      if (!isAbsent(error)) this.#diskFailed(error);
      else await this.#renew().catch((worse: unknown) => this.#diskFailed(worse));
      return null;
    }
  }

  /** Begins to send where nobody does. */
  #send(): void {
    if (this.#isStopped || this.#isSending) return;
    this.#isSending = true;
    this.#outside(() => {
      this.#sending = this.#sendAll();
    });
  }

  /** Ends when there is nothing in line, or sending was stopped. */
  async #sendAll(): Promise<void> {
    for (;;) {
      const first = this.#line.first();
      if (first === undefined || this.#isStopped || !(await this.#sendOne(first))) break;
      this.#line.settle(first);
      this.#onRoom?.();
    }
    this.#isSending = false;
  }

  /** False where sending was stopped, so that the batch stays. */
  async #sendOne({ file, batch: inMemory, isOwn }: Waiting): Promise<boolean> {
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
    this.#notices.once("spool aside", () => asideNotice(place));
  }

  #diskFailed(error: unknown): void {
    const why = diskReason(error);
    this.#diskFailedMs = this.#monotonicMs();
    this.#lastError = why;
    this.#notices.once("spool", () => failingNotice(this.#spool.root, why));
  }

  async #look(): Promise<void> {
    try {
      await this.#renew();
      const { files, aside } = await adopt(this.#spool, this.#scope);
      this.#adopted += files.length;
      for (const file of files) this.#line.keep(file);
      this.#send();
      for (const place of aside) this.#tellAside(place);
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  async #renew(): Promise<void> {
    if (await this.#spool.renew()) this.#isMarked = true;
  }
}
