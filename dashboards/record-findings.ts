import type { EffectivenessJudgement, EffectivenessPlan, ReviewDecision } from "@tiltmeter/rules";

/** How the effect of a record's actions is shown, and how far that has come. */
export interface EffectivenessView {
  /** Of the present cycle; null: nothing is planned yet. */
  readonly plan: EffectivenessPlan | null;
  /** The plan is what would be promised if the actions began now. */
  readonly isPreview: boolean;
  /** What telemetry says at present; null: nothing is under test, or nobody has looked yet. */
  readonly standing: Omit<EffectivenessJudgement, "evidence"> | null;
}

/** One decision that was made while the requirement was not fulfilled. */
export interface AffectedItem {
  readonly id: string;
  readonly timeMs: number;
  readonly modelVersion: string;
  readonly label: string;
  readonly score: number | null;
  readonly status: string;
  /** What was said of it on re-review; null: nobody has looked yet. */
  readonly decided: ReviewDecision | null;
  readonly decidedMs: number | null;
}

/** A page of them, oldest first. */
export interface AffectedPage {
  /** All that there are. */
  readonly affected: number;
  readonly items: readonly AffectedItem[];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
  /** How the windows were found, in a sentence. */
  readonly method: string;
}

/** What pages read of what the machine found out. */
export interface RecordFindings {
  /** Null where there is no such record. */
  readonly effectiveness: (id: string) => Promise<EffectivenessView | null>;
  /** Null where no telemetry says which decisions they are, or there is no such record. */
  readonly affectedDecisions: (of: {
    readonly id: string;
    readonly limit: number;
    /** As the page before gave it; one that is not ours begins at the beginning. */
    readonly cursor?: string;
    readonly isOpenOnly?: boolean;
  }) => Promise<AffectedPage | null>;
}

/** What people do with affected decisions. */
export interface ReviewActs {
  /** Says what was decided on some of them: those that are named, or all that nobody has looked at. */
  readonly reviewDecisions: (of: {
    readonly id: string;
    readonly which:
      | { readonly kind: "named"; readonly ids: readonly string[] }
      | { readonly kind: "all_open" };
    readonly decided: ReviewDecision;
    readonly by: string;
  }) => Promise<
    | { readonly kind: "done"; readonly count: number }
    | { readonly kind: "refused"; readonly reason: string }
  >;
}
