import type {
  DutyPolicy,
  HeldChange,
  IncidentKind,
  ReportStage,
  Seriousness,
} from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

/** How soon work has to be done from here on; null: the defaults. */
export interface PolicyLoaded extends Stamp {
  readonly type: "policy_loaded";
  /** Name of the file, without its folder. */
  readonly file: string | null;
  readonly policy: DutyPolicy | null;
}

/** A clock has reached a level: the key is (record, clock, round, level, step), and each comes once. */
export interface ClockDue extends Stamp {
  readonly type: "clock_due";
  readonly record: string;
  /** A clock of the policy, or the id of a reporting duty. */
  readonly clock: string;
  readonly round: number;
  readonly level: "at_risk" | "breached" | "escalated";
  /** Of the escalation, from 1; 0 before it. */
  readonly step: number;
  readonly startMs: number;
  readonly dueMs: number;
  /** Channels of the escalation; null: whom the routes name. */
  readonly channels: readonly string[] | null;
  /** A graver level was reached at the same look, and people are told of that alone. */
  readonly isPassed?: true;
}

/** What a person says of a record as an incident, at any time of its life. */
export interface IncidentStated extends Stamp {
  readonly type: "incident_stated";
  readonly record: string;
  readonly serious: Seriousness;
  readonly kinds: readonly IncidentKind[];
  readonly awareMs: number | null;
  readonly reason: string;
}

/** Somebody outside was told: it ends the clock of the duty, and of those of its group. */
export interface ReportMade extends Stamp {
  readonly type: "report_made";
  readonly record: string;
  /** Id of the reporting duty. */
  readonly duty: string;
  readonly stage: ReportStage;
  readonly madeMs: number;
  readonly reference: string;
}

/** A person with the role says that a reporting duty does not bind here, and why. */
export interface ClockSetAside extends Stamp {
  readonly type: "clock_set_aside";
  readonly record: string;
  readonly duty: string;
  readonly reason: string;
}

/** Nothing of the system may expire from here on. */
export interface HoldPlaced extends Stamp {
  readonly type: "hold_placed";
  readonly hold: string;
  readonly system: string;
  readonly record: string | null;
  readonly statedBy: string | null;
  readonly reason: string;
}

export interface HoldReleased extends Stamp {
  readonly type: "hold_released";
  readonly hold: string;
  readonly reason: string;
}

/** A system changed while its evidence was held. The key is (hold, key). */
export interface HoldAlarmed extends Stamp {
  readonly type: "hold_alarmed";
  readonly hold: string;
  readonly what: HeldChange;
  readonly detail: string;
  readonly key: string;
}

/** What falls due, and what is held. */
export type DutyEntry =
  | PolicyLoaded
  | ClockDue
  | IncidentStated
  | ReportMade
  | ClockSetAside
  | HoldPlaced
  | HoldReleased
  | HoldAlarmed;

export const DUTY_TYPES: Readonly<Record<DutyEntry["type"], true>> = {
  policy_loaded: true,
  clock_due: true,
  incident_stated: true,
  report_made: true,
  clock_set_aside: true,
  hold_placed: true,
  hold_released: true,
  hold_alarmed: true,
};

export function isDuty(entry: { readonly type: string }): entry is DutyEntry {
  return Object.hasOwn(DUTY_TYPES, entry.type);
}
