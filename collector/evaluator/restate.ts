import type { Control, Verdict } from "@tiltmeter/rules";
import { type Judged, judgeInstances } from "./judge-instances.ts";
import type { LateJob } from "./late-windows.ts";
import { isMissed, raiseMissed } from "./missed-breaches.ts";
import { questionOf } from "./question.ts";
import type { Amended, Restating } from "./restating.ts";
import type { EvaluationRow } from "./row.ts";
import { type Answer, fetchShared } from "./shared-fetch.ts";
import { createSharedMeasures } from "./shared-measures.ts";
import { tierOf } from "./terms.ts";

/** What came of it. */
export interface Restated {
  /** To be stored: one for each verdict or number that the late data changed. */
  readonly rows: readonly EvaluationRow[];
  readonly raised: readonly string[];
  /** Windows that could not be judged, and why. */
  readonly failed: readonly { readonly job: LateJob; readonly error: unknown }[];
}

/**
 * Judges windows once more whose data came late, as revisions: what was said stays, and no state moves.
 *
 * A window that was never judged, or under another revision of its control, is left alone. Where the new
 * verdict is a breach, the ones before were none and no episode covers the window, a record is raised for
 * what was missed, or an open one joined; it says that it was found late. What a false-alarm budget has
 * gathered is not gathered again: its rows say what the window alone says.
 */
export async function restate(jobs: readonly LateJob[], of: Restating): Promise<Restated> {
  if (jobs.length === 0) return { rows: [], raised: [], failed: [] };
  const stored = new Map<string, EvaluationRow[]>();
  const windows = {
    controls: [...new Set(jobs.map(({ control }) => control.id))],
    endsMs: [...new Set(jobs.map(({ window }) => window.toMs))],
  };
  for (const row of await of.evaluationsAt(windows)) {
    const key = windowKey(row.control, row.windowEndMs);
    stored.set(key, [...(stored.get(key) ?? []), row]);
  }
  const wanted = jobs.filter(({ control, window }) =>
    stored
      .get(windowKey(control.id, window.toMs))
      ?.some(({ revision }) => revision === control.revision),
  );
  const asked = fetchShared(wanted, {
    baselines: [...of.baselines.values()],
    tierOf: (system) => tierOf(system, of.systems),
    fetchEvidence: of.fetchEvidence,
    stopwatch: of.stopwatch,
  });
  const measures = createSharedMeasures();
  const rows: EvaluationRow[] = [];
  const missed = new Map<Control, Amended[]>();
  const failed: Restated["failed"][number][] = [];
  for (const { job, answer: awaited } of asked) {
    const answer = await awaited;
    if (answer.kind === "failed") {
      failed.push({ job, error: answer.error });
      continue;
    }
    const before = revisionsOf(stored.get(windowKey(job.control.id, job.window.toMs)) ?? []);
    for (const amended of amendments(job, answer, before, { ...of, measures })) {
      rows.push(amended.row);
      if (!isMissed(amended, of)) continue;
      missed.set(job.control, [...(missed.get(job.control) ?? []), amended]);
    }
  }
  const raised: string[] = [];
  for (const [control, breaches] of missed) {
    raised.push(...(await raiseMissed(control, breaches, of)));
  }
  return { rows, raised, failed };
}

function windowKey(control: string, endMs: number): string {
  return `${control} ${endMs}`;
}

/** Instance key → its revisions, the first first. */
function revisionsOf(
  rows: readonly EvaluationRow[],
): ReadonlyMap<string, readonly EvaluationRow[]> {
  const instances = new Map<string, EvaluationRow[]>();
  for (const row of [...rows].sort((a, b) => a.dataRevision - b.dataRevision)) {
    // The row of a control that had nothing to judge is of no instance.
    if (Object.keys(row.instance).length === 0) continue;
    instances.set(row.instanceKey, [...(instances.get(row.instanceKey) ?? []), row]);
  }
  return instances;
}

function amendments(
  job: LateJob,
  answer: Answer,
  before: ReadonlyMap<string, readonly EvaluationRow[]>,
  of: Restating & { readonly measures: ReturnType<typeof createSharedMeasures> },
): readonly Amended[] {
  const known = [...before.values()].flatMap((revisions) => revisions.slice(-1));
  const { baselines, systems: inventory, measures } = of;
  const judged = judgeInstances(job, answer, { baselines, inventory, known, measures });
  return judged.flatMap((each): Amended[] => {
    if (!job.systems.has(each.labels["system"] ?? "")) return [];
    const revisions = before.get(each.instanceKey) ?? [];
    const newest = revisions.at(-1);
    const verdict = verdictOf(each);
    // What a person or a machine decided on stays as it was, unless the data say something else.
    if (newest === undefined ? each.evidence === null : saysTheSame(newest.verdict, verdict)) {
      return [];
    }
    const row = amendedRow({ ...each, verdict }, job, answer, newest, of);
    return [{ job, answer, judged: { ...each, verdict }, before: revisions, row }];
  });
}

/** Of a false-alarm budget the window alone is told; what it had gathered then stays gathered. */
function verdictOf({ terms, verdict, measurement }: Judged): Verdict {
  if (terms.proof.kind !== "budget" || measurement.kind !== "measured") return verdict;
  const reason =
    "late data: this is the window alone; the evidence that was gathered with it is not gathered again";
  return { kind: "inconclusive", reason, measured: measurement };
}

/** The same numbers, or the same reason why there are none; and the same verdict where numbers decide. */
function saysTheSame(a: Verdict, b: Verdict): boolean {
  const [left, right] = [figuresOf(a), figuresOf(b)];
  if (left !== null && right !== null) return left === right;
  if (left !== null || right !== null) return false;
  return a.kind === b.kind && "reason" in a && "reason" in b && a.reason === b.reason;
}

function figuresOf(verdict: Verdict): string | null {
  if (!("measured" in verdict) || verdict.measured === null) return null;
  const { value, n, proportion } = verdict.measured;
  return JSON.stringify([value, n, proportion ?? null]);
}

function amendedRow(
  judged: Judged,
  { control, window }: LateJob,
  answer: Answer,
  newest: EvaluationRow | undefined,
  of: Restating,
): EvaluationRow {
  const { gathered: _, ...state } = newest?.state ?? { phase: "ok" };
  return {
    control: control.id,
    revision: control.revision,
    instance: judged.labels,
    instanceKey: judged.instanceKey,
    windowStartMs: window.fromMs,
    windowEndMs: window.toMs,
    evaluatedMs: of.nowMs,
    // That it was not there is what the first revision said.
    dataRevision: (newest?.dataRevision ?? 1) + 1,
    watermarkMs: of.asOfMs,
    restatedUpToMs: null,
    isBackfilled: false,
    muted: of.mutedBy(control, judged.labels["system"] ?? "", window.toMs),
    engine: of.reads.engine,
    question: questionOf(answer.request, of.hash),
    firstSeenMs: newest?.firstSeenMs ?? null,
    absentWindows: newest?.absentWindows ?? 0,
    verdict: judged.verdict,
    state,
    rowsRead: answer.kind === "answered" ? answer.groups.length : 0,
    durationMs: answer.durationMs,
  };
}
