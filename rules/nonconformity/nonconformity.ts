import type { Severity } from "../control/control.ts";
import type { Labels } from "../evidence/labels.ts";
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

/** One step in the life of a record. */
export interface Step {
  readonly atMs: number;
  /** Pseudonym or key name; `tiltmeter` for the machine. */
  readonly by: string;
  readonly kind: "raised" | "episode_added" | "episode_ended" | "moved" | "commented";
  readonly from: NonconformityState | null;
  readonly to: NonconformityState | null;
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The record that people work: one or more episodes, a requirement, an owner. */
export interface Nonconformity {
  /** `NC-2026-0042`: the year of the raise, and a number that counts up within it. */
  readonly id: string;
  readonly state: NonconformityState;
  readonly severity: Severity;
  /** A person confirms first that it is one; absent where its control raises without asking. */
  readonly isCandidate?: true;
  readonly control: string;
  readonly controlTitle: string;
  readonly controlRevision: string;
  readonly requirement: string;
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  readonly system: string;
  /** The group's labels (`group_by`): what the record is about. */
  readonly group: Labels;
  /** Plain words: which requirement, what was measured, since when. */
  readonly statement: string;
  readonly raisedMs: number;
  readonly firstBreachMs: number;
  /** Worst first: the instance furthest beyond its limit stands first. */
  readonly episodes: readonly Episode[];
  /** SHA-256 (hex) of the evidence snapshot, in the content store. */
  readonly evidence: string;
  readonly owner: string | null;
  /** Fields collected on the way, by state left. */
  readonly fields: Readonly<Record<string, string>>;
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
