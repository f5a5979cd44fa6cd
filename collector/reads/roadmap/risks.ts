import type { Reads } from "@tiltmeter/dashboards";
import {
  dayNumber,
  observeRisks,
  reassessmentTriggers,
  type SeenModel,
  type Trigger,
} from "@tiltmeter/rules";
import type { RecordedState, RoadmapSources } from "./sources.ts";

type Risks = Awaited<ReturnType<Reads["roadmap"]["risks"]>>;
type Range = Risks["range"];

const DAY_MS = 86_400_000;

/** What was observed of each risk in a range, and what calls for an assessment. */
export async function readRisks(
  range: Range,
  of: RoadmapSources,
  within?: readonly string[],
): Promise<Risks> {
  const { roadmap } = of.state();
  const isSeen = (system: string): boolean => within?.includes(system) ?? true;
  return {
    range,
    risks: observeRisks({
      risks: (of.governance()?.risks ?? []).flatMap((risk) => {
        const systems = risk.systems.filter(isSeen);
        return risk.systems.length > 0 && systems.length === 0 ? [] : [{ ...risk, systems }];
      }),
      totals: (await of.verdictTotals(range)).filter(({ system }) => isSeen(system)),
      controls: of.controls().map(({ id }) => id),
    }),
    tasks: (await readTasks(of)).filter(({ system }) => isSeen(system)),
    assessments: roadmap.assessment_recorded.filter(({ system }) => isSeen(system)).reverse(),
  };
}

/** Changes since each system's last assessment; of those that the ledger knows, also the settled ones. */
export async function readTasks(of: RoadmapSources): Promise<Risks["tasks"]> {
  const state = of.state();
  const nowMs = of.nowMs();
  const recorded = new Map(state.roadmap.reassessment_due.map((each) => [each.key, each]));
  const open = (await openTriggers(of)).map((trigger) => ({
    ...trigger,
    recordedMs: recorded.get(trigger.key)?.atMs ?? null,
    settledBy: null,
    isOverdue: trigger.dueMs < nowMs,
  }));
  const isOpen = new Set(open.map(({ key }) => key));
  const settled = [...recorded.values()]
    .filter(({ key }) => !isOpen.has(key))
    .flatMap((entry) => {
      const { atMs, by: _, ...trigger } = entry as typeof entry & Trigger; // the entry is a trigger, stamped
      const answer = state.roadmap.assessment_recorded.find(
        (each) => each.system === trigger.system && each.atMs > trigger.sinceMs,
      );
      const settledBy = answer?.id ?? "the declared assessment";
      return [{ ...trigger, recordedMs: atMs, settledBy, isOverdue: false }];
    });
  return [...open, ...settled.reverse()];
}

/** What calls for an assessment now, oldest first. */
export async function openTriggers(of: RoadmapSources): Promise<readonly Trigger[]> {
  const state = of.state();
  const nowMs = of.nowMs();
  const seen = await of.modelsSeen();
  const found: Trigger[] = [];
  for (const declared of state.systems.values()) {
    if (declared.status !== "live") continue;
    const assessedMs = assessedAt(declared, state);
    if (assessedMs === null) continue;
    const told = await of.changes(declared.id, { fromMs: assessedMs, toMs: nowMs });
    found.push(
      ...reassessmentTriggers({
        system: declared.id,
        riskTier: declared.riskTier,
        assessedMs,
        versions: versionsOf(declared.id, seen),
        told,
        declared: changesOf(state.systemHistory.get(declared.id) ?? []),
        drifted: driftOf(declared.id, of),
      }),
    );
  }
  return found.sort((a, b) => a.sinceMs - b.sinceMs);
}

/** That something was declared at first, or again after a withdrawal, is no change of it. */
function changesOf(
  history: readonly {
    readonly atMs: number;
    readonly declaration: unknown;
    readonly changed: readonly string[];
  }[],
): readonly { readonly atMs: number; readonly changed: readonly string[] }[] {
  return history.filter((_, i) => (history[i - 1]?.declaration ?? null) !== null);
}

/** The end of the declared day, or the newest assessment that was recorded; null: neither. */
function assessedAt(
  {
    id,
    assessment,
  }: { readonly id: string; readonly assessment: { readonly date: string } | null },
  { roadmap }: RecordedState,
): number | null {
  const day = assessment === null ? null : dayNumber(assessment.date);
  const declaredMs = day === null ? null : (day + 1) * DAY_MS;
  const recorded = roadmap.assessment_recorded.filter(({ system }) => system === id).at(-1);
  const instants = [declaredMs, recorded?.atMs ?? null].flatMap((ms) => ms ?? []);
  return instants.length === 0 ? null : Math.max(...instants);
}

function versionsOf(
  system: string,
  seen: readonly SeenModel[],
): readonly {
  readonly model: string;
  readonly version: string;
  readonly supplier: string;
  readonly firstSeenMs: number;
}[] {
  const own = seen.filter((each) => each.system === system);
  const first = new Map<string, SeenModel>();
  for (const each of own) {
    const key = JSON.stringify([each.model, each.version, each.supplier]);
    const known = first.get(key);
    if (known === undefined || each.firstSeenMs < known.firstSeenMs) first.set(key, each);
  }
  return [...first.values()];
}

/** Episodes of controls that compare inputs or outputs with the approved baseline: its population moved. */
function driftOf(
  system: string,
  of: RoadmapSources,
): readonly { readonly control: string; readonly episode: string; readonly firedMs: number }[] {
  const watching = new Set(
    of.controls().flatMap(({ id, baseline }) => (baseline === "approved" ? [id] : [])),
  );
  return [...of.state().nonconformities.values()]
    .filter((record) => record.system === system && watching.has(record.control ?? ""))
    .filter(({ state }) => state !== "dismissed" && state !== "void")
    .map(({ id, control, raisedMs }) => ({
      control: control ?? "",
      episode: id,
      firedMs: raisedMs,
    }));
}
