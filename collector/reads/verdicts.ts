import type { Reads } from "@tiltmeter/dashboards";
import { type Control, closesAtMs, type Labels } from "@tiltmeter/rules";

type Strip = Awaited<ReturnType<Reads["verdictStrips"]>>[number];
type Counts = Awaited<ReturnType<Reads["evaluationCounts"]>>[number];
type Evaluation = Awaited<ReturnType<Reads["evaluations"]>>[number];
interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the store keeps of verdicts; see `collector/store/reads/verdict-history.ts`. */
export interface VerdictSources {
  readonly nowMs: () => number;
  readonly controls: () => readonly Control[];
  /** End of the newest window that was evaluated; null where there is none. */
  readonly lastEndMs: (control: string) => number | null;
  readonly windowVerdicts: (
    asked: readonly { readonly control: string; readonly sinceMs: number }[],
  ) => Promise<
    readonly (Omit<Strip["windows"][number], "maintenance" | "amended"> & {
      readonly control: string;
    })[]
  >;
  readonly instanceEvaluations: (of: {
    readonly control: string;
    readonly labels: Labels;
    readonly range: Range;
  }) => Promise<
    readonly (Omit<Evaluation, "phase" | "amended"> & {
      readonly state: { readonly phase: Evaluation["phase"] };
    })[]
  >;
  readonly evaluationCounts: (of: {
    readonly range: Range;
    readonly controls: readonly { readonly control: string; readonly lateMs: number }[];
  }) => Promise<
    readonly {
      readonly control: string;
      readonly windows: number;
      readonly late: number;
      readonly firstEndMs: number;
      readonly evaluations: number;
      readonly conclusive: number;
      readonly lastConclusiveMs: number | null;
    }[]
  >;
}

/**
 * The newest windows of each control, in one question for all. A strip reaches back from the control's
 * newest verdict, so that one that has stopped still shows what it said.
 */
export async function readStrips(
  query: { readonly controls: readonly string[]; readonly windows: number },
  of: VerdictSources,
): Promise<readonly Strip[]> {
  const wanted = new Set(query.controls);
  const asked = of.controls().flatMap(({ id, everyMs }) => {
    const lastMs = wanted.has(id) ? of.lastEndMs(id) : null;
    return lastMs === null ? [] : [{ control: id, sinceMs: lastMs - query.windows * everyMs }];
  });
  const strips = new Map<string, Strip["windows"][number][]>();
  for (const { control, ...window } of await of.windowVerdicts(asked)) {
    const windows = strips.get(control) ?? [];
    strips.set(control, windows);
    windows.push({ ...window, maintenance: false, amended: false });
  }
  return [...strips].map(([control, windows]) => ({ control, windows }));
}

/** The history of one instance over a range of window ends. */
export async function readEvaluations(
  query: { readonly control: string; readonly labels: Labels; readonly range: Range },
  of: VerdictSources,
): Promise<readonly Evaluation[]> {
  const rows = await of.instanceEvaluations(query);
  return rows.map(({ windowStartMs, windowEndMs, evaluatedMs, revision, verdict, state }) => ({
    windowStartMs,
    windowEndMs,
    evaluatedMs,
    revision,
    verdict,
    phase: state.phase,
    amended: false,
  }));
}

/** A tick may be a minute late without having made up for anything. */
const LATE_MS_MIN = 60_000;

/**
 * What the schedule asked for in a range, and what was done. A window counts as due from the first one
 * that was evaluated in the range up to the newest that has closed.
 */
export async function readCounts(
  query: { readonly range: Range; readonly controls?: readonly string[] | undefined },
  of: VerdictSources,
): Promise<readonly Counts[]> {
  const controls = of.controls().filter(({ id }) => query.controls?.includes(id) ?? true);
  const known = new Map(controls.map((control) => [control.id, control]));
  const found = await of.evaluationCounts({
    range: query.range,
    controls: controls.map((control) => ({
      control: control.id,
      lateMs: closesAtMs(control, 0) + Math.max(control.everyMs, LATE_MS_MIN),
    })),
  });
  return found.flatMap(({ control: id, windows, late, firstEndMs, ...counted }) => {
    const control = known.get(id);
    if (control === undefined) return [];
    const { everyMs } = control;
    const upToMs = Math.min(query.range.toMs - 1, of.nowMs() - closesAtMs(control, 0));
    const due = Math.floor(upToMs / everyMs) - Math.floor((firstEndMs - 1) / everyMs);
    return [
      {
        control: id,
        // A verdict that is there was due, whatever the clock of this moment says.
        scheduled: Math.max(due, windows),
        judged: windows,
        backFilled: late,
        ...counted,
      },
    ];
  });
}
