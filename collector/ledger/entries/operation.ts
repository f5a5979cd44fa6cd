import type { Stamp } from "./stamp.ts";

/** Planned maintenance begins: until its end nothing is raised of what it is for, and all is still judged. */
export interface MaintenanceStarted extends Stamp {
  readonly type: "maintenance_started";
  readonly id: string;
  /** Empty: every system, and the collector itself. */
  readonly systems: readonly string[];
  readonly reason: string;
  /** Unix milliseconds; half-open, [fromMs, untilMs). */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** It is over before its time. */
export interface MaintenanceEnded extends Stamp {
  readonly type: "maintenance_ended";
  readonly id: string;
}

/** The data folder was put back from a backup: what happened between the two instants is not in it. */
export interface DataRestored extends Stamp {
  readonly type: "data_restored";
  /** Id of the backup. */
  readonly backup: string;
  readonly takenAtMs: number;
  readonly restoredAtMs: number;
  /** Erasures since then that were known, and were done again. */
  readonly erasures: number;
}

/** What is recorded of how the collector itself is run. */
export type OperationEntry = MaintenanceStarted | MaintenanceEnded | DataRestored;
