import {
  auditResults,
  type ControlRun,
  dayNumber,
  formatInstant,
  improvements,
  issueChanges,
  measurementTrends,
  nonconformityTrends,
  observeRisks,
  partyChanges,
  periodBefore,
  previousActions,
  type ReviewAction,
  type ReviewPack,
  type ReviewPeriod,
  type VerdictTotals,
} from "@tiltmeter/rules";
import { readApplicability } from "./applicability.ts";
import { readChain } from "./chain.ts";
import { openTriggers } from "./risks.ts";
import type { RecordedRoadmap, RoadmapSources } from "./sources.ts";

const DAY_MS = 86_400_000;

/**
 * The pack of a period, from everything that the collector knows. People's words and names are in it as the
 * ledger has them, so that it can be kept for ever.
 */
export async function readReviewPack(
  period: ReviewPeriod,
  of: RoadmapSources,
): Promise<ReviewPack> {
  const asOf = { ...of.asOf(), atMs: of.nowMs() };
  const state = of.state();
  const governance = of.governance();
  const records = [...state.nonconformities.values()];
  const totals = await of.verdictTotals(period);
  const runs = await readRuns(period, totals, of);
  const dayOf = (ms: number): string => formatInstant(ms).slice(0, 10);
  const context = {
    ...{ period, dayOf, issues: governance?.issues ?? [] },
    msOf: (day: string) => (dayNumber(day) ?? 0) * DAY_MS,
    triggers: await openTriggers(of),
    laidDown: state.roadmap.governance_loaded.map(({ atMs, changes }) => ({
      atMs,
      summary: `${changes.added} added, ${changes.changed} changed, ${changes.removed} removed`,
    })),
    concerns: (await of.concerns()).flatMap(concern),
  };
  const risks = observeRisks({
    ...{ risks: governance?.risks ?? [], totals, controls: of.controls().map(({ id }) => id) },
  });
  return {
    ...period,
    asOf,
    sections: [
      previousActions({ actions: reviewActions(state.roadmap), nowMs: asOf.atMs, dayOf }),
      issueChanges(context),
      partyChanges(context),
      nonconformityTrends({ records, period, clocks: of.clocks() }),
      measurementTrends({
        ...{ runs, risks, objectives: governance?.objectives ?? [] },
        watched: await watched(period, totals, of),
      }),
      auditResults({
        ...{ records, period, dayOf, samples: state.roadmap.audit_sampled },
        ledger: await of.verifyLedger(),
      }),
      improvements({
        ...{ runs, records, period },
        neverFired: await neverFired(of),
        awaited: await awaited(of),
        withoutEvidence: await withoutEvidence(of),
      }),
    ],
  };
}

/** Decisions of every review as actions, oldest first. */
export function reviewActions(
  roadmap: Pick<RecordedRoadmap, "review_decided" | "review_action_done">,
): readonly ReviewAction[] {
  const done = new Map(roadmap.review_action_done.map((each) => [each.id, each]));
  return roadmap.review_decided.map(({ id, review, input, decision, owner, atMs, dueMs }) => {
    const end = done.get(id);
    return {
      ...{ id, review, input, decision, owner, dueMs, decidedMs: atMs },
      done: end === undefined ? null : { atMs: end.atMs, by: end.by, evidence: end.evidence },
    };
  });
}

async function readRuns(
  period: ReviewPeriod,
  totals: readonly VerdictTotals[],
  of: RoadmapSources,
): Promise<readonly ControlRun[]> {
  const before = await of.verdictTotals(periodBefore(period));
  const counts = new Map((await of.evaluationCounts(period)).map((each) => [each.control, each]));
  const [now, then] = [byControl(totals), byControl(before)];
  return of.controls().map(({ id, title, status, blindSpots }) => {
    const { scheduled = 0, judged = 0, evaluations = 0 } = counts.get(id) ?? {};
    return {
      ...{ id, title, status, blindSpots, scheduled, judged, evaluations },
      passed: now.get(id)?.passed ?? 0,
      breached: now.get(id)?.breached ?? 0,
      passedBefore: then.get(id)?.passed ?? 0,
      breachedBefore: then.get(id)?.breached ?? 0,
    };
  });
}

/** Verdicts of all systems and both halves together. */
function byControl(
  totals: readonly VerdictTotals[],
): ReadonlyMap<string, { readonly passed: number; readonly breached: number }> {
  const all = new Map<string, { passed: number; breached: number }>();
  for (const { control, passed, breached } of totals) {
    const known = all.get(control);
    all.set(control, {
      passed: (known?.passed ?? 0) + passed,
      breached: (known?.breached ?? 0) + breached,
    });
  }
  return all;
}

/** Predictions of systems that a control in force decided about, of all predictions. */
async function watched(
  period: ReviewPeriod,
  totals: readonly VerdictTotals[],
  of: RoadmapSources,
): Promise<{ readonly part: number; readonly whole: number }> {
  const inForce = new Set(
    of.controls().flatMap(({ id, status }) => (status === "enforce" ? [id] : [])),
  );
  const judged = new Set(
    totals.flatMap(({ control, system }) => (inForce.has(control) ? [system] : [])),
  );
  const volume = [...(await of.volume(period))];
  const count = (list: typeof volume): number => list.reduce((all, [, n]) => all + n, 0);
  return { part: count(volume.filter(([system]) => judged.has(system))), whole: count(volume) };
}

async function neverFired(of: RoadmapSources): Promise<readonly string[]> {
  const [spoke, fired] = [new Set<string>(), new Set<string>()];
  for (const { control, conclusive, hasFired } of await of.activity(of.nowMs())) {
    if (conclusive > 0) spoke.add(control);
    if (hasFired) fired.add(control);
  }
  return of
    .controls()
    .map(({ id }) => id)
    .filter((id) => spoke.has(id) && !fired.has(id));
}

async function awaited(of: RoadmapSources): Promise<Parameters<typeof improvements>[0]["awaited"]> {
  const { chain } = await readChain(of);
  const objectives = [
    ...chain.policies.flatMap((each) => each.objectives),
    ...chain.looseObjectives,
  ];
  const waits = ({ approval }: { readonly approval: { readonly kind: string } }): boolean =>
    approval.kind !== "approved";
  return [
    ...chain.policies.filter(waits).map(({ policy }) => ({
      ...{ subject: "policy", id: policy.id, version: String(policy.version) },
      ...{ weakened: [], backtest: null },
    })),
    ...objectives.filter(waits).map(({ objective }) => ({
      ...{ subject: "objective", id: objective.id, version: String(objective.version) },
      ...{ weakened: [], backtest: null },
    })),
    ...chain.controls.filter(waits).map(({ id, revision, weakened }) => {
      const last = of.backtested(id);
      const backtest = last?.revision === revision ? last.words : null;
      return { subject: "control", id, version: revision, weakened, backtest };
    }),
  ];
}

async function withoutEvidence(of: RoadmapSources): Promise<readonly string[]> {
  const { frameworks } = await readApplicability(null, of);
  const [first] = frameworks;
  return (first?.lines ?? [])
    .filter(({ evidencedBy }) => evidencedBy === "nothing" || evidencedBy === "stale")
    .map(({ clause, title }) => `${clause} ${title}`);
}

type Concern = Awaited<ReturnType<RoadmapSources["concerns"]>>[number];

function concern({
  system,
  steps,
}: Concern): readonly Parameters<typeof partyChanges>[0]["concerns"][number][] {
  const first = (status: string): number | null =>
    steps.find((step) => step.status === status)?.timeMs ?? null;
  const reportedMs = first("reported") ?? steps[0]?.timeMs;
  if (reportedMs === undefined) return [];
  const kind = steps[0]?.kind ?? "";
  const [acknowledgedMs, resolvedMs] = [first("acknowledged"), first("resolved")];
  return [{ system, kind, reportedMs, acknowledgedMs, resolvedMs }];
}
