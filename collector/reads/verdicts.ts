import type { Reads } from "@tiltmeter/dashboards";
import { type Control, closesAtMs, type Labels, labelsKey } from "@tiltmeter/rules";

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
    within?: readonly string[],
  ) => Promise<readonly (Strip["windows"][number] & { readonly control: string })[]>;
  /** One instance's evaluations, the newest window first, each by the newest revision of its data. */
  readonly instanceEvaluations: (
    of: Range & {
      readonly control: string;
      readonly instanceKey: string;
      readonly limit: number;
    },
  ) => Promise<
    readonly (Omit<Evaluation, "phase" | "amended"> & {
      readonly dataRevision: number;
      readonly state: { readonly phase: Evaluation["phase"] };
    })[]
  >;
  readonly evaluationCounts: (of: {
    readonly range: Range;
    readonly controls: readonly string[];
    readonly within?: readonly string[] | undefined;
  }) => Promise<
    readonly (Omit<Counts, "scheduled" | "judged"> & {
      readonly windows: number;
      readonly firstEndMs: number;
    })[]
  >;
}

/**
 * The newest windows of each control, in one question for all. A strip reaches back from the control's
 * newest verdict, so that one that has stopped still shows what it said.
 */
export async function readStrips(
  query: {
    readonly controls: readonly string[];
    readonly windows: number;
    readonly within?: readonly string[];
  },
  of: VerdictSources,
): Promise<readonly Strip[]> {
  const wanted = new Set(query.controls);
  const asked = of.controls().flatMap(({ id, everyMs }) => {
    const lastMs = wanted.has(id) ? of.lastEndMs(id) : null;
    return lastMs === null ? [] : [{ control: id, sinceMs: lastMs - query.windows * everyMs }];
  });
  const strips = new Map<string, Strip["windows"][number][]>();
  for (const { control, ...window } of await of.windowVerdicts(asked, query.within)) {
    const windows = strips.get(control) ?? [];
    strips.set(control, windows);
    windows.push(window);
  }
  return [...strips].map(([control, windows]) => ({ control, windows }));
}

/** More windows of one instance than a page draws or a reader takes in. */
const WINDOWS_MAX = 10_000;

/** The history of one instance over a range of window ends, oldest first. */
export async function readEvaluations(
  query: { readonly control: string; readonly labels: Labels; readonly range: Range },
  of: VerdictSources,
): Promise<readonly Evaluation[]> {
  const rows = await of.instanceEvaluations({
    control: query.control,
    instanceKey: labelsKey(query.labels),
    ...query.range,
    limit: WINDOWS_MAX,
  });
  return rows
    .map(({ dataRevision, state, ...row }) => ({
      windowStartMs: row.windowStartMs,
      windowEndMs: row.windowEndMs,
      evaluatedMs: row.evaluatedMs,
      revision: row.revision,
      verdict: row.verdict,
      phase: state.phase,
      amended: dataRevision > 1,
    }))
    .reverse();
}

/**
 * What the schedule asked for in a range, and what was done. A window counts as due from the first one
 * that was evaluated in the range up to the newest that has closed.
 */
export async function readCounts(
  query: {
    readonly range: Range;
    readonly controls?: readonly string[] | undefined;
    readonly within?: readonly string[] | undefined;
  },
  of: Pick<VerdictSources, "nowMs" | "controls" | "evaluationCounts">,
): Promise<readonly Counts[]> {
  const controls = of.controls().filter(({ id }) => query.controls?.includes(id) ?? true);
  const known = new Map(controls.map((control) => [control.id, control]));
  const found = await of.evaluationCounts({
    range: query.range,
    controls: controls.map(({ id }) => id),
    within: query.within,
  });
  return found.flatMap(({ control: id, windows, firstEndMs, ...counted }) => {
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
        ...counted,
      },
    ];
  });
}
