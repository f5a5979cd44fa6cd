import {
  amendmentKey,
  type Baseline,
  type Control,
  canonicalJson,
  type EvidenceGroup,
  type EvidenceRequest,
  type Verdict,
  windowsNeeded,
} from "@tiltmeter/rules";
import { findings } from "./finding.ts";
import type { Governance, GovernanceEntry } from "./governance.ts";
import { type Judged, judgeInstances } from "./judge-instances.ts";
import type { LastEvaluations } from "./last-evaluations.ts";
import type { LateJob } from "./late-windows.ts";
import { questionOf } from "./question.ts";
import { MACHINE, type Matter, raiseOrJoin } from "./raise-or-join.ts";
import { matterOf, type Recording, withoutDetail } from "./record.ts";
import type { EvaluationRow } from "./row.ts";
import type { InventorySystem } from "./scope.ts";
import { type Answer, fetchShared } from "./shared-fetch.ts";
import { createSharedMeasures } from "./shared-measures.ts";
import { snapshot } from "./snapshot.ts";
import type { Stepped } from "./step.ts";
import { suspensionEntries } from "./suspensions.ts";
import { tierOf } from "./terms.ts";

/** What windows are judged once more with. */
export interface Restating extends Recording {
  readonly baselines: ReadonlyMap<string, Baseline>;
  readonly systems: ReadonlyMap<string, InventorySystem>;
  readonly last: LastEvaluations;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  readonly stopwatch: () => number;
  /** Every revision of what some controls said of the windows that end at some instants. */
  readonly evaluationsAt: (of: {
    readonly controls: readonly string[];
    readonly endsMs: readonly number[];
  }) => Promise<readonly EvaluationRow[]>;
  readonly mutedBy: (control: Control, system: string, endMs: number) => string | null;
  readonly hash: (text: string) => string;
  readonly nowMs: number;
  readonly asOfMs: number;
}

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
  const missed = new Map<Control, Missed[]>();
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

/** A verdict that late data changed. */
interface Amended {
  readonly job: LateJob;
  readonly answer: Answer;
  readonly judged: Judged;
  readonly before: readonly EvaluationRow[];
  readonly row: EvaluationRow;
}
type Missed = Amended;

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

/** A breach that nobody was told of: no revision said it, no episode covers it, nothing muted it. */
function isMissed({ job, judged, before, row }: Amended, of: Restating): boolean {
  const { control, window } = job;
  return (
    control.status === "enforce" &&
    judged.verdict.kind === "breach" &&
    judged.measurement.kind === "measured" &&
    row.muted === null &&
    !before.some(({ verdict }) => verdict.kind === "breach") &&
    !isCovered(control, judged.instanceKey, window.toMs, of)
  );
}

function isCovered(
  control: Control,
  instanceKey: string,
  endMs: number,
  { last, ledger }: Restating,
): boolean {
  const standing = last.row(control.id, instanceKey)?.state;
  if (standing !== undefined && "episode" in standing && standing.firstBreachMs <= endMs)
    return true;
  const steps = ledger.state.transitions.get(control.id)?.get(instanceKey);
  // Episodes of the ledger, raised or not: from the first breach to the step that ended it.
  let openSinceMs: number | null = null;
  for (const [atMs, step] of [...(steps ?? [])].sort(([a], [b]) => a - b)) {
    if ("episode" in step.state) openSinceMs ??= step.state.firstBreachMs;
    else {
      if (openSinceMs !== null && openSinceMs <= endMs && endMs < atMs) return true;
      openSinceMs = null;
    }
  }
  return openSinceMs !== null && openSinceMs <= endMs;
}

/** Raises one control's missed breaches; windows of one instance in a row are one episode. */
async function raiseMissed(
  control: Control,
  missed: readonly Missed[],
  of: Restating,
): Promise<readonly string[]> {
  const lasting = runs(control, missed).filter(
    (run) => run.length >= windowsNeeded(control.for, control),
  );
  if (lasting.length === 0) return [];
  const episodes = lasting.map((run) => ({ run, episode: episodeOf(control, run, of) }));
  const found = findings(
    control,
    episodes.map(({ episode }) => episode),
  );
  const matters: Matter[] = [];
  for (const finding of found) {
    const worst = episodes.find(({ episode }) => episode === finding.fired[0]?.stepped)?.run[0];
    if (worst === undefined) continue;
    const content = await snapshot(finding, worst.job, worst.answer, of.reads);
    const evidence = await of.content.put(content);
    matters.push(matterOf(finding, control, evidence, of.inventory()));
  }
  return of.ledger.transact((state) => {
    const entries = episodes.flatMap(({ run, episode }) =>
      run.flatMap((each) => entryOf(state, control, each, episode.raises?.episode ?? "", of.nowMs)),
    );
    // All of it is there: this is a replay.
    if (entries.length === 0) return { entries: [], result: [] };
    const raising = raiseOrJoin(state, matters, of.nowMs);
    const suspending = suspensionEntries(state, {
      control,
      found,
      raising: raising.entries,
      inventory: of.inventory(),
      atMs: of.nowMs,
    });
    return { entries: [...entries, ...raising.entries, ...suspending], result: raising.raised };
  });
}

function entryOf(
  state: Governance,
  control: Control,
  { row, before }: Missed,
  episode: string,
  atMs: number,
): readonly GovernanceEntry[] {
  if (state.amendments.has(amendmentKey(row))) return [];
  return [
    {
      type: "evaluation_amended",
      atMs,
      by: MACHINE,
      control: control.id,
      revision: control.revision,
      instance: row.instance,
      instanceKey: row.instanceKey,
      windowStartMs: row.windowStartMs,
      windowEndMs: row.windowEndMs,
      dataRevision: row.dataRevision,
      before: before.at(-1)?.verdict.kind ?? "no_data",
      verdict: withoutDetail(row.verdict),
      episode,
    },
  ];
}

/** Breaches of one instance in windows that follow each other, oldest first. */
function runs(control: Control, missed: readonly Missed[]): readonly (readonly Missed[])[] {
  const sorted = [...missed].sort(
    (a, b) =>
      (a.judged.instanceKey < b.judged.instanceKey ? -1 : 0) ||
      (a.judged.instanceKey > b.judged.instanceKey ? 1 : 0) ||
      a.job.window.toMs - b.job.window.toMs,
  );
  const result: Missed[][] = [];
  for (const each of sorted) {
    const run = result.at(-1);
    const before = run?.at(-1);
    const follows =
      before?.judged.instanceKey === each.judged.instanceKey &&
      before.job.window.toMs + control.everyMs === each.job.window.toMs;
    if (run !== undefined && follows) run.push(each);
    else result.push([each]);
  }
  return result;
}

/** An episode that is over when it is found: what came after its windows was judged as usual. */
function episodeOf(control: Control, run: readonly Missed[], of: Restating): Stepped {
  const [first] = run;
  const last = run.at(-1);
  const verdict = first?.judged.verdict;
  if (first === undefined || last === undefined || verdict?.kind !== "breach") {
    throw new Error(`${control.id} raises what was missed from breaches, got none`);
  }
  const firstBreachMs = first.job.window.toMs;
  const endedMs = last.job.window.toMs;
  const { labels } = first.judged;
  const said = first.before.at(-1)?.verdict.kind ?? "no_data";
  return {
    ...first.judged,
    state: { phase: "ok" },
    events: [],
    muted: null,
    raises: {
      episode: of.hash(
        canonicalJson([control.id, control.revision, labels, firstBreachMs, "found late"]),
      ),
      firstBreachMs,
      firedMs: endedMs,
      endedMs,
      verdict,
      note: `Found late: the window was judged ${said.replace("_", " ")} before all of its data had arrived; with them it breaches.`,
    },
  };
}
