import type {
  EffectivenessJudgement,
  EffectivenessPlan,
  Examination,
  ReviewStanding,
} from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

/** What the machine found out about a record; the whole is a document in the content store. */
export interface NonconformityExamined extends Stamp {
  readonly type: "nonconformity_examined";
  readonly id: string;
  readonly examination: Examination;
}

/** How effectiveness will be shown. One a cycle, never changed. */
export interface EffectivenessPlanned extends Stamp {
  readonly type: "effectiveness_planned";
  readonly id: string;
  readonly plan: EffectivenessPlan;
}

/** What telemetry says of the actions, where it says something else than before. */
export interface EffectivenessJudged extends Stamp {
  readonly type: "effectiveness_judged";
  readonly id: string;
  readonly judgement: EffectivenessJudgement;
}

/** Affected decisions were reviewed: how many, and the digest of the list. No personal data. */
export interface DecisionsReviewed extends Stamp {
  readonly type: "decisions_reviewed";
  readonly id: string;
  /** Digest of the list of prediction ids and what was decided, in the content store. */
  readonly list: string;
  /** Decisions on the list. */
  readonly count: number;
  /** How far the re-review is with them. */
  readonly review: ReviewStanding;
}
