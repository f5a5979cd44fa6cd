import type { EvidenceGroup, EvidenceRequest, PriceList } from "@tiltmeter/rules";
import { rowsOf } from "../columns/records-in-order.ts";
import { type ApplyOptions, createApply } from "./apply/apply.ts";
import type { Applied, Batch } from "./apply/batch.ts";
import { freezeTables } from "./engine/freeze.ts";
import { type EngineOptions, openEngine } from "./engine/open.ts";
import { reach, reachAsReader } from "./engine/reach.ts";
import { createRead, type Read } from "./engine/read.ts";
import { fetchEvidence } from "./evidence/fetch-evidence.ts";
import { createProjection, type Projection } from "./projection/projection.ts";
import {
  type AffectedCounts,
  type AffectedDecision,
  type AffectedScope,
  countAffected,
  countAffectedPredictions,
  readAffected,
  readAffectedAmong,
} from "./reads/affected.ts";
import { type BreachWindow, readBreachWindows } from "./reads/breach-windows.ts";
import { type CallsAsked, type ListedCall, readCallsListed } from "./reads/calls-listed.ts";
import { readChanges, type StoredChange } from "./reads/changes.ts";
import { type ClientMetricsOf, readClientMetrics } from "./reads/client-metrics.ts";
import {
  type Completeness,
  completenessByProducer,
  completenessIn,
  joinNumbers,
  readCompleteness,
  readNumbers,
} from "./reads/completeness.ts";
import { readConcerns, type StoredConcern } from "./reads/concerns.ts";
import { readContent, type StoredContent } from "./reads/content.ts";
import { type ControlActivity, readControlActivity } from "./reads/control-activity.ts";
import { type CountedCalls, readCountedCalls } from "./reads/counted-calls.ts";
import { type DecisionsOfDay, readDecisionsByDay } from "./reads/decisions-by-day.ts";
import { type DetachedPart, readDetachedParts } from "./reads/detached-parts.ts";
import { type Diverted, readDiverted } from "./reads/diverted.ts";
import { type DrawnPredictions, readDrawnPredictions } from "./reads/drawn-predictions.ts";
import { type EvaluationKey, readEvaluationKeys } from "./reads/evaluation-keys.ts";
import type { EvaluationRow } from "./reads/evaluation-row.ts";
import {
  appendEvaluations,
  type EvaluationQuery,
  readEvaluations,
  readEvaluationsAt,
  readLastEvaluations,
} from "./reads/evaluations.ts";
import { readExampleIds } from "./reads/example-ids.ts";
import { type FeatureColumns, readFeatureColumns } from "./reads/feature-columns.ts";
import { type FeaturesSeen, readFeaturesSeen } from "./reads/features-seen.ts";
import { type Instrumentation, readInstrumentation } from "./reads/instrumentation.ts";
import { type JudgedDay, readJudgedDays } from "./reads/judged-days.ts";
import { readLastSeq } from "./reads/last-seq.ts";
import { type LastVerdict, readLastVerdicts } from "./reads/last-verdicts.ts";
import { type LateQuery, type LateRange, readLateRanges } from "./reads/late-ranges.ts";
import { readModelsSeen, type SeenModel } from "./reads/models-seen.ts";
import { readPrediction, type StoredPrediction } from "./reads/prediction.ts";
import { readProducers, type StoredProducer } from "./reads/producers.ts";
import {
  appendQuarantine,
  findRefused,
  type QuarantineEntry,
  type RefusedQuery,
  type RefusedRecord,
  readQuarantine,
  readRefused,
} from "./reads/quarantine.ts";
import { readSegments } from "./reads/segments.ts";
import {
  type ModelInUse,
  readModelsInUse,
  readSystemsWithFeatures,
} from "./reads/system-traits.ts";
import { joinSystems, readSystems, type StoredSystem } from "./reads/systems.ts";
import { type AppliedTo, createTally } from "./reads/tally.ts";
import {
  type AskedSince,
  type CountedEvaluations,
  readEvaluationCounts,
  readWindowVerdicts,
  type WindowVerdicts,
} from "./reads/verdict-history.ts";
import { readVerdictTotals, type VerdictTotals } from "./reads/verdict-totals.ts";
import type { Window } from "./reads/window.ts";
import { createRetention, type StoreRetention } from "./retention/retention.ts";
import {
  openRollups,
  type RollOptions,
  type RollReport,
  type RollsFound,
} from "./rollups/rollups.ts";
import { migrate } from "./schema/migrate.ts";
import { createSeals, type StoreSeals } from "./seals/seals.ts";

/** The evidence, in ClickHouse: in this process or on a server. Every read may throw. */
export interface Store {
  /** `chdb 26.7.2.1` or `clickhouse 26.7.2.1`. */
  readonly engine: string;
  /** Moves batches of a journal into the store, verified: exactly one effect per record. */
  readonly apply: (batches: readonly Batch[], options: ApplyOptions) => Promise<Applied>;
  /** The highest batch of a journal after another of which anything is stored; that other where there is none. */
  readonly lastSeqOf: (of: {
    readonly journal: string;
    readonly afterSeq: number;
  }) => Promise<number>;
  /**
   * Sums up by minute what has been applied and is not rolled yet, so that evidence over long windows
   * reads the sums. No answer depends on whether, when or how far. Rejects where the engine fails,
   * after the sums of the other baselines had their turn; what was being rolled is then read as
   * before, and rolled by a later call.
   */
  readonly roll: (options: RollOptions) => Promise<RollReport>;
  readonly rollsFound: RollsFound;
  /** What the ledger knows, for those who query the store itself. */
  readonly projection: Projection;
  /** Roots over what is stored, and what became of it since. */
  readonly seals: StoreSeals;
  /** What is past its time, its end, and what everything takes. */
  readonly retention: StoreRetention;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  /** With `applied` of what is applied up to there, and what is stored need not be counted again; absent: of every row. */
  readonly systems: (applied?: AppliedTo) => Promise<readonly StoredSystem[]>;
  /** Null: not measured, because no producer numbers its records. */
  readonly completeness: (system: string) => Promise<Completeness | null>;
  /** The same of every system, of what is applied up to there. */
  readonly completenessOfAll: (
    applied: AppliedTo,
  ) => Promise<(system: string) => Completeness | null>;
  /** The same of each producer of a system. */
  readonly completenessOfProducers: (
    system: string,
    applied: AppliedTo,
  ) => Promise<ReadonlyMap<string, Completeness>>;
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
  readonly appendEvaluations: (rows: readonly EvaluationRow[]) => Promise<void>;
  /** Another whenever verdicts may have been added; where others write to the same store, each minute. */
  readonly verdictsVersion: () => string;
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
  readonly quarantine: (entries: readonly QuarantineEntry[]) => Promise<void>;
  readonly quarantined: (of: { readonly limit: number }) => Promise<readonly QuarantineEntry[]>;
  readonly refused: (of: RefusedQuery) => Promise<readonly RefusedRecord[]>;
  readonly refusedRecord: (id: string) => Promise<RefusedRecord | null>;
  /** Damaged data that the engine set aside; anything but empty is an alarm. */
  readonly detachedParts: () => Promise<readonly DetachedPart[]>;
  /**
   * Gives the tables' parts second names below `to`, as they stand now, for a backup; null: a server has them. The
   * tables are not of one instant: nothing may be applied, rolled or sealed meanwhile.
   */
  readonly freeze: ((of: { readonly name: string; readonly to: string }) => Promise<void>) | null;
  readonly close: () => Promise<void>;
}

/** Where the store is, and what it is told. */
export type StoreOptions = EngineOptions & {
  /** What hosted models cost, as of now; absent: nobody knows. */
  readonly prices?: () => PriceList | null;
  /** Told where the schema of before is brought up to date; absent: nobody. */
  readonly log?: (line: string) => void;
};

/**
 * Opens the store in a folder (embedded engine) or on a ClickHouse server, and brings its schema up
 * to date.
 *
 * Throws `EngineMissing` where the embedded engine is not installed, `EngineUnavailable` where the
 * folder is in use or damaged or the server does not answer, `SchemaTooNew` where a newer program wrote the store.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const engine = await openEngine(options);
  try {
    await reach(engine);
    await migrate(engine, options.log);
    await reachAsReader(engine);
    const read = createRead(engine);
    const asWriter = createRead(engine, "writer");
    const rollups = await openRollups(engine, asWriter);
    const apply = createApply(engine, asWriter);
    const seals = createSeals(engine, asWriter);
    const retention = createRetention(engine, asWriter);
    /** Nobody waits for what is kept of refused records, but whoever looks for all that there is of a subject. */
    let kept: Promise<unknown> = Promise.resolve();
    const name = engine.kind === "embedded" ? "chdb" : "clickhouse";
    const isShared = engine.kind !== "embedded";
    let appended = 0;
    const systems = createTally({
      isShared,
      count: (rows) => readSystems(read, rows),
      join: joinSystems,
    });
    const numbers = createTally({
      isShared,
      count: (rows) => readNumbers(read, rows),
      join: (base, more, all) =>
        joinNumbers(base, more, (unclear) =>
          readNumbers(read, {
            where: `${all.where} AND system IN {unclear:Array(String)}`,
            parameters: { ...all.parameters, unclear },
          }),
        ),
    });
    return {
      engine: `${name} ${await versionOf(read)}`,
      apply: async (batches, options) => {
        const applied = await apply(batches, options);
        const last = batches.at(-1);
        if (last !== undefined) {
          const records = batches.reduce((sum, batch) => sum + rowsOf(batch), 0);
          rollups.noteApplied(options.journal, last.seq, records);
        }
        return applied;
      },
      lastSeqOf: (of) => readLastSeq(asWriter, of),
      roll: rollups.roll,
      rollsFound: rollups.found,
      projection: createProjection(engine, asWriter),
      seals: {
        ...seals,
        find: async (subject) => {
          await kept;
          return seals.find(subject);
        },
        erase: async (rows) => {
          try {
            await seals.erase(rows);
          } finally {
            systems.forget();
            numbers.forget();
          }
        },
      },
      retention: {
        ...retention,
        expire: async (of) => {
          try {
            return await retention.expire(of);
          } finally {
            systems.forget();
            numbers.forget();
          }
        },
      },
      fetchEvidence: (request) =>
        fetchEvidence(read, request, {
          rolled: rollups.rolled,
          prices: options.prices?.() ?? null,
        }),
      systems: (applied) => (applied === undefined ? readSystems(read) : systems.at(applied)),
      completeness: (system) => readCompleteness(read, system),
      completenessOfAll: async (applied) => {
        const known = await numbers.at(applied);
        return (system) => completenessIn(known, system);
      },
      completenessOfProducers: async (system, applied) =>
        completenessByProducer(await numbers.at(applied), system),
      exampleIds: (of) => readExampleIds(read, of),
      segments: (system, window) => readSegments(read, { system, window }, rollups.rolled("")),
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
      appendEvaluations: async (rows) => {
        try {
          await appendEvaluations(engine, rows);
        } finally {
          appended += 1;
        }
      },
      verdictsVersion: () =>
        isShared ? `${appended} ${Math.floor(performance.now() / MINUTE_MS)}` : String(appended),
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
      quarantine: (entries) => {
        const mine = appendQuarantine(engine, entries);
        kept = Promise.allSettled([kept, mine]);
        return mine;
      },
      quarantined: (of) => readQuarantine(read, of),
      refused: (of) => readRefused(read, of),
      refusedRecord: (id) => findRefused(read, id),
      detachedParts: () => readDetachedParts(read, engine.database),
      freeze: engine.kind === "embedded" ? (of) => freezeTables(engine, read, of) : null,
      close: engine.close,
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

const MINUTE_MS = 60_000;

async function versionOf(read: Read): Promise<string> {
  const [row] = await read("version", "SELECT version()");
  return String(row?.[0]);
}
