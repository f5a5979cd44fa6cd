import {
  type Baseline,
  type Control,
  type EvidenceGroup,
  type EvidenceRequest,
  labelsKey,
  type Verdict,
} from "@tiltmeter/rules";
import { dueInWords } from "./due.ts";
import { byWindowEnd, dueJobs } from "./due-jobs.ts";
import {
  errorVerdicts,
  type Judged,
  judgeInstances,
  type Surroundings,
} from "./judge-instances.ts";
import { type Lacking, lackingSample } from "./lacking.ts";
import { recordLapses } from "./lapse.ts";
import { LastEvaluations } from "./last-evaluations.ts";
import { LateData, type LateReads } from "./late-data.ts";
import { questionOf } from "./question.ts";
import { type Recording, recordSteps } from "./record.ts";
import { restate } from "./restate.ts";
import type { EvaluationRow } from "./row.ts";
import { rowOf } from "./row-of.ts";
import { type RowWriter, rowWriter } from "./row-writer.ts";
import type { InventorySystem } from "./scope.ts";
import { type Answer, fetchShared, type Job } from "./shared-fetch.ts";
import { createSharedMeasures } from "./shared-measures.ts";
import { type InstanceStatus, standingOf } from "./standing.ts";
import { type Stepped, stepInstance } from "./step.ts";
import { tierOf } from "./terms.ts";

/** What the evaluator stands on. Functions are asked anew in every tick. */
export interface EvaluatorOptions extends Recording {
  /** The controls as loaded; those in status `enforce` and `shadow` are evaluated. */
  readonly controls: () => readonly Control[];
  /** Approved baselines; of several for one system the last counts. */
  readonly baselines: () => readonly Baseline[];
  readonly inventory: () => readonly InventorySystem[];
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  /** The last row of each control instance. */
  readonly lastEvaluations: () => Promise<readonly EvaluationRow[]>;
  readonly appendEvaluations: (rows: readonly EvaluationRow[]) => Promise<void>;
  /**
   * All that was received before this instant can be read from the store; absent: all of it always.
   * While the store lags, windows wait: a window judged without its data would say `no_data`.
   */
  readonly readableUpToMs?: () => number;
  /** Absent: late data make no revisions. */
  readonly late?: LateReads;
  /** The planned maintenance that a window of a control and system ends in, by name; absent: there is none. */
  readonly mutedBy?: (control: Control, system: string, endMs: number) => string | null;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  /** Milliseconds from any start; absent: the platform's monotonic one. */
  readonly stopwatch?: () => number;
}

/** What one tick did. */
export interface TickReport {
  /** (control, window) pairs that were evaluated. */
  readonly windows: number;
  readonly evaluations: number;
  /** Windows that closed while nobody looked and are too far back to make up for. */
  readonly missed: number;
  /** Verdicts that late data changed. */
  readonly amended: number;
  /** Windows whose late data wait for a next tick. */
  readonly lateWindows: number;
  /** Ids of the records raised. */
  readonly raised: readonly string[];
  /** Controls that could not be evaluated or recorded in full; the others were. */
  readonly errors: readonly { readonly control: string; readonly error: unknown }[];
}

export interface Evaluator {
  /**
   * Evaluates the windows that have closed and were not evaluated yet, of a long absence the oldest: later
   * ticks take the rest. Ticks must not overlap.
   */
  tick(nowMs: number): Promise<TickReport>;
  /** Every instance of the controls as loaded; empty before the first tick. */
  status(): readonly InstanceStatus[];
  /** When the next (or first) verdict of a control is due, in words. */
  due(control: Control, nowMs: number): string;
}

/**
 * Makes the evaluator. Its state is the last rows of the store and the steps of the ledger, so a
 * crash anywhere replays to the same result.
 */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const stopwatch = options.stopwatch ?? ((): number => performance.now());
  let last: LastEvaluations | null = null;
  let late: LateData | null = null;
  /** Put together once for each tick, not for each page. */
  let standing: {
    readonly of: readonly unknown[];
    readonly answer: readonly InstanceStatus[];
  } = { of: [], answer: [] };
  /** Control → the instance of its last window that came nearest to its sample, where none had enough. */
  const samples = new Map<string, Lacking | null>();

  async function tick(nowMs: number): Promise<TickReport> {
    if (last === null) {
      const rows = await options.lastEvaluations();
      last = new LastEvaluations(rows);
      late = options.late === undefined ? null : new LateData(options.late, rows);
    }
    const inForce = options
      .controls()
      .filter(({ status }) => status === "enforce" || status === "shadow");
    const asOfMs = Math.min(nowMs, options.readableUpToMs?.() ?? nowMs);
    const { jobs, missed } = dueJobs(inForce, last, asOfMs);
    const report = { windows: 0, evaluations: 0, missed, amended: 0, raised: [], errors: [] };
    const tally: Tally = report;
    // Before the windows that are due are judged: those know what has arrived by now.
    await look({ inForce, last, nowMs, asOfMs }, tally);
    const blocked = new Set<string>();
    for (const together of byWindowEnd(jobs)) {
      await evaluate(together, { last, nowMs, asOfMs, tally, blocked });
    }
    await restateLate(inForce, { last, nowMs, asOfMs, tally, blocked });
    await store(await recordLapses({ inForce, last, ledger: options.ledger, nowMs }), last);
    return { ...report, lateWindows: late?.waiting ?? 0 };
  }

  async function look(of: Parameters<LateData["look"]>[0], tally: Tally): Promise<void> {
    try {
      await late?.look(of);
    } catch (error) {
      // The next look asks for the same time again.
      tally.errors.push({ control: "late data", error });
    }
  }

  async function restateLate(inForce: readonly Control[], of: Tick): Promise<void> {
    const jobs = late?.take(inForce) ?? [];
    if (late === null || options.late === undefined || jobs.length === 0) return;
    const { nowMs, asOfMs } = of;
    try {
      const { rows, raised, failed } = await restate(jobs, {
        ...options,
        ...{ nowMs, asOfMs, stopwatch, last: of.last },
        baselines: bySystem(options.baselines(), ({ system }) => system),
        systems: bySystem(options.inventory(), ({ id }) => id),
        evaluationsAt: options.late.evaluationsAt,
        mutedBy: options.mutedBy ?? (() => null),
      });
      await store(rows, of.last);
      late.done(failed.map(({ job }) => job));
      of.tally.amended += rows.length;
      of.tally.raised.push(...raised);
      of.tally.errors.push(...failed.map(({ job, error }) => ({ control: job.control.id, error })));
    } catch (error) {
      late?.done(jobs);
      of.tally.errors.push({ control: "late data", error });
    }
  }

  async function evaluate(jobs: readonly Job[], of: Tick): Promise<void> {
    const ready = jobs.filter(({ control }) => !of.blocked.has(control.id));
    const { fetchEvidence } = options;
    const baselines = bySystem(options.baselines(), ({ system }) => system);
    const inventory = bySystem(options.inventory(), ({ id }) => id);
    const asked = fetchShared(ready, {
      baselines: [...baselines.values()],
      tierOf: (system) => tierOf(system, inventory),
      fetchEvidence,
      stopwatch,
    });
    const measures = createSharedMeasures();
    const writer = rowWriter(options.appendEvaluations);
    for (const { job, answer: awaited } of asked) {
      const answer = await awaited;
      const known = of.last.awaited(job.control.id);
      try {
        const judged = judge(job, answer, { baselines, inventory, known, measures }, of.tally);
        samples.set(job.control.id, lackingSample(judged));
        const stepped = judged.map((each) => step(each, job, of.last));
        const { nowMs } = of;
        const raised = await recordSteps(job, answer, stepped, { ...options, nowMs });
        of.tally.raised.push(...raised);
        of.tally.windows += 1;
        const standing = stepped.length > 0 ? stepped : [nothingToJudge(answer)];
        const provenance = {
          nowMs,
          asOfMs: of.asOfMs,
          restatedUpToMs: late?.restatedUpToMs ?? null,
          engine: options.reads.engine,
          question: questionOf(answer.request, options.hash),
        };
        for (const each of standing) {
          const before = of.last.row(job.control.id, each.instanceKey);
          writer.add(rowOf(each, job, answer, provenance, before));
        }
        await writer.turn();
      } catch (error) {
        // What could not be recorded has not happened: the window, and those after it, come again.
        of.blocked.add(job.control.id);
        of.tally.errors.push({ control: job.control.id, error });
      }
    }
    of.tally.evaluations += await stored(writer, of.last);
  }

  function judge(job: Job, answer: Answer, of: Surroundings, tally: Tally): readonly Judged[] {
    if (answer.kind === "failed") {
      tally.errors.push({ control: job.control.id, error: answer.error });
    }
    try {
      return judgeInstances(job, answer, of);
    } catch (error) {
      tally.errors.push({ control: job.control.id, error });
      return errorVerdicts(job, of, "the evidence could not be measured");
    }
  }

  function step(judged: Judged, job: Job, known: LastEvaluations): Stepped {
    const { hash, ledger, mutedBy = () => null } = options;
    const governance = ledger.state;
    return stepInstance(judged, job, { last: known, governance, hash, mutedBy });
  }

  async function store(rows: readonly EvaluationRow[], known: LastEvaluations): Promise<void> {
    const writer = rowWriter(options.appendEvaluations);
    for (const row of rows) writer.add(row);
    await stored(writer, known);
  }

  async function stored(writer: RowWriter, known: LastEvaluations): Promise<number> {
    try {
      const rows = await writer.done();
      known.advance(rows);
      return rows.length;
    } catch (error) {
      // Nobody knows which rows arrived: the next tick asks the store.
      last = null;
      throw error;
    }
  }

  return {
    tick,
    status: () => {
      const controls = options.controls();
      const of = [controls, last, last?.advances] as const;
      if (!of.every((each, i) => each === standing.of[i])) {
        const answer = controls.flatMap(({ id }) => standingOf(last?.of(id) ?? []));
        standing = { of, answer };
      }
      return standing.answer;
    },
    due: (control, nowMs) => {
      const lastEndMs = last?.lastEndMs(control.id) ?? null;
      const lacking = samples.get(control.id) ?? null;
      const isRevised = lacking !== null && lacking.terms.revision !== control.revision;
      const hasBaseline = options.baselines().length > 0;
      return dueInWords({
        ...{ lastEndMs, hasBaseline, nowMs },
        inventory: options.inventory(),
        ...(last === null ? {} : { isFed: last.of(control.id).some(isFed) }),
        control: isRevised || lacking === null ? control : lacking.terms,
        sample: isRevised || lacking === null ? null : lacking.n,
      });
    },
  };
}

/** Whether a window held what the control measures, enough or not. */
function isFed({ verdict }: EvaluationRow): boolean {
  return verdict.kind !== "no_data" && verdict.kind !== "error";
}

interface Tally {
  windows: number;
  evaluations: number;
  amended: number;
  readonly raised: string[];
  readonly errors: { readonly control: string; readonly error: unknown }[];
}

interface Tick {
  readonly last: LastEvaluations;
  readonly nowMs: number;
  /** What was received before this can be read. */
  readonly asOfMs: number;
  readonly tally: Tally;
  /** Controls whose record failed in this tick. */
  readonly blocked: Set<string>;
}

function bySystem<T>(items: readonly T[], system: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [system(item), item]));
}

/** A control with nothing to judge leaves a row of its own: that it looked, and how far. */
function nothingToJudge(answer: Answer): Parameters<typeof rowOf>[0] {
  const nothing = { kind: "no_data", reason: "there was nothing to judge in the window" } as const;
  const verdict: Verdict =
    answer.kind === "answered"
      ? nothing
      : { kind: "error", reason: "the evidence could not be read" };
  const instance = { labels: {}, instanceKey: labelsKey({}) };
  return { ...instance, measurement: nothing, verdict, state: { phase: "ok" }, muted: null };
}
