import type { Stamp } from "./stamp.ts";

export interface CollectorStarted extends Stamp {
  readonly type: "collector_started";
  readonly version: string;
  readonly journal: {
    readonly id: string;
    readonly frames: number;
    readonly tornBytes: number;
    readonly gaps: number;
  };
}

/** Telemetry that was acknowledged and can no longer be read. */
export interface EvidenceGap extends Stamp {
  readonly type: "evidence_gap";
  readonly journal: string;
  readonly afterSeq: number;
  /** Null: nothing follows. */
  readonly beforeSeq: number | null;
  readonly bytes: number;
  /** File that keeps the unreadable bytes. */
  readonly setAside: string;
}
