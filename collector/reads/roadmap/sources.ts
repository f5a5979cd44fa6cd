import type {
  Approval,
  ClockTerms,
  Control,
  CrossReference,
  DecisionsOfDay,
  Framework,
  Governance,
  GovernanceChange,
  Nonconformity,
  SeenModel,
  SystemDeclaration,
  SystemDirective,
  VerdictTotals,
} from "@tiltmeter/rules";

interface Stamp {
  readonly atMs: number;
  readonly by: string;
}

interface AsOf {
  readonly size: number;
  readonly root: string;
}

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Roadmap entries as the ledger has them, as far as they are read here. */
export interface RecordedRoadmap {
  readonly governance_loaded: readonly (Stamp & {
    readonly file: string | null;
    readonly document: string | null;
    readonly changes: {
      readonly added: number;
      readonly changed: number;
      readonly removed: number;
    };
    readonly changed: readonly GovernanceChange[];
  })[];
  readonly approval_given: readonly Approval[];
  readonly policy_acknowledged: readonly (Stamp & {
    readonly policy: string;
    readonly version: number;
  })[];
  readonly clause_attested: readonly (Stamp & {
    readonly id: string;
    readonly framework: string;
    readonly clause: string;
    readonly statement: string;
    readonly evidence: string;
    readonly expiresMs: number;
  })[];
  readonly attestation_withdrawn: readonly (Stamp & {
    readonly id: string;
    readonly reason: string;
  })[];
  readonly reassessment_due: readonly (Stamp & { readonly key: string })[];
  readonly assessment_recorded: readonly (Stamp & {
    readonly id: string;
    readonly system: string;
    readonly conclusion: string;
    readonly evidence: string;
    readonly risks: readonly {
      readonly id: string;
      readonly likelihood: number;
      readonly severity: number;
      readonly observed: number | null;
      readonly windows: number;
    }[];
  })[];
  readonly calibration_planned: readonly (Stamp & {
    readonly id: string;
    readonly system: string;
    readonly role: string;
    readonly items: number;
    readonly errors: number;
    readonly fromMs: number;
    readonly untilMs: number;
    readonly plan: string;
  })[];
  readonly calibration_recorded: readonly (Stamp & {
    readonly id: string;
    readonly results: readonly {
      readonly role: string;
      readonly reviewers: number;
      readonly seeded: number;
      readonly detected: number;
      readonly sound: number;
      readonly falseAlarms: number;
    }[];
  })[];
  readonly stop_drill_recorded: readonly (Stamp & {
    readonly id: string;
    readonly system: string;
    readonly heldMs: number;
    readonly role: string;
    readonly outcome: "stopped" | "not_stopped";
    readonly afterMs: number | null;
    readonly targetMs: number | null;
    readonly notes: string;
  })[];
  readonly management_review_held: readonly (Stamp & {
    readonly id: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly document: string;
    readonly asOf: AsOf;
    readonly summary: string;
  })[];
  readonly review_decided: readonly (Stamp & {
    readonly id: string;
    readonly review: string;
    readonly input: string;
    readonly decision: string;
    readonly owner: string;
    readonly dueMs: number;
  })[];
  readonly review_action_done: readonly (Stamp & {
    readonly id: string;
    readonly evidence: string;
  })[];
  readonly audit_sampled: readonly (Stamp & {
    readonly id: string;
    readonly of: "evaluations" | "nonconformities" | "approvals";
    readonly seed: string;
    readonly count: number;
    readonly fromMs: number;
    readonly toMs: number;
    readonly population: { readonly size: number; readonly digest: string };
    readonly document: string;
    readonly asOf: AsOf;
  })[];
}

/** What of the ledger's state is read here, as it stands or as it stood. */
export interface RecordedState {
  readonly roadmap: RecordedRoadmap;
  readonly systems: ReadonlyMap<string, SystemDeclaration & { readonly declaredMs: number }>;
  readonly systemHistory: ReadonlyMap<
    string,
    readonly {
      readonly atMs: number;
      readonly declaration: unknown;
      readonly changed: readonly string[];
    }[]
  >;
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  readonly directives: ReadonlyMap<string, SystemDirective>;
}

/** Controls that were in force at an instant: all that is known of each. */
export interface ControlThen {
  readonly id: string;
  readonly revision: string;
  /** Null: its text was not kept. */
  readonly control: Control | null;
}

/** Where the answers come from; functions, so that each is of its moment. */
export interface RoadmapSources {
  readonly nowMs: () => number;
  readonly state: () => RecordedState;
  /** As it stood after the last entry that was made at or before an instant. */
  readonly stateAt: (
    atMs: number,
  ) => Promise<{ readonly state: RecordedState; readonly asOf: AsOf }>;
  readonly asOf: () => AsOf;
  readonly governance: () => Governance | null;
  readonly governanceDocument: (digest: string | null) => Promise<Governance | null>;
  readonly frameworks: readonly Framework[];
  readonly references: readonly CrossReference[];
  readonly controls: () => readonly Control[];
  /** How soon work has to be done, by the policy in force. */
  readonly clocks: () => ClockTerms;
  readonly controlsAt: (atMs: number) => Promise<readonly ControlThen[]>;
  /** What the revision in force demands less than a former one; of the one before it where that is null. */
  readonly weakened: (id: string, former: string | null) => Promise<readonly string[]>;
  /** Revision of the last backtest of a control; null: none. */
  readonly backtested: (id: string) => {
    readonly revision: string;
    readonly words: string;
  } | null;
  readonly modelsSeen: () => Promise<readonly SeenModel[]>;
  readonly verdictTotals: (range: Range) => Promise<readonly VerdictTotals[]>;
  readonly lastVerdicts: (range: Range) => Promise<
    readonly {
      readonly control: string;
      readonly windowEndMs: number;
      readonly verdict: "pass" | "breach";
    }[]
  >;
  readonly decisionsByDay: (range: Range) => Promise<readonly DecisionsOfDay[]>;
  readonly evaluationCounts: (range: Range) => Promise<
    readonly {
      readonly control: string;
      readonly scheduled: number;
      readonly judged: number;
      readonly evaluations: number;
    }[]
  >;
  readonly activity: (toMs: number) => Promise<
    readonly {
      readonly control: string;
      readonly system: string;
      readonly conclusive: number;
      readonly hasFired: boolean;
    }[]
  >;
  readonly changes: (
    system: string,
    range: Range,
  ) => Promise<readonly { readonly timeMs: number; readonly change: string }[]>;
  readonly concerns: () => Promise<
    readonly {
      readonly system: string;
      readonly steps: readonly {
        readonly timeMs: number;
        readonly status: string;
        readonly kind: string;
      }[];
    }[]
  >;
  /** Predictions of a range, by system. */
  readonly volume: (range: Range) => Promise<ReadonlyMap<string, number>>;
  /** Entries read back, and when. */
  readonly verifyLedger: () => Promise<{
    readonly entries: number;
    readonly failure: string | null;
    readonly atMs: number;
  }>;
  readonly content: (digest: string) => Promise<unknown>;
}
