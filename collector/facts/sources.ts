import type {
  Baseline,
  Clock,
  Control,
  ControlState,
  EvidenceGroup,
  EvidenceRequest,
  Hold,
  JudgedWindow,
  Labels,
  Nonconformity,
  StatutoryClock,
  SystemDeclaration,
} from "@tiltmeter/rules";

/** A half-open range of time, Unix milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What has become of one control for one system; an empty system: windows with nothing to judge. */
export interface Activity {
  readonly control: string;
  readonly system: string;
  readonly firstEndMs: number;
  readonly lastConclusiveMs: number | null;
  readonly conclusive: number;
  readonly hasFired: boolean;
}

/** A revision of a control, and when it was in force. */
export interface Revision {
  readonly id: string;
  readonly loadedMs: number;
  /** When another took its place, or nothing did; null while it is in force. */
  readonly endedMs: number | null;
  /** Null: its text was not kept. */
  readonly control: Control | null;
}

/** Where facts come from. Functions, since each fact is of its moment; any may throw. */
export interface FactSources {
  readonly nowMs: () => number;
  readonly declared: () => readonly (SystemDeclaration & {
    readonly declaredMs: number;
    readonly statusMs: number;
  })[];
  readonly seen: () => Promise<
    readonly {
      readonly id: string;
      readonly firstSeenMs: number | null;
      readonly lastSeenMs: number | null;
    }[]
  >;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  /** Baselines that were approved at any time. */
  readonly approvals: () => readonly {
    readonly system: string;
    readonly name: string;
    readonly approvedMs: number;
  }[];
  /** Null: no producer of the system numbers its records. */
  readonly completeness: (
    system: string,
  ) => Promise<{ readonly expected: number; readonly unexplained: number } | null>;
  /** What heartbeats of the span say of clients of hosted models; of processes heard from since `sinceMs` what holds now. */
  readonly instrumentation: (of: Span & { readonly sinceMs: number }) => Promise<
    readonly {
      readonly system: string;
      /** Processes that were heard from since. */
      readonly producers: number;
      /** `openai@7.59.0`. */
      readonly watched: readonly string[];
      /** What was watched in the span and no longer is. */
      readonly lost: readonly string[];
      readonly unwatched: readonly string[];
      /** Clients that were watched at any time of the span. */
      readonly everWatched: number;
    }[]
  >;
  /** Calls of hosted models that clients counted themselves in the span, and those told of one by one. */
  readonly countedCalls: (
    span: Span,
  ) => Promise<
    readonly { readonly system: string; readonly counted: number; readonly told: number }[]
  >;
  readonly records: () => readonly Nonconformity[];
  /** The clocks of a record by the policy, as it stood at an instant. */
  readonly clocks: (record: Nonconformity, atMs: number) => readonly Clock[];
  /** The reporting duties of a record at an instant; empty: it never was an incident. */
  readonly reports: (record: string, atMs: number) => readonly StatutoryClock[];
  /** Every hold that there ever was. */
  readonly holds: () => readonly Hold[];
  /** Assessments of systems that people recorded, beside those that are declared. */
  readonly assessments: () => readonly { readonly system: string; readonly atMs: number }[];
  /** Changes that call for an assessment, as they were found. */
  readonly reassessments: () => readonly {
    readonly system: string;
    readonly atMs: number;
    readonly sinceMs: number;
    readonly dueMs: number;
  }[];
  /** Those in force. */
  readonly controls: () => readonly Control[];
  readonly activity: (of: { readonly toMs: number }) => Promise<readonly Activity[]>;
  /** Distinct windows of controls whose ends lie in the span, by control. */
  readonly windows: (of: {
    readonly span: Span;
    readonly controls: readonly string[];
  }) => Promise<ReadonlyMap<string, number>>;
  readonly instances: () => readonly {
    readonly control: string;
    readonly labels: Labels;
    readonly state: ControlState;
  }[];
  /** Of every control that there ever was; those of one stand oldest first. */
  readonly revisions: () => Promise<readonly Revision[]>;
  /** Stored windows of a control whose ends lie in the span, those of an instance in order of time. */
  readonly judged: (control: string, span: Span) => Promise<readonly JudgedWindow[]>;
  readonly baseline: (system: string) => Baseline | null;
  /** Reads the ledger from disk again; the failure in words, or null. */
  readonly verifyLedger: () => Promise<{
    readonly entries: number;
    readonly failure: string | null;
  }>;
  /** In words: what stored rows were found not to be what was sealed. */
  readonly brokenSeals: () => readonly string[];
  /** Comparisons that found that the store does not have what the journal took, in words. */
  readonly unreconciled: () => readonly { readonly atMs: number; readonly says: string }[];
  readonly gaps: () => readonly { readonly atMs: number; readonly journal: string }[];
  /** Names of stored data that the engine has set aside as damaged. */
  readonly damaged: () => Promise<readonly string[]>;
  /** How long records are kept; null: for ever. */
  readonly retentionMs: number | null;
  /** When a checkpoint was last kept by somebody else; null: it never was. */
  readonly anchoredMs: () => number | null;
}

/** One fact of one system, or of one control of it. */
export interface Found {
  readonly system: string;
  /** Absent: of the system itself. */
  readonly control?: string;
  readonly value: number;
  readonly n: number;
  readonly named?: readonly string[];
}

/** Finds one fact of everything that it is known of, as it stands at the end of the span. */
export type FindFact = (of: FactSources, span: Span) => Promise<readonly Found[]>;
