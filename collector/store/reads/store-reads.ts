import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import {
  type AffectedCounts,
  type AffectedDecision,
  type AffectedScope,
  countAffected,
  countAffectedPredictions,
  readAffected,
  readAffectedAmong,
} from "./affected.ts";
import { type BreachWindow, readBreachWindows } from "./breach-windows.ts";
import { type CallsAsked, type ListedCall, readCallsListed } from "./calls-listed.ts";
import { readChanges, type StoredChange } from "./changes.ts";
import { type ClientMetricsOf, readClientMetrics } from "./client-metrics.ts";
import { readConcerns, type StoredConcern } from "./concerns.ts";
import { readContent, type StoredContent } from "./content.ts";
import { type ControlActivity, readControlActivity } from "./control-activity.ts";
import { type CountedCalls, readCountedCalls } from "./counted-calls.ts";
import { type DecisionsOfDay, readDecisionsByDay } from "./decisions-by-day.ts";
import { type Diverted, readDiverted } from "./diverted.ts";
import { type DrawnPredictions, readDrawnPredictions } from "./drawn-predictions.ts";
import { type EvaluationKey, readEvaluationKeys } from "./evaluation-keys.ts";
import type { EvaluationRow } from "./evaluation-row.ts";
import {
  type EvaluationQuery,
  readEvaluations,
  readEvaluationsAt,
  readLastEvaluations,
} from "./evaluations.ts";
import { readExampleIds } from "./example-ids.ts";
import { type FeatureColumns, readFeatureColumns } from "./feature-columns.ts";
import { type FeaturesSeen, readFeaturesSeen } from "./features-seen.ts";
import { type Instrumentation, readInstrumentation } from "./instrumentation.ts";
import { type JudgedDay, readJudgedDays } from "./judged-days.ts";
import { type LastVerdict, readLastVerdicts } from "./last-verdicts.ts";
import { type LateQuery, type LateRange, readLateRanges } from "./late-ranges.ts";
import { readModelsSeen, type SeenModel } from "./models-seen.ts";
import { readPrediction, type StoredPrediction } from "./prediction.ts";
import { readProducers, type StoredProducer } from "./producers.ts";
import {
  findRefused,
  type QuarantineEntry,
  type RefusedQuery,
  type RefusedRecord,
  readQuarantine,
  readRefused,
} from "./quarantine.ts";
import { readSegments } from "./segments.ts";
import { type ModelInUse, readModelsInUse, readSystemsWithFeatures } from "./system-traits.ts";
import {
  type AskedSince,
  type CountedEvaluations,
  readEvaluationCounts,
  readWindowVerdicts,
  type WindowVerdicts,
} from "./verdict-history.ts";
import { readVerdictTotals, type VerdictTotals } from "./verdict-totals.ts";
import type { Window } from "./window.ts";

/** What is asked of the store and changes nothing there. Every question may throw. */
export interface StoreReads {
  readonly exampleIds: (
    of: Window & {
      readonly system: string;
      readonly modelVersion?: string;
      readonly limit: number;
    },
  ) => Promise<readonly string[]>;
  readonly segments: (system: string, window: Window) => Promise<readonly string[]>;
  readonly featuresSeen: (system: string, window: Window) => Promise<FeaturesSeen>;
  readonly concerns: (system: string | null) => Promise<readonly StoredConcern[]>;
  readonly changes: (system: string, window: Window) => Promise<readonly StoredChange[]>;
  readonly diverted: (system: string, window: Window) => Promise<Diverted>;
  readonly prediction: (system: string, id: string) => Promise<StoredPrediction | null>;
  /** What a call was asked and answered, sealed; null where there is none. */
  readonly content: (system: string, id: string) => Promise<StoredContent | null>;
  readonly callsListed: (of: CallsAsked) => Promise<readonly ListedCall[]>;
  /** The producers that sent signs of life in the last week in which one did, the last heard first, at most 100. */
  readonly producers: (system: string) => Promise<readonly StoredProducer[]>;
  readonly affectedCounts: (scope: AffectedScope) => Promise<AffectedCounts>;
  readonly affectedPredictions: (scope: AffectedScope) => Promise<number>;
  readonly affected: (
    of: Parameters<typeof readAffected>[1],
  ) => Promise<readonly AffectedDecision[]>;
  /** Of some ids, those that are among the affected. */
  readonly affectedAmong: (
    of: AffectedScope & { readonly ids: readonly string[] },
  ) => Promise<readonly string[]>;
  readonly breachWindows: (
    of: Window & { readonly control: string; readonly system: string },
  ) => Promise<readonly BreachWindow[]>;
  readonly modelsInUse: (
    of: Window & { readonly system: string | null },
  ) => Promise<readonly ModelInUse[]>;
  readonly systemsWithFeatures: (
    of: Window & { readonly features: readonly string[] },
  ) => ReturnType<typeof readSystemsWithFeatures>;
  readonly featureColumns: (
    of: Window & {
      readonly system: string;
      readonly modelVersion?: string;
      readonly rowsMax: number;
    },
  ) => Promise<FeatureColumns>;
  readonly lastEvaluations: () => Promise<readonly EvaluationRow[]>;
  readonly lateRanges: (of: LateQuery) => Promise<readonly LateRange[]>;
  readonly windowVerdicts: (
    asked: readonly AskedSince[],
    within?: readonly string[],
  ) => Promise<readonly WindowVerdicts[]>;
  readonly evaluationCounts: (
    of: Parameters<typeof readEvaluationCounts>[1],
  ) => Promise<readonly CountedEvaluations[]>;
  readonly evaluations: (of: EvaluationQuery) => Promise<readonly EvaluationRow[]>;
  readonly evaluationsAt: (of: {
    readonly controls: readonly string[];
    readonly endsMs: readonly number[];
  }) => Promise<readonly EvaluationRow[]>;
  /** What has become of each control for each system, up to an instant. */
  readonly controlActivity: (of: { readonly toMs: number }) => Promise<readonly ControlActivity[]>;
  /** What was judged on each day of a range, by control and system: passes too. */
  readonly judgedDays: (of: Window) => Promise<readonly JudgedDay[]>;
  /** Predictions drawn by a seed, so that anybody can draw the same. */
  readonly drawnPredictions: (
    of: Parameters<typeof readDrawnPredictions>[1],
  ) => Promise<DrawnPredictions>;
  /** What heartbeats say of clients of hosted models: watched, no longer watched, never watched. */
  readonly instrumentation: (
    of: Window & { readonly sinceMs: number; readonly system?: string },
  ) => Promise<readonly Instrumentation[]>;
  /** Calls that clients counted themselves, beside those told of one by one. */
  readonly clientMetrics: (system: string, window: Window) => Promise<readonly ClientMetricsOf[]>;
  readonly countedCalls: (window: Window) => Promise<readonly CountedCalls[]>;
  /** Everything that ever answered. */
  readonly modelsSeen: () => Promise<readonly SeenModel[]>;
  readonly evaluationKeys: (
    of: Window & { readonly limit: number },
  ) => Promise<readonly EvaluationKey[]>;
  readonly lastVerdicts: (window: Window) => Promise<readonly LastVerdict[]>;
  readonly verdictTotals: (window: Window) => Promise<readonly VerdictTotals[]>;
  readonly decisionsByDay: (window: Window) => Promise<readonly DecisionsOfDay[]>;
  readonly quarantined: (of: { readonly limit: number }) => Promise<readonly QuarantineEntry[]>;
  readonly refused: (of: RefusedQuery) => Promise<readonly RefusedRecord[]>;
  readonly refusedRecord: (id: string) => Promise<RefusedRecord | null>;
}

/** Answers questions by way of `read`; `rolled` says which minutes are summed up by baseline. */
export function createStoreReads(read: Read, rolled: (what: string) => Rolled): StoreReads {
  return {
    exampleIds: (of) => readExampleIds(read, of),
    segments: (system, window) => readSegments(read, { system, window }, rolled("")),
    featuresSeen: (system, window) => readFeaturesSeen(read, { system, window }),
    concerns: (system) => readConcerns(read, system),
    changes: (system, window) => readChanges(read, system, window),
    diverted: (system, window) => readDiverted(read, system, window),
    prediction: (system, id) => readPrediction(read, system, id),
    content: (system, id) => readContent(read, system, id),
    callsListed: (of) => readCallsListed(read, of),
    producers: (system) => readProducers(read, system),
    affectedCounts: (scope) => countAffected(read, scope),
    affectedPredictions: (scope) => countAffectedPredictions(read, scope),
    affected: (of) => readAffected(read, of),
    affectedAmong: (of) => readAffectedAmong(read, of),
    breachWindows: (of) => readBreachWindows(read, of),
    modelsInUse: (of) => readModelsInUse(read, of),
    systemsWithFeatures: (of) => readSystemsWithFeatures(read, of),
    featureColumns: (of) => readFeatureColumns(read, of),
    lastEvaluations: () => readLastEvaluations(read),
    lateRanges: (of) => readLateRanges(read, of),
    windowVerdicts: (asked, within) => readWindowVerdicts(read, asked, within),
    evaluationCounts: (of) => readEvaluationCounts(read, of),
    evaluations: (of) => readEvaluations(read, of),
    evaluationsAt: (of) => readEvaluationsAt(read, of),
    controlActivity: (of) => readControlActivity(read, of),
    judgedDays: (of) => readJudgedDays(read, of),
    drawnPredictions: (of) => readDrawnPredictions(read, of),
    instrumentation: (of) => readInstrumentation(read, of),
    countedCalls: (window) => readCountedCalls(read, window),
    clientMetrics: (system, window) => readClientMetrics(read, system, window),
    modelsSeen: () => readModelsSeen(read),
    evaluationKeys: (of) => readEvaluationKeys(read, of),
    lastVerdicts: (window) => readLastVerdicts(read, window),
    verdictTotals: (window) => readVerdictTotals(read, window),
    decisionsByDay: (window) => readDecisionsByDay(read, window),
    quarantined: (of) => readQuarantine(read, of),
    refused: (of) => readRefused(read, of),
    refusedRecord: (id) => findRefused(read, id),
  };
}
