import type { Stamp } from "./stamp.ts";

/** A refused record was taken in after all: the batch it became is of the journal and under its seals. */
export interface QuarantineReplayed extends Stamp {
  readonly type: "quarantine_replayed";
  /** Id of the refused record. */
  readonly item: string;
  readonly reason: string;
  /** Where it is on disk now. */
  readonly journal: string;
  readonly seq: number;
}

/** A refused record is of no use: nobody will send it again. What was kept of it stays to be looked at. */
export interface QuarantineDiscarded extends Stamp {
  readonly type: "quarantine_discarded";
  readonly item: string;
  readonly reason: string;
}
