import type { HeldChange, Hold, IncidentHistory, Nonconformity } from "@tiltmeter/rules";

/** What is read of the governance state. */
export interface DutyState {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  /** Record → what it was said of its clocks: `clock round level step`. */
  readonly clockMarks: ReadonlyMap<string, readonly string[]>;
  readonly incidents: ReadonlyMap<string, IncidentHistory>;
  readonly holds: ReadonlyMap<string, Hold>;
  /** Ids of those that are not released. */
  readonly activeHolds: readonly string[];
  /** Changes of held systems that have no alarm yet. */
  readonly heldChanges: readonly PendingChange[];
}

export interface PendingChange {
  readonly hold: string;
  readonly what: HeldChange;
  readonly detail: string;
  readonly key: string;
  readonly controls?: readonly ChangedControl[];
}

/** Revision before and after; null where there was none. */
export interface ChangedControl {
  readonly id: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface Stamp {
  readonly atMs: number;
  readonly by: string;
}

export interface ClockDueEntry extends Stamp {
  readonly type: "clock_due";
  readonly record: string;
  readonly clock: string;
  readonly round: number;
  readonly level: "at_risk" | "breached" | "escalated";
  readonly step: number;
  readonly startMs: number;
  readonly dueMs: number;
  readonly channels: readonly string[] | null;
  readonly isPassed?: true;
}

export interface HoldPlacedEntry extends Stamp {
  readonly type: "hold_placed";
  readonly hold: string;
  readonly system: string;
  readonly record: string | null;
  readonly statedBy: string | null;
  readonly reason: string;
}

export interface HoldAlarmedEntry extends Stamp {
  readonly type: "hold_alarmed";
  readonly hold: string;
  readonly what: HeldChange;
  readonly detail: string;
  readonly key: string;
}

/** What the machine records of duties. */
export type DutyEntry = ClockDueEntry | HoldPlacedEntry | HoldAlarmedEntry;
