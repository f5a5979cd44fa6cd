import type {
  ApplicabilityLine,
  Approval,
  Attestation,
  CalibrationResult,
  Citation,
  CrossReference,
  Governance,
  GovernanceChange,
  MeasuredStop,
  ObservedRisk,
  ReviewAction,
  ReviewPack,
  RoleAuthorisation,
  SupplierRegister,
  Traceability,
  Trigger,
} from "@tiltmeter/rules";

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The ledger that an answer was computed from. */
export interface AsOf {
  readonly size: number;
  readonly root: string;
}

/** The governance file as it stands. */
export interface LaidDown {
  /** Null: none is configured. */
  readonly file: string | null;
  readonly document: string | null;
  readonly loadedMs: number | null;
  readonly governance: Governance;
  /** Every time that another state of it was put in force, newest first. */
  readonly history: readonly {
    readonly atMs: number;
    readonly document: string | null;
    readonly changes: {
      readonly added: number;
      readonly changed: number;
      readonly removed: number;
    };
    readonly changed: readonly GovernanceChange[];
  }[];
}

/** From policies to limits, with what people approved and read. */
export interface Chain {
  readonly laidDown: LaidDown;
  readonly chain: Traceability;
  readonly approvals: readonly Approval[];
  /** People who acknowledged each policy as it is in force. */
  readonly acknowledged: readonly {
    readonly policy: string;
    readonly version: number;
    readonly people: number;
    readonly lastMs: number | null;
  }[];
  /** Controls of which a backtest of the revision in force can support an approval. */
  readonly backtested: readonly string[];
}

/** A change that calls for an assessment, and what has become of it. */
export interface ReassessmentTask extends Trigger {
  /** When the ledger recorded it; null: it does so within minutes. */
  readonly recordedMs: number | null;
  /** The assessment that answered it; null: it is open. */
  readonly settledBy: string | null;
  readonly isOverdue: boolean;
}

export interface RecordedAssessment {
  readonly id: string;
  readonly atMs: number;
  readonly by: string;
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
}

export interface Risks {
  readonly range: Range;
  readonly risks: readonly ObservedRisk[];
  readonly tasks: readonly ReassessmentTask[];
  /** Newest first. */
  readonly assessments: readonly RecordedAssessment[];
}

export interface Calibration {
  readonly id: string;
  readonly atMs: number;
  readonly by: string;
  readonly system: string;
  readonly role: string;
  readonly items: number;
  readonly errors: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly plan: string;
  /** Null: not held yet. */
  readonly recorded: {
    readonly atMs: number;
    readonly by: string;
    readonly results: readonly CalibrationResult[];
  } | null;
}

export interface StopDrill {
  readonly id: string;
  readonly atMs: number;
  readonly by: string;
  readonly system: string;
  readonly heldMs: number;
  readonly role: string;
  readonly outcome: "stopped" | "not_stopped";
  readonly afterMs: number | null;
  readonly targetMs: number | null;
  readonly notes: string;
}

/** Who answers for one system. */
export interface Accountability {
  readonly system: string;
  readonly owner: string | null;
  readonly deputy: string | null;
  readonly oversightRole: string | null;
  /** Reviewers of that role or for that system whose competence holds today. */
  readonly reviewers: number;
  readonly openRecords: number;
  /** What is missing, in words; empty: nothing. */
  readonly gaps: readonly string[];
}

export interface OversightRecords {
  readonly range: Range;
  readonly authorisation: readonly RoleAuthorisation[];
  /** Newest first. */
  readonly calibrations: readonly Calibration[];
  readonly drills: readonly StopDrill[];
  /** Suspensions that happened, newest first, with the reaction time that is declared now. */
  readonly stops: readonly (MeasuredStop & { readonly targetMs: number | null })[];
  readonly accountability: readonly Accountability[];
}

/** The statement of applicability as it stood at an instant. */
export interface StatementOfApplicability {
  readonly atMs: number;
  readonly asOf: AsOf;
  readonly frameworks: readonly {
    readonly id: string;
    readonly name: string;
    readonly sources: readonly string[];
    readonly lines: readonly ApplicabilityLine[];
  }[];
}

export interface HeldReview {
  readonly id: string;
  readonly atMs: number;
  readonly by: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly document: string;
  readonly asOf: AsOf;
  readonly summary: string;
  readonly actions: readonly ReviewAction[];
}

export interface AuditSample {
  readonly id: string;
  readonly atMs: number;
  readonly by: string;
  readonly of: "evaluations" | "nonconformities" | "approvals";
  readonly seed: string;
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly population: { readonly size: number; readonly digest: string };
  readonly document: string;
  readonly asOf: AsOf;
}

/** What was drawn, with how to draw it again. */
export interface Workpaper extends AuditSample {
  readonly method: string;
  readonly items: readonly { readonly id: string; readonly item: unknown }[];
}

/** The management system as it stood at a past instant. */
export interface AuditState {
  readonly atMs: number;
  readonly asOf: AsOf;
  readonly controls: readonly {
    readonly id: string;
    readonly revision: string;
    /** As its text says; null where that was not kept. */
    readonly title: string | null;
    readonly owner: string | null;
    readonly status: string | null;
    readonly limit: string | null;
    readonly approvedMs: number | null;
  }[];
  readonly systems: readonly {
    readonly id: string;
    readonly status: string;
    readonly owner: string | null;
    readonly deputy: string | null;
    readonly riskTier: string | null;
    readonly oversightRole: string | null;
  }[];
  readonly policies: readonly {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly approvedMs: number | null;
  }[];
  readonly nonconformities: readonly {
    readonly id: string;
    readonly system: string;
    readonly control: string | null;
    readonly title: string;
    readonly severity: string;
    readonly state: string;
    readonly owner: string | null;
    readonly raisedMs: number;
  }[];
}

/** What pages and the API read of the roadmap's records. Each may throw. */
export interface RoadmapReads {
  readonly chain: () => Promise<Chain>;
  /** `within`: what concerns these systems; absent: all. */
  readonly risks: (range: Range, within?: readonly string[]) => Promise<Risks>;
  readonly suppliers: (within?: readonly string[]) => Promise<SupplierRegister>;
  readonly oversight: (range: Range) => Promise<OversightRecords>;
  /** Null: now. */
  readonly applicability: (atMs: number | null) => Promise<StatementOfApplicability>;
  /** Newest first; expired and withdrawn ones too. */
  readonly attestations: () => readonly Attestation[];
  readonly references: () => readonly CrossReference[];
  /** Clauses of other frameworks that a record with these citations serves too. */
  readonly citationsBeside: (
    clauses: Readonly<Record<string, readonly string[]>>,
  ) => readonly Citation[];
  readonly reviewPack: (range: Range) => Promise<ReviewPack>;
  /** Newest first. */
  readonly reviews: () => readonly HeldReview[];
  /** The pack that was before a review; null: there is no such review. */
  readonly heldPack: (review: string) => Promise<ReviewPack | null>;
  /** Of its records the newest `recordsMax`; absent: all. */
  readonly auditState: (atMs: number, recordsMax?: number) => Promise<AuditState>;
  /** Newest first. */
  readonly samples: () => readonly AuditSample[];
  readonly workpaper: (sample: string) => Promise<Workpaper | null>;
}
