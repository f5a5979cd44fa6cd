import type { CompletenessReads, Reads, RecordFindings } from "@tiltmeter/dashboards";
import type {
  Baseline,
  Control,
  EvidenceGroup,
  EvidenceRequest,
  Framework,
  Nonconformity,
  PriceList,
  SystemDeclaration,
  SystemDirective,
} from "@tiltmeter/rules";
import { byUrgency, directiveStanding, RUNNING, setUpGaps } from "@tiltmeter/rules";
import { type BaselineSources, findBaseline } from "./baselines.ts";
import { type CallSources, readCallPage } from "./call-page.ts";
import { readCalls } from "./calls.ts";
import { readChecks } from "./checks.ts";
import type { ClientMetricsItem } from "./client-metrics.ts";
import { readComputed } from "./computed.ts";
import { readControls } from "./controls.ts";
import { controlsWithin, evidenceWithin, revisionWithin } from "./controls-within.ts";
import { readCoverage } from "./coverage.ts";
import { readDrift, readDriftSeries } from "./drift.ts";
import { type DutySources, readDuties } from "./duties.ts";
import { readFeature } from "./feature.ts";
import { type AskInstrumentation, readInstrumentation } from "./instrumentation.ts";
import { type InventorySources, readDeclarations, readInventory } from "./inventory.ts";
import { readLimits } from "./limits.ts";
import { readMeasures } from "./measures.ts";
import { originWindow } from "./origin-window.ts";
import { createOpenCounts, createRecordPages } from "./records.ts";
import { readSeries } from "./series.ts";
import { setUpSteps } from "./set-up.ts";
import { type FeaturesSeen, readSystemFeatures, type SystemFeatures } from "./system-features.ts";
import { readSystem, readSystems, type SystemSources } from "./systems.ts";
import { readCounts, readEvaluations, readStrips, type VerdictSources } from "./verdicts.ts";
import { readVolumes } from "./volumes.ts";

type InstanceStatus = Awaited<ReturnType<Reads["controls"]>>[number]["instances"][number];
type PastBacktest = NonNullable<Awaited<ReturnType<Reads["backtest"]>>>;
type Evidence = Awaited<ReturnType<Reads["evidence"]>>;

/** A system over a range. */
interface SystemRange {
  readonly system: string;
  readonly range: { readonly fromMs: number; readonly toMs: number };
}

/** Where the answers come from; `app.ts` introduces them. Functions, so that each answer is of its moment. */
export interface ReadSources
  extends BaselineSources,
    Omit<VerdictSources, "lastEndMs">,
    DutySources,
    Omit<InventorySources, "hasBaseline" | "declared"> {
  readonly url: () => string;
  readonly unexplainedLoss: () => Promise<(system: string) => number | null>;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  /** Ids of some predictions of a range. */
  readonly exampleIds: (of: {
    readonly system: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly limit: number;
  }) => Promise<readonly string[]>;
  readonly prediction: Reads["prediction"];
  readonly callsListed: CallSources["callsListed"];
  readonly clientMetrics: (of: SystemRange) => Promise<readonly ClientMetricsItem[]>;
  readonly producers: Reads["producers"];
  readonly changes: Reads["changes"];
  readonly segments: Reads["segments"];
  /** What the predictions of a range came with. */
  readonly featuresSeen: (of: SystemRange) => Promise<FeaturesSeen>;
  readonly declared: () => ReadonlyMap<string, SystemDeclaration & { readonly declaredMs: number }>;
  readonly frameworks: () => readonly Framework[];
  /** The last backtest of a control that is done. */
  readonly backtest: (control: string) => {
    readonly by: string;
    readonly startedMs: number;
    readonly result: Omit<PastBacktest, "by" | "startedMs">;
  } | null;
  readonly channels: number;
  readonly status: () => readonly InstanceStatus[];
  readonly due: (control: Control) => string;
  /** Without the texts, which `revisionText` has. */
  readonly controlRevisions: (
    control: string,
  ) => readonly Omit<Awaited<ReturnType<Reads["controlRevisions"]>>[number], "text">[];
  readonly revisionText: (revision: string) => Promise<string | null>;
  readonly maintenance: (
    range: Parameters<Reads["maintenance"]>[0],
  ) => Awaited<ReturnType<Reads["maintenance"]>>;
  readonly directives: () => ReadonlyMap<string, SystemDirective>;
  readonly diverted: Reads["diverted"];
  readonly instrumentation: AskInstrumentation;
  /** What hosted models cost, as of now. */
  readonly prices: () => PriceList | null;
  readonly ledger: Reads["ledger"];
  readonly ledgerAt: Reads["ledgerAt"];
  readonly nonconformities: () => ReadonlyMap<string, Nonconformity>;
  readonly concerns: Reads["concerns"];
  /** The words behind a commitment, the name behind a pseudonym; absent: texts are words. */
  readonly said?: (text: string) => string;
  readonly deliveries: (record: string) => Awaited<ReturnType<Reads["deliveries"]>>;
  readonly telling: (record: string) => Awaited<ReturnType<Reads["telling"]>>;
}

/** Everything that pages and the API read, put together from the store, the rules and the ledger. */
export function createReads(of: ReadSources): Omit<
  Reads,
  "roadmap" | keyof CompletenessReads | keyof RecordFindings
> & {
  /** What was declared of a system over time, newest first; null where nothing ever was. */
  readonly declarations: (
    system: string,
  ) => Awaited<ReturnType<Reads["inventory"]>>[number]["history"] | null;
  /** Every feature of a system over a range, those among them that no baseline has. */
  readonly systemFeatures: (of: SystemRange) => Promise<SystemFeatures>;
  readonly clientMetrics: ReadSources["clientMetrics"];
} {
  const baselineOf = (system: string): Baseline | null => of.baseline(system)?.baseline ?? null;
  const positiveOf = (system: string): string | null =>
    of.declared().get(system)?.positiveLabel ?? null;
  const records = (): readonly Nonconformity[] => [...of.nonconformities().values()];
  const said = of.said ?? ((text: string): string => text);
  const recordPage = createRecordPages(of.nonconformities, said);
  const sources: SystemSources = {
    seen: of.seen,
    declared: of.declared,
    standing: of.standing,
    unexplainedLoss: of.unexplainedLoss,
    openNonconformities: createOpenCounts(of.nonconformities),
    baseline: (id) => {
      const found = of.baseline(id);
      if (found === null) return null;
      const { name, digest, origin, rates } = found.baseline;
      const window = originWindow(origin);
      return { name, digest, approvedMs: found.approvedMs, window, rates: byMetric(rates) };
    },
  };
  const inventory: InventorySources = {
    ...of,
    hasBaseline: (id) => (of.baseline(id)?.approvedMs ?? null) !== null,
  };
  const controls: Reads["controls"] = async (within) => {
    const all = readControls(of.controls(), of.status(), {
      due: of.due,
      changed: ({ id, revision }) => {
        const found = of.controlRevisions(id).find((each) => each.revision === revision);
        return found === undefined ? null : { atMs: found.loadedMs, by: said(found.by) };
      },
    });
    return within === undefined ? all : controlsWithin(all, new Set(within));
  };
  const verdicts = (): VerdictSources => {
    const ends = new Map<string, number>();
    for (const { control, windowEndMs } of of.status()) {
      ends.set(control, Math.max(ends.get(control) ?? windowEndMs, windowEndMs));
    }
    return { ...of, lastEndMs: (control) => ends.get(control) ?? null };
  };
  return {
    nowMs: of.nowMs,
    systems: () => readSystems(sources),
    system: (id) => readSystem(id, sources),
    setUp: async (within) =>
      setUpSteps({
        url: of.url(),
        // The checklist does not say what was lost, so the store is not asked.
        systems: (await readSystems({ ...sources, unexplainedLoss: async () => () => null }))
          .filter(({ id }) => within?.includes(id) ?? true)
          .map((system) => {
            const declared = of.declared().get(system.id) ?? null;
            const gaps = setUpGaps(declared, inventory.hasBaseline(system.id));
            return { ...system, lacks: gaps.map(({ what }) => what) };
          }),
        controls: of.controls().filter(({ status }) => status === "enforce").length,
        channels: of.channels,
      }),
    series: (query) => {
      const positive = query.positive ?? positiveOf(query.system);
      const named = positive === null ? query : { ...query, positive };
      return readSeries(named, of.fetchEvidence, baselineOf(query.system));
    },
    volumes: (query) => readVolumes(query, of.fetchEvidence),
    measures: (query) =>
      readMeasures(query, of.fetchEvidence, {
        baseline: baselineOf(query.system),
        positive: positiveOf(query.system),
      }),
    features: async () =>
      [...new Set([...of.baselines().values()].map(({ system }) => system))]
        .sort()
        .map((system) => ({ system, features: Object.keys(baselineOf(system)?.features ?? {}) })),
    computed: (query) =>
      readComputed(query, {
        ...of,
        controls: of.controls(),
        baseline: baselineOf(query.system),
        positive: positiveOf(query.system),
      }),
    prediction: of.prediction,
    checks: (query) => readChecks(query, of.fetchEvidence),
    callPage: (query) => readCallPage(query, of),
    producers: of.producers,
    drift: async (query) =>
      readDrift(query, of.fetchEvidence, (await findBaseline(query, of))?.baseline ?? null),
    calls: (query) => readCalls(query, of),
    instrumentation: (system) =>
      readInstrumentation(of.instrumentation, { nowMs: of.nowMs(), system }),
    clientMetrics: of.clientMetrics,
    systemFeatures: (query) => readSystemFeatures(query, of, baselineOf(query.system)),
    featureDrift: async (query) => readFeature(query, of, await findBaseline(query, of)),
    driftSeries: (query) => readDriftSeries(query, of.fetchEvidence, baselineOf(query.system)),
    changes: of.changes,
    segments: of.segments,
    controls,
    verdictStrips: (query) => readStrips(query, verdicts()),
    evaluations: (query) => readEvaluations(query, verdicts()),
    evaluationCounts: (query) => readCounts(query, verdicts()),
    limits: async ({ control: id, system }) =>
      readLimits(
        of.controls().find((control) => control.id === id),
        {
          riskTier: of.declared().get(system)?.riskTier ?? null,
          baseline: baselineOf(system),
        },
      ),
    controlRevisions: async (control, within) => {
      const isSeen =
        within === undefined || (await controls(within)).some(({ id }) => id === control);
      return Promise.all(
        (isSeen ? of.controlRevisions(control) : []).map(async (each) => {
          const text = await of.revisionText(each.revision);
          return { ...each, text: within === undefined ? text : revisionWithin(text, within) };
        }),
      );
    },
    backtest: async (control) => {
      const last = of.backtest(control);
      return last === null ? null : { by: last.by, startedMs: last.startedMs, ...last.result };
    },
    maintenance: async (range) => of.maintenance(range),
    coverage: async (range, within) =>
      readCoverage(range, {
        frameworks: of.frameworks(),
        controls: await controls(within),
        counts: await readCounts({ range, within }, verdicts()),
      }),
    inventory: () => readInventory(inventory),
    declarations: (system) => readDeclarations(system, inventory),
    directive: async (system) => of.directives().get(system) ?? RUNNING,
    suspensions: async () =>
      [...of.directives()]
        .filter(([, directive]) => directiveStanding(directive, of.nowMs()) !== "running")
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([system, directive]) => ({ system, of: directive })),
    diverted: of.diverted,
    ledger: of.ledger,
    ledgerAt: of.ledgerAt,
    recordPage: async (query) => recordPage(query),
    concerns: of.concerns,
    nonconformities: async () => [...records()].sort(byUrgency),
    nonconformity: async (id) => of.nonconformities().get(id) ?? null,
    evidence: async (digest, within) => {
      const found = (await of.content(digest)) as Evidence; // written by the evaluator in this shape
      if (found === null || within === undefined) return found;
      const print = await of.revisionText(found.control.revision);
      return evidenceWithin(found, { within, print });
    },
    deliveries: async (id) => of.deliveries(id),
    telling: async (id) => of.telling(id),
    ...readDuties(of),
  };
}

/** The rates of a baseline under the names of their metrics. */
function byMetric(rates: Baseline["rates"]): Readonly<Record<string, number>> {
  const { accuracy, errorRate, overrideRate } = rates;
  return {
    ...(accuracy === undefined ? {} : { accuracy }),
    ...(errorRate === undefined ? {} : { error_rate: errorRate }),
    ...(overrideRate === undefined ? {} : { override_rate: overrideRate }),
  };
}
