import type { CompletenessReads, Reads } from "@tiltmeter/dashboards";
import { catalogue, type Framework } from "@tiltmeter/rules";
import type { ApprovedBaselines } from "../acts/approved-baselines.ts";
import type { Evaluator } from "../evaluator/evaluator.ts";
import type { ApiFindings } from "../http/findings.ts";
import type { ApiReads } from "../http/reads.ts";
import type { Journal } from "../journal/journal.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { WatchdogStanding } from "../notify/watchdog.ts";
import { standingProducers } from "../reads/producers.ts";
import { createReads, type ReadSources } from "../reads/reads.ts";
import type { Applier } from "../store/applier.ts";
import type { Store } from "../store/store.ts";
import { VERSION } from "../version.ts";
import type { Health } from "./health.ts";
import type { Inventory } from "./inventory.ts";
import { keptEvidence } from "./kept-evidence.ts";
import { keptVerdicts } from "./kept-verdicts.ts";
import type { OpenDuties } from "./open-duties.ts";
import type { Files } from "./open-files.ts";
import { startedMaintenance } from "./started-maintenance.ts";

/**
 * Introduces what pages and the API read to where it is kept. `answers`: `kept` for those who look, who are
 * given an expensive answer for a while longer; `computed` anew, for what is recorded or handed over.
 */
export function openReads(of: {
  readonly answers: "kept" | "computed";
  readonly now: () => number;
  readonly startedMs: number;
  readonly url: () => string;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly content: ContentStore;
  readonly journal: Journal;
  readonly applier: Applier;
  readonly health: Health;
  readonly baselines: ApprovedBaselines;
  readonly files: Files;
  readonly evaluator: Evaluator;
  readonly inventory: Inventory;
  readonly frameworks: readonly Framework[];
  readonly channels: number;
  readonly duties: Pick<OpenDuties, "book" | "reports" | "worklist">;
  readonly backtest: ReadSources["backtest"];
  readonly prices: ReadSources["prices"];
  readonly ledgerReads: Pick<Reads, "ledger" | "ledgerAt">;
  readonly telling: ReadSources["telling"];
  readonly watchdog: () => WatchdogStanding | null;
  readonly said?: (text: string) => string;
}): Omit<ApiReads & Reads, "roadmap" | keyof CompletenessReads | keyof ApiFindings> {
  const { now, store, ledger, content, journal, baselines, evaluator, inventory } = of;
  const { inForce } = of.files;
  const isKept = of.answers === "kept";
  const verdicts = isKept ? keptVerdicts(store) : store;
  const applied = (): { readonly journal: string; readonly seq: number } => ({
    journal: journal.id,
    seq: of.applier.appliedSeq,
  });
  const unheard = (): readonly string[] => {
    const problem = of.watchdog()?.problem ?? null;
    return problem === null ? [] : [problem];
  };
  const told = (): Awaited<ReturnType<ApiReads["status"]>>["watchdog"] => {
    const standing = of.watchdog();
    return standing && { host: standing.host, heardMs: standing.heardMs };
  };
  const reads = createReads({
    nowMs: now,
    url: of.url,
    seen: () => store.systems(applied()),
    unexplainedLoss: async () => {
      const completenessOf = await store.completenessOfAll(applied());
      return (system) => completenessOf(system)?.unexplained ?? null;
    },
    fetchEvidence: isKept
      ? keptEvidence({
          fetchEvidence: store.fetchEvidence,
          appliedSeq: () => of.applier.appliedSeq,
        })
      : store.fetchEvidence,
    exampleIds: (of) => store.exampleIds(of),
    prediction: ({ system, id }) => store.prediction(system, id),
    callsListed: (of) => store.callsListed(of),
    clientMetrics: ({ system, range }) => store.clientMetrics(system, range),
    producers: async (system) => {
      const [told, completeness] = await Promise.all([
        store.producers(system),
        store.completenessOfProducers(system, applied()),
      ]);
      return standingProducers(told, completeness);
    },
    changes: (of) => store.changes(of.system, of.range),
    segments: async (of) =>
      (await store.segments(of.system, of.range)).map((name) => `segment.${name}`),
    featuresSeen: (of) => store.featuresSeen(of.system, of.range),
    declared: () => ledger.state.systems,
    declarations: (id) => ledger.state.systemHistory.get(id) ?? [],
    standing: (id, lastSeenMs) => inventory.standing(id, lastSeenMs, now()),
    baseline: baselines.of,
    baselines: () => ledger.state.baselines,
    controls: inForce.controls,
    channels: of.channels,
    status: evaluator.status,
    due: (control) => evaluator.due(control, now()),
    windowVerdicts: verdicts.windowVerdicts,
    instanceEvaluations: (of) => store.evaluations(of),
    evaluationCounts: verdicts.evaluationCounts,
    controlRevisions: inForce.history.revisions,
    revisionText: inForce.history.textOf,
    maintenance: ({ fromMs, toMs }) =>
      [...inForce.maintenance(), ...startedMaintenance(ledger.state)]
        .filter((each) => each.fromMs < toMs && each.untilMs > fromMs)
        .map(({ untilMs, ...each }) => ({ ...each, toMs: untilMs })),
    directives: () => ledger.state.directives,
    diverted: ({ system, range }) => store.diverted(system, range),
    frameworks: () => of.frameworks,
    backtest: of.backtest,
    prices: of.prices,
    instrumentation: (of) => store.instrumentation(of),
    ledger: of.ledgerReads.ledger,
    ledgerAt: of.ledgerReads.ledgerAt,
    nonconformities: () => ledger.state.nonconformities,
    concerns: (system) => store.concerns(system),
    ...(of.said === undefined ? {} : { said: of.said }),
    incidents: () => ledger.state.incidents,
    allHolds: () => ledger.state.holds,
    worklist: of.duties.worklist,
    clocks: of.duties.book.clocks,
    reports: of.duties.reports,
    content: (digest) => content.get(digest),
    deliveries: (record) => [...(ledger.state.attempts.get(record) ?? [])].map(withOthers(ledger)),
    telling: of.telling,
  });
  return {
    ...reads,
    metrics: () =>
      catalogue.map(({ id, title, unit, worse, source }) => ({ id, title, unit, worse, source })),
    baselines: async () => [...ledger.state.baselines.values()],
    distributions: async (digest) => {
      if (!ledger.state.baselines.has(digest)) return null;
      return { digest, ...((await content.get(digest)) as object) }; // content under a verified digest
    },
    evaluationHistory: (of) => store.evaluations(of),
    status: async () => ({
      version: VERSION,
      engine: store.engine,
      startedMs: of.startedMs,
      journals: [{ id: journal.id, lastSeq: journal.lastSeq, appliedSeq: of.applier.appliedSeq }],
      ledger: { size: ledger.size, root: ledger.root },
      problems: [...(await of.health.problems()), ...of.files.problems(), ...unheard()],
      watchdog: told(),
    }),
  };
}

/** Adds of how many other records the message of a try told. */
function withOthers({ state }: Pick<Ledger, "state">) {
  return <T extends { readonly message: string }>(tried: T): T & { readonly others?: number } => {
    const items = state.composed.get(tried.message) ?? [];
    const others = new Set(items.map(({ record }) => record)).size - 1;
    return others > 0 ? { ...tried, others } : tried;
  };
}
