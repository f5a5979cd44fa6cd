import type { Stamp } from "./stamp.ts";

/** Errors are put among the decisions that reviewers see, to measure how many they find. */
export interface CalibrationPlanned extends Stamp {
  readonly type: "calibration_planned";
  readonly id: string;
  readonly system: string;
  readonly role: string;
  /** How many decisions are shown, and how many of them are wrong. */
  readonly items: number;
  readonly errors: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly plan: string;
}

/** What came of it, by role. Results of single people are not kept. */
export interface CalibrationRecorded extends Stamp {
  readonly type: "calibration_recorded";
  /** Of the plan. */
  readonly id: string;
  readonly results: readonly {
    readonly role: string;
    readonly reviewers: number;
    /** Errors that were shown, and found. */
    readonly seeded: number;
    readonly detected: number;
    /** Right decisions that were shown, and taken for wrong. */
    readonly sound: number;
    readonly falseAlarms: number;
  }[];
}

/** People tried whether a system can be stopped in time. */
export interface StopDrillRecorded extends Stamp {
  readonly type: "stop_drill_recorded";
  readonly id: string;
  readonly system: string;
  readonly heldMs: number;
  readonly role: string;
  readonly outcome: "stopped" | "not_stopped";
  /** From the alarm until it stood still; null: it did not. */
  readonly afterMs: number | null;
  /** The reaction time that was declared then; null: none was. */
  readonly targetMs: number | null;
  readonly notes: string;
}
