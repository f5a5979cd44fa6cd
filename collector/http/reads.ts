import type { Reads } from "@tiltmeter/dashboards";
import type { ControlState, Labels, Measurement, Verdict } from "@tiltmeter/rules";
import type { ApiFindings } from "./findings.ts";

/** One metric of the catalogue, as the API lists it. */
export interface MetricSummary {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly worse: "higher" | "lower" | "both";
  readonly source: string;
}

/** One baseline, without the distributions. */
export interface BaselineSummary {
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  readonly version: number;
  readonly createdMs: number;
  readonly rows: number;
  /** Renewed from the last `days` days every `everyDays`; `rule` is the version that was approved so. */
  readonly rolling?: { readonly days: number; readonly everyDays: number; readonly rule?: string };
  readonly approvedMs: number | null;
  readonly approvedBy: string | null;
}

/** One change of what is declared of a system, in the words of `systems.yaml`. */
export interface DeclarationChange {
  readonly atMs: number;
  readonly by: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** How the collector itself stands. */
export interface ServerStatus {
  readonly version: string;
  readonly engine: string;
  readonly startedMs: number;
  /** `appliedSeq` lags behind `lastSeq` by what is on disk and not yet in the store. */
  readonly journals: readonly {
    readonly id: string;
    readonly lastSeq: number;
    readonly appliedSeq: number;
  }[];
  readonly ledger: { readonly size: number; readonly root: string };
  /** What is not as it should be, in words; empty where all is well. */
  readonly problems: readonly string[];
  /** Who is told that the collector works; null: nobody. */
  readonly watchdog: { readonly host: string; readonly heardMs: number | null } | null;
}

/** One stored evaluation of one control instance over one window, and what it rests on. */
export interface StoredEvaluation {
  readonly control: string;
  /** Of the control. */
  readonly revision: string;
  readonly instance: Labels;
  readonly instanceKey: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly dataRevision: number;
  readonly evaluatedMs: number;
  readonly watermarkMs: number | null;
  readonly isBackfilled: boolean;
  readonly muted: string | null;
  readonly engine: string;
  readonly question: string;
  readonly verdict: Verdict;
  readonly state: ControlState;
  readonly rowsRead: number;
  readonly durationMs: number;
}

/** One feature of a system over a range; see `collector/reads/system-features.ts`. */
export interface SystemFeature {
  readonly feature: string;
  readonly kind: "numeric" | "categorical" | "vectors";
  readonly values: number;
  readonly predictions: number;
  readonly baseline: { readonly values: number; readonly missing: number } | null;
  readonly distance: { readonly metric: string; readonly measurement: Measurement } | null;
}

/** What clients counted themselves of one provider and model; see `collector/reads/client-metrics.ts`. */
export interface ClientMetricsItem {
  readonly supplier: string;
  readonly requestModel: string;
  readonly counted: ClientVolume;
  readonly told: ClientVolume;
}

/** Null: nothing says it. */
export interface ClientVolume {
  readonly calls: number | null;
  readonly errors: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** Which evaluations, by the end of their window. */
export interface EvaluationHistory {
  readonly fromMs: number;
  readonly toMs: number;
  readonly control?: string;
  readonly instanceKey?: string;
  /** Only instances of these systems; absent: all. */
  readonly within?: readonly string[];
  /** Absent: the newest revision of each window. */
  readonly allRevisions?: true;
  readonly limit: number;
  readonly after?: Pick<
    StoredEvaluation,
    "windowEndMs" | "control" | "instanceKey" | "dataRevision"
  >;
}

/** What the API reads. Where pages read the same, it is the same function. */
export interface ApiReads
  extends ApiFindings,
    Pick<
      Reads,
      | "nowMs"
      | "systems"
      | "system"
      | "series"
      | "drift"
      | "featureDrift"
      | "calls"
      | "instrumentation"
      | "changes"
      | "controls"
      | "controlRevisions"
      | "coverage"
      | "evaluationCounts"
      | "directive"
      | "diverted"
      | "roadmap"
      | "concerns"
      | "recordPage"
      | "nonconformities"
      | "nonconformity"
      | "duties"
      | "recordDuties"
      | "recordCompleteness"
      | "holds"
      | "evidence"
    > {
  readonly metrics: () => readonly MetricSummary[];
  /** By name: those of the approved baseline, and whatever else came. */
  readonly systemFeatures: (of: {
    readonly system: string;
    readonly range: { readonly fromMs: number; readonly toMs: number };
  }) => Promise<{
    readonly baseline: {
      readonly name: string;
      readonly digest: string;
      readonly rows: number;
    } | null;
    readonly features: readonly SystemFeature[];
  }>;
  readonly clientMetrics: (of: {
    readonly system: string;
    readonly range: { readonly fromMs: number; readonly toMs: number };
  }) => Promise<readonly ClientMetricsItem[]>;
  readonly baselines: () => Promise<readonly BaselineSummary[]>;
  /** A baseline with its distributions, approved or not; null where there is none of this digest. */
  readonly distributions: (digest: string) => Promise<Readonly<Record<string, unknown>> | null>;
  /** Newest window first, then by control and instance. */
  readonly evaluationHistory: (of: EvaluationHistory) => Promise<readonly StoredEvaluation[]>;
  /** What was declared of a system over time, newest first; null where nothing ever was. */
  readonly declarations: (system: string) => readonly DeclarationChange[] | null;
  readonly status: () => Promise<ServerStatus>;
}
