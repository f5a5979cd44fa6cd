import type { Batch, HeartbeatRecord } from "./batch.ts";
import type { Delivery } from "./delivery.ts";
import type { InFlight } from "./in-flight.ts";
import type { LossReason } from "./recorder.ts";
import type { KeptBatch } from "./spool/batch-file.ts";

/** Why the records of a batch are lost. */
export type Lose = (perClass: Batch["perClass"], reason: LossReason) => void;

/** What waits in files, where files are kept. */
export interface SpoolStatus {
  readonly folder: string;
  readonly files: number;
  /** Space that they take. */
  readonly bytes: number;
  /** Records of this process in them. */
  readonly records: number;
  /** Batches that dead processes left, and that this one has taken over. */
  readonly adopted: number;
  /** Why files are not written at present, so that batches wait in memory; null where they are. */
  readonly lastError: string | null;
}

/** Between the encoder and the network: has what is encoded until the collector has answered for it. */
export interface Outbox {
  /** True where all that was put is answered for. */
  readonly isIdle: boolean;
  /** True where something of dead processes is to be sent, or may yet be found. */
  readonly isLeft: boolean;
  /** Called after each record, at once: what is known of it from now on even if the process is killed. */
  mark(heartbeats: number): void;
  /** Takes a batch over. Resolves when the next may come. */
  put(batch: KeptBatch, heartbeat: HeartbeatRecord | null): Promise<void>;
  /** Resolves once everything put before is answered for, or given up; with `isAll` what dead processes left, too. */
  answered(isAll: boolean): Promise<void>;
  hurry(): void;
  /** Ends sending. Where files are kept, batches can still be put. */
  stop(): void;
  /** After `stop`: resolves at rest. */
  close(): Promise<void>;
  /** In the last moment of a process: false where the batch could not be kept. */
  putNow(batch: KeptBatch): boolean;
  /** After that: leaves what is kept to others. */
  exit(): void;
  status(): SpoolStatus | null;
}

/** Without files: one batch at a time is in memory, until it is answered for. */
export class MemoryOutbox implements Outbox {
  readonly #delivery: Delivery;
  readonly #lose: Lose;
  readonly #inFlight: InFlight;
  readonly isLeft = false;
  isIdle = true;

  constructor(of: {
    readonly delivery: Delivery;
    readonly lose: Lose;
    readonly inFlight: InFlight;
  }) {
    this.#delivery = of.delivery;
    this.#lose = of.lose;
    this.#inFlight = of.inFlight;
  }

  mark(): void {
    // Nothing survives the process.
  }

  async put(batch: KeptBatch): Promise<void> {
    this.isIdle = false;
    this.#inFlight.set("sending", { records: batch.records, bytes: batch.body.length });
    try {
      const delivered = await this.#delivery.deliver(batch);
      if (delivered === "refused") this.#lose(batch.perClass, "refused");
      if (delivered === "stopped") this.#lose(batch.perClass, "closed");
    } finally {
      this.#inFlight.clear("sending");
      this.isIdle = true;
    }
  }

  answered(): Promise<void> {
    return Promise.resolve();
  }

  hurry(): void {
    this.#delivery.hurry();
  }

  stop(): void {
    this.#delivery.stop();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  putNow(): boolean {
    return false;
  }

  exit(): void {
    // Nothing is kept.
  }

  status(): null {
    return null;
  }
}
