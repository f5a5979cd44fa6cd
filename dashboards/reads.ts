import type {
  Control,
  ControlState,
  Measurement,
  Nonconformity,
  RecordPage,
  RecordQuery,
  SystemDirective,
  Verdict,
} from "@tiltmeter/rules";
import type {
  CallPage,
  CallQuery,
  CallsOverTime,
  ChecksByModel,
  ClientMetricsItem,
} from "./calls.ts";
import type { Computed, ComputedQuery } from "./computed.ts";
import type {
  ControlRevision,
  Evaluation,
  EvaluationCounts,
  EvaluationQuery,
  Maintenance,
  PastBacktest,
  SystemLimits,
  VerdictStrip,
} from "./control-history.ts";
import type { Coverage } from "./coverage.ts";
import type { DutyReads } from "./duties.ts";
import type { Drift, FeatureDetail, FeatureDrift } from "./feature-drift.ts";
import type { InventoryEntry, InventoryStanding } from "./inventory.ts";
import type { LedgerPast, LedgerStanding } from "./ledger.ts";
import type { RecordTelling } from "./notifications.ts";
import type { PredictionDetail } from "./prediction.ts";
import type { InstrumentedSystem, ProducerStanding } from "./producers.ts";
import type { CompletenessReads } from "./record-completeness.ts";
import type { RecordFindings } from "./record-findings.ts";
import type { RoadmapReads } from "./roadmap-reads.ts";

/** A range of event time, half open, Unix milliseconds. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SystemSummary {
  readonly id: string;
  readonly owner: string | null;
  readonly riskTier: string | null;
  readonly declared: boolean;
  /** How declaration and telemetry agree. */
  readonly standing: InventoryStanding;
  readonly environments: readonly string[];
  readonly models: readonly {
    readonly name: string;
    readonly version: string;
    readonly predictions: number;
  }[];
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
  readonly predictions: number;
  readonly outcomes: number;
  readonly oversight: number;
  /** Null: not measured (a producer without sequence numbers). Never zero for "not measured". */
  readonly unexplainedLoss: number | null;
  readonly openNonconformities: number;
  /** Has an approved baseline. */
  readonly baseline: {
    readonly name: string;
    readonly digest: string;
    readonly approvedMs: number | null;
    /** The time that it is of; null or absent: it was made from a file. */
    readonly window?: Range | null;
    /** Rates that were accepted when it was approved, by metric. */
    readonly rates?: Readonly<Record<string, number>>;
  } | null;
}

export interface SeriesPoint {
  readonly timeMs: number;
  /** Group labels beyond the system, e.g. `segment.race`. */
  readonly by: Readonly<Record<string, string>>;
  /** Null where nothing was measured; `note` says why. */
  readonly value: number | null;
  readonly n: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly note: string | null;
}

export interface Series {
  readonly metric: string;
  readonly unit: string;
  readonly points: readonly SeriesPoint[];
}

/** What one metric says of each group and step of a range. */
export interface Measured {
  readonly metric: string;
  readonly unit: string;
  /** Where its formula comes from. */
  readonly source: string;
  readonly points: readonly {
    readonly timeMs: number;
    /** Group labels beyond the system. */
    readonly by: Readonly<Record<string, string>>;
    readonly measurement: Measurement;
  }[];
}

/** Several metrics of one system, in the order that they were asked for. */
export interface Measures {
  /** The label that counts as positive and as selected; null where nobody declared one. */
  readonly positive: string | null;
  readonly metrics: readonly Measured[];
}

/** One control instance as it stands. */
export interface InstanceStatus {
  readonly control: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: ControlState;
  readonly verdict: Verdict;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
}

export interface ControlSummary {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly severity: string;
  readonly status: string;
  readonly measure: string;
  readonly everyMs: number;
  readonly windowMs: number;
  readonly revision: string;
  /** When the first (or next) verdict is due, in words: `after 412 more predictions`, `at 14:05 UTC`. */
  readonly due: string;
  /** The control's own text in its file. */
  readonly text: string;
  /** Every term of it, parsed. */
  readonly control: Control;
  /** When and by whom this revision was loaded; null where that is not known. */
  readonly changed: { readonly atMs: number; readonly by: string } | null;
  readonly instances: readonly InstanceStatus[];
}

export interface ChangeMarker {
  readonly timeMs: number;
  readonly change: string;
  readonly summary: string;
}

/** What an evidence snapshot holds for a page: see `collector/evaluator/snapshot.ts`. */
export interface EvidenceSnapshot {
  readonly control: { readonly id: string; readonly revision: string; readonly text: string };
  readonly window: Range;
  readonly instances: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly measurement: Measurement;
    readonly bins: FeatureDrift["bins"];
  }[];
  readonly baseline: { readonly name: string; readonly digest: string } | null;
  readonly predictions: readonly string[];
  readonly engine: string;
}

/** Steps of a first set-up; the empty overview shows them. */
export interface SetUpStep {
  readonly title: string;
  readonly done: boolean;
  /** What to do, in words. */
  readonly how: string;
  /** A line to paste, where one helps. */
  readonly command: string | null;
}

/** Which drift: of what, when, and against which baseline. */
export interface DriftQuery {
  readonly system: string;
  readonly range: Range;
  /** Absent: all versions together. */
  readonly modelVersion?: string;
  /** Digest or name of a baseline of this system; absent: the approved one. */
  readonly baseline?: string;
}

/** Calls that a suspension kept from the model. */
export interface Diverted {
  readonly calls: number;
  /** Null where there are none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/** One concern about a system, with what has become of it since. */
export interface ReportedConcern {
  readonly system: string;
  readonly id: string;
  /** The oldest first. */
  readonly steps: readonly {
    readonly timeMs: number;
    /** `reported`, `acknowledged` or `resolved`. */
    readonly status: string;
    readonly kind: string;
    readonly summary: string;
    /** `""`: anonymous. */
    readonly by: string;
    readonly environment: string;
  }[];
}

/** What the pages read. The collector supplies it; every read may throw, and the page then says so. */
export interface Reads extends DutyReads, RecordFindings, CompletenessReads {
  readonly nowMs: () => number;
  readonly setUp: (within?: readonly string[]) => Promise<readonly SetUpStep[]>;
  readonly systems: () => Promise<readonly SystemSummary[]>;
  readonly system: (id: string) => Promise<SystemSummary | null>;
  /** `by` is a dimension (`model_version`, `segment.race`) or absent; `stepMs` null: one point for the range. */
  readonly series: (of: {
    readonly system: string;
    readonly metric: string;
    readonly by?: string;
    /** The positive label of rates such as the false positive rate. */
    readonly positive?: string;
    readonly range: Range;
    readonly stepMs: number | null;
  }) => Promise<Series>;
  /** Predictions of several systems over a range, each in steps, in one question; a system without any is left out. */
  readonly volumes: (of: {
    readonly systems: readonly string[];
    readonly range: Range;
    readonly stepMs: number;
  }) => Promise<readonly { readonly system: string; readonly points: readonly SeriesPoint[] }[]>;
  /** Names of the segments that predictions of the range carried: `segment.race`. Sorted. */
  readonly segments: (of: {
    readonly system: string;
    readonly range: Range;
  }) => Promise<readonly string[]>;
  /** Several metrics at once: one evidence query for each kind of evidence that they need. */
  readonly measures: (of: {
    readonly system: string;
    readonly metrics: readonly string[];
    readonly by?: string;
    readonly range: Range;
    readonly stepMs: number | null;
    /** Segments with less are not compared with each other; absent: 1. */
    readonly minSample?: number;
  }) => Promise<Measures>;
  /** One prediction; null where the system has none of this id. */
  readonly prediction: (of: {
    readonly system: string;
    readonly id: string;
  }) => Promise<PredictionDetail | null>;
  /** Sums of calls of hosted models; `by` names dimensions with commas between, `stepMs` null: one point for the range. */
  readonly calls: (of: {
    readonly system: string;
    readonly range: Range;
    readonly stepMs: number | null;
    readonly by?: string;
  }) => Promise<CallsOverTime>;
  /** What the metrics of clients counted, which are not sampled, beside the calls that were told of. */
  readonly clientMetrics: (of: {
    readonly system: string;
    readonly range: Range;
  }) => Promise<readonly ClientMetricsItem[]>;
  /** What checks said of predictions, by the model that answered: the scores that say whether they passed. */
  readonly checks: (of: {
    readonly system: string;
    readonly range: Range;
  }) => Promise<readonly ChecksByModel[]>;
  /** Calls of hosted models, one by one: for a list, never for a number. */
  readonly callPage: (query: CallQuery) => Promise<CallPage>;
  /** Of every system that says so, or of one: what its processes of the last day watch, and what nobody does any more. */
  readonly instrumentation: (system?: string) => Promise<readonly InstrumentedSystem[]>;
  /** The processes that send records of a system, the last heard first, at most 100. */
  readonly producers: (system: string) => Promise<readonly ProducerStanding[]>;
  /** How one number came about. */
  readonly computed: (of: ComputedQuery) => Promise<Computed>;
  readonly drift: (of: DriftQuery) => Promise<Drift>;
  /** The features of every approved baseline, by system: in memory, for a search. */
  readonly features: () => Promise<
    readonly { readonly system: string; readonly features: readonly string[] }[]
  >;
  /** Everything about one feature: all distances, quality, both histograms and who carries the shift. */
  readonly featureDrift: (of: DriftQuery & { readonly feature: string }) => Promise<FeatureDetail>;
  /** PSI of every feature (or of one) in steps over the range: the heat map, and a feature's history. */
  readonly driftSeries: (of: {
    readonly system: string;
    readonly range: Range;
    readonly stepMs: number;
    readonly feature?: string;
  }) => Promise<readonly { readonly feature: string; readonly points: readonly SeriesPoint[] }[]>;
  readonly changes: (of: {
    readonly system: string;
    readonly range: Range;
  }) => Promise<readonly ChangeMarker[]>;
  /** `within`: as somebody sees them who sees these systems alone. */
  readonly controls: (within?: readonly string[]) => Promise<readonly ControlSummary[]>;
  /** The newest windows of several controls, in one question; a control without any is left out. */
  readonly verdictStrips: (of: {
    readonly controls: readonly string[];
    /** Of each control, at most. */
    readonly windows: number;
    /** Only what was said of these systems; absent: of all. */
    readonly within?: readonly string[];
  }) => Promise<readonly VerdictStrip[]>;
  /** The history of one instance, oldest first: of each window the verdict that counts. */
  readonly evaluations: (of: EvaluationQuery) => Promise<readonly Evaluation[]>;
  /** Of every control that was evaluated in the range. */
  readonly evaluationCounts: (of: {
    readonly range: Range;
    /** Absent: all. */
    readonly controls?: readonly string[];
    /** As above. */
    readonly within?: readonly string[];
  }) => Promise<readonly EvaluationCounts[]>;
  /** The limits of a control for one system: by its risk tier and its approved baseline. */
  readonly limits: (of: {
    readonly control: string;
    readonly system: string;
  }) => Promise<SystemLimits>;
  /** Newest first; empty where the control was never loaded. */
  readonly controlRevisions: (
    control: string,
    within?: readonly string[],
  ) => Promise<readonly ControlRevision[]>;
  /** The last backtest of a control; null where none was made since the collector started. */
  readonly backtest: (control: string) => Promise<PastBacktest | null>;
  readonly maintenance: (range: Range) => Promise<readonly Maintenance[]>;
  readonly coverage: (range: Range, within?: readonly string[]) => Promise<Coverage>;
  /** Every system that is declared or was seen, by id. */
  readonly inventory: () => Promise<readonly InventoryEntry[]>;
  /** How the ledger stands, and who vouches for it. */
  readonly ledger: () => Promise<LedgerStanding>;
  /** The state of governance as it was after what was stamped until an instant. */
  readonly ledgerAt: (of: { readonly atMs: number }) => Promise<LedgerPast>;
  /** Whether a system may run, and what is proposed; also of one that nobody has heard of. */
  readonly directive: (system: string) => Promise<SystemDirective>;
  /** The systems that are suspended, or of which that is proposed; by id. */
  readonly suspensions: () => Promise<
    readonly { readonly system: string; readonly of: SystemDirective }[]
  >;
  /** Calls whose answer came from a fallback in a range, as the processes of the system recorded them. */
  readonly diverted: (of: { readonly system: string; readonly range: Range }) => Promise<Diverted>;
  /** Policies, risks, suppliers, oversight, applicability, reviews and audits. */
  readonly roadmap: RoadmapReads;
  /** What people said of a system, or of all where it is null; the newest first. */
  readonly concerns: (system: string | null) => Promise<readonly ReportedConcern[]>;
  /** One page of the register, in the order of an inbox; null where `after` is of no record that fits. */
  readonly recordPage: (query: RecordQuery) => Promise<RecordPage | null>;
  readonly nonconformities: () => Promise<readonly Nonconformity[]>;
  readonly nonconformity: (id: string) => Promise<Nonconformity | null>;
  /** `within`: as somebody sees it who sees these systems alone. */
  readonly evidence: (
    digest: string,
    within?: readonly string[],
  ) => Promise<EvidenceSnapshot | null>;
  /** Deliveries of one record's notifications, oldest first. */
  readonly deliveries: (id: string) => Promise<
    readonly {
      readonly atMs: number;
      readonly channel: string;
      readonly attempt: number;
      readonly outcome: string;
      /** How many other records the message told of; absent: none. */
      readonly others?: number;
    }[]
  >;
  /** Who acknowledged a record, and who is told next where nobody does. */
  readonly telling: (id: string) => Promise<RecordTelling>;
}
