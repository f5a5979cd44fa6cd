import type { Severity } from "../control/control.ts";
import type { Labels } from "../evidence/labels.ts";
import type { CorrectiveAction } from "./corrective-action.ts";
import type { DecisionReview } from "./decision-review.ts";
import type { EffectivenessJudgement } from "./effectiveness-judgement.ts";
import type { EffectivenessPlan } from "./effectiveness-plan.ts";
import type { Examination } from "./examination.ts";

/** States of the record. The machine raises; people move it on; it never closes itself. */
export const NONCONFORMITY_STATES = [
  "raised",
  "assessing",
  "containing",
  "analysing",
  "acting",
  "verifying",
  "closing",
  "closed",
  "dismissed",
  "observation",
  "accepted",
  "merged",
  "void",
] as const;
export type NonconformityState = (typeof NONCONFORMITY_STATES)[number];

/** One uninterrupted breach of one control instance, as the record keeps it. */
export interface Episode {
  /** Content hash of control, instance and first breaching window. */
  readonly id: string;
  readonly instance: Labels;
  readonly firstBreachMs: number;
  readonly firedMs: number;
  /** Null while it lasts. */
  readonly endedMs: number | null;
  /** The value, bounds and sample of the window in which it fired. */
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
}

/** How it came to be known: a control raised it, or a person did, after one of these. */
export const SOURCES = [
  "control",
  "internal_audit",
  "external_audit",
  "incident",
  "complaint",
  "concern",
  "supplier",
  "management_review",
] as const;
export type Source = (typeof SOURCES)[number];

/** One step in the life of a record. */
export interface Step {
  readonly atMs: number;
  /** Pseudonym or key name; `tiltmeter` for the machine. */
  readonly by: string;
  readonly kind:
    | "raised"
    | "episode_added"
    | "episode_ended"
    | "moved"
    | "commented"
    | "edited"
    | "dismissal_proposed"
    | "merged_from"
    | "action_planned"
    | "action_changed"
    | "action_dropped"
    | "action_done";
  readonly from: NonconformityState | null;
  readonly to: NonconformityState | null;
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Where the step set another severity: the one before. */
  readonly severityBefore?: Severity;
}

/** A word on a record that is done with: it stands beside the record, which stays as it was. */
export interface Postscript {
  readonly atMs: number;
  readonly by: string;
  readonly text: string;
}

/** A concern of telemetry that a record was raised from. */
export interface ConcernRef {
  readonly system: string;
  readonly id: string;
}

/** The record that people work: one or more episodes, a requirement, an owner. */
export interface Nonconformity {
  /** `NC-2026-0042`: the year of the raise, and a number that counts up within it. */
  readonly id: string;
  readonly state: NonconformityState;
  readonly severity: Severity;
  /**
   * The gravest severity that it ever had. The separation of duties goes by it: who finds a grave
   * matter less grave afterwards does not free it of its second person.
   */
  readonly gravest: Severity;
  readonly source: Source;
  /** A person confirms first that it is one; absent where its control raises without asking. */
  readonly isCandidate?: true;
  /** Null where a person raised it: no telemetry says when it has ended. */
  readonly control: string | null;
  /** The control's title; of a record that a person raised, its own. */
  readonly controlTitle: string;
  /** Null where there is no control. */
  readonly controlRevision: string | null;
  readonly requirement: string;
  /** Framework → clauses: one record, as many citations as apply. */
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  /** Empty where it is about the management system and no system of its own. */
  readonly system: string;
  /** The group's labels (`group_by`): what the record is about. */
  readonly group: Labels;
  /** Plain words: which requirement, what was measured, since when. */
  readonly statement: string;
  readonly raisedMs: number;
  /** Of a record that a person raised: when it was found. */
  readonly firstBreachMs: number;
  /** Worst first: the instance furthest beyond its limit stands first. Empty without a control. */
  readonly episodes: readonly Episode[];
  /** SHA-256 (hex) of the evidence snapshot, in the content store; null without a control. */
  readonly evidence: string | null;
  /** Whoever told of it, where a person raised it and the teller gave a name; null: nobody or anonymous. */
  readonly reportedBy: string | null;
  readonly concern: ConcernRef | null;
  readonly owner: string | null;
  /** Fields collected on the way, by state left; a later cycle's stand in place of an earlier one's. */
  readonly fields: Readonly<Record<string, string>>;
  /** Counts the rounds through cause, action and effect: 1, and one more each time it did not work. */
  readonly cycle: number;
  /** Corrective actions of every cycle, in the order in which they were planned. */
  readonly actions: readonly CorrectiveAction[];
  /** A first person would dismiss what is grave; a second one confirms it or moves the record on. */
  readonly proposedDismissal: {
    readonly by: string;
    readonly atMs: number;
    readonly text: string;
  } | null;
  /** When an accepted risk is looked at again, exclusive; null unless the record is `accepted`. */
  readonly acceptedUntilMs: number | null;
  /** The record that carries this one on. */
  readonly mergedInto: string | null;
  /** Records that this one carries on. */
  readonly mergedFrom: readonly string[];
  /** The closed record of the same matter before this one. */
  readonly recurrenceOf: string | null;
  /** The record that showed that this one's effectiveness had been wrongly found. */
  readonly refutedBy: string | null;
  /** Said after the record was done with; they change nothing of it, not even its version. */
  readonly postscripts: readonly Postscript[];
  readonly steps: readonly Step[];
  /** Counts up with every step: the `If-Match` of a transition. What the machine finds out is no step. */
  readonly version: number;
  /** What the machine found out last; absent: it has not looked yet. */
  readonly examination?: Examination;
  /** How effectiveness is shown, one plan a cycle, oldest first. */
  readonly plans?: readonly EffectivenessPlan[];
  /** What telemetry said of the actions, oldest first: each time that the answer changed. */
  readonly judgements?: readonly EffectivenessJudgement[];
  /** The re-review of decisions that were made meanwhile; absent: none was reviewed yet. */
  readonly review?: DecisionReview;
}
