import type {
  Baseline,
  Control,
  EffectivenessJudgement,
  EffectivenessPlan,
  EvidenceGroup,
  EvidenceRequest,
  Examination,
  Labels,
  Measurement,
  Nonconformity,
  NonconformityState,
  ReviewStanding,
  Severity,
  SystemDirective,
  Verdict,
} from "@tiltmeter/rules";

/** A stretch of event time, half open, Unix milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the examiner reads of the governance state. */
export interface Governance {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  readonly baselines: ReadonlyMap<
    string,
    {
      readonly system: string;
      readonly name: string;
      readonly version: number;
      readonly approvedMs: number | null;
    }
  >;
  readonly systems: ReadonlyMap<string, { readonly suppliers: readonly string[] | null }>;
  readonly systemHistory: ReadonlyMap<
    string,
    readonly {
      readonly atMs: number;
      readonly declaration: object | null;
      readonly changed: readonly string[];
    }[]
  >;
  readonly directives: ReadonlyMap<string, SystemDirective>;
}

interface Stamp {
  readonly atMs: number;
  readonly by: string;
  readonly id: string;
}

/** What the examiner records. */
export type ExaminerEntry = Stamp &
  (
    | { readonly type: "nonconformity_examined"; readonly examination: Examination }
    | { readonly type: "effectiveness_planned"; readonly plan: EffectivenessPlan }
    | { readonly type: "effectiveness_judged"; readonly judgement: EffectivenessJudgement }
    | {
        readonly type: "nonconformity_moved";
        readonly to: NonconformityState;
        readonly fields: Readonly<Record<string, string>>;
        readonly text: string;
      }
    | {
        readonly type: "decisions_reviewed";
        readonly list: string;
        readonly count: number;
        readonly review: ReviewStanding;
      }
  );

/** The ledger as the examiner needs it. */
export interface ExaminerLedger {
  readonly state: Governance;
  transact<T>(
    decide: (state: Governance) => {
      readonly entries: readonly ExaminerEntry[];
      readonly result: T;
    },
  ): Promise<T>;
}

/** One stored evaluation, as far as it is looked at here. */
export interface StoredVerdict {
  readonly instance: Labels;
  readonly revision: string;
  readonly windowEndMs: number;
  readonly verdict: Verdict;
  readonly muted: string | null;
}

/** Predictions of a system in some windows and groups. */
export interface AffectedScope {
  readonly system: string;
  readonly windows: readonly Span[];
  readonly groups: readonly Labels[];
}

export interface AffectedDecision {
  readonly id: string;
  readonly timeMs: number;
  readonly modelVersion: string;
  readonly label: string;
  readonly score: number | null;
  readonly status: string;
}

/** What is asked of the store. Each may reject. */
export interface ExaminerStore {
  readonly affectedCounts: (scope: AffectedScope) => Promise<{
    readonly predictions: number;
    readonly outcomes: number;
    readonly reviews: number;
    readonly subjects: number;
    readonly named: number;
  }>;
  readonly affectedPredictions: (scope: AffectedScope) => Promise<number>;
  readonly affected: (
    of: AffectedScope & {
      readonly limit: number;
      readonly after?: Pick<AffectedDecision, "timeMs" | "id">;
    },
  ) => Promise<readonly AffectedDecision[]>;
  readonly affectedAmong: (
    of: AffectedScope & { readonly ids: readonly string[] },
  ) => Promise<readonly string[]>;
  readonly breachWindows: (
    of: Span & { readonly control: string; readonly system: string },
  ) => Promise<readonly (Span & { readonly instance: Labels })[]>;
  readonly modelsInUse: (of: Span & { readonly system: string | null }) => Promise<
    readonly {
      readonly system: string;
      readonly name: string;
      readonly version: string;
      readonly supplier: string;
      readonly firstMs: number;
      readonly predictions: number;
    }[]
  >;
  readonly systemsWithFeatures: (
    of: Span & { readonly features: readonly string[] },
  ) => Promise<readonly { readonly system: string; readonly features: readonly string[] }[]>;
  readonly changes: (
    system: string,
    span: Span,
  ) => Promise<
    readonly { readonly timeMs: number; readonly change: string; readonly summary: string }[]
  >;
  /** Newest window first, newest revision of each. */
  readonly evaluations: (
    of: Span & { readonly control: string; readonly system?: string; readonly limit: number },
  ) => Promise<readonly StoredVerdict[]>;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
}

/** The same numbers that pages show. */
export interface ExaminerReads {
  readonly drift: (of: {
    readonly system: string;
    readonly range: Span;
    readonly modelVersion?: string;
  }) => Promise<{
    readonly features: readonly {
      readonly feature: string;
      readonly measurement: Measurement;
    }[];
  }>;
  readonly featureDrift: (of: {
    readonly system: string;
    readonly range: Span;
    readonly modelVersion?: string;
    readonly feature: string;
  }) => Promise<{
    readonly found: {
      readonly segments: readonly {
        readonly dimension: string;
        readonly total: number;
        readonly parts: readonly {
          readonly segment: string | null;
          readonly n: number;
          readonly contribution: number;
        }[];
      }[];
    } | null;
  }>;
  readonly measures: (of: {
    readonly system: string;
    readonly metrics: readonly string[];
    readonly by?: string;
    readonly range: Span;
    readonly stepMs: number | null;
  }) => Promise<{
    readonly metrics: readonly {
      readonly points: readonly {
        readonly by: Labels;
        readonly measurement: Measurement;
      }[];
    }[];
  }>;
  readonly segments: (of: {
    readonly system: string;
    readonly range: Span;
  }) => Promise<readonly string[]>;
}

/** What the examiner stands on. Functions are asked anew each time. */
export interface ExaminerOptions {
  readonly ledger: ExaminerLedger;
  readonly store: ExaminerStore;
  readonly reads: ExaminerReads;
  readonly content: {
    readonly get: (digest: string) => Promise<unknown>;
    /** Numbers that JSON cannot say become text. */
    readonly put: (value: unknown) => Promise<string>;
  };
  /** The controls in force; for one system as its risk tier has them. */
  readonly control: (id: string, system: string) => Control | null;
  /** A revision as it was; null where its text is not kept. */
  readonly formerly: (revision: string) => Promise<Control | null>;
  /** When revisions of a control came into force. */
  readonly revisions: (
    control: string,
  ) => readonly { readonly revision: string; readonly loadedMs: number }[];
  /** The approved baseline of a system. */
  readonly baseline: (system: string) => Baseline | null;
  readonly baselines: () => readonly Baseline[];
  /** The label that counts as positive; null where nobody declared one. */
  readonly positive: (system: string) => string | null;
  /** What the policy in force gives to show the effect of actions, milliseconds. */
  readonly effectivenessMs: (severity: Severity) => number;
  /** Every control instance as it stands. */
  readonly status: () => readonly {
    readonly control: string;
    readonly labels: Labels;
    readonly state: { readonly phase: string };
  }[];
  /** What was received before this instant can be read from the store. */
  readonly readableUpToMs: (nowMs: number) => number;
  /** Told of what failed and is tried again. */
  readonly onFailure: (what: string, why: unknown) => void;
}
