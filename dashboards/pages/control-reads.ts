import { type Explained, explainControl, labelsKey, type Nonconformity } from "@tiltmeter/rules";
import type {
  ControlRevision,
  Evaluation,
  EvaluationCounts,
  Maintenance,
  PastBacktest,
  StripWindow,
  SystemLimits,
} from "../control-history.ts";
import { type Attempt, attempt } from "../parts/attempt.tsx";
import type { SteppedRange } from "../range.ts";
import type { ChangeMarker, ControlSummary, InstanceStatus, Reads } from "../reads.ts";
import { worstFirst } from "./instance-table.tsx";
import { RECORDS_MAX, recordsOf } from "./records-of.ts";

/** Windows that a chart and a strip may show; the first is the usual one. */
export const WINDOWS = [60, 120, 360] as const;

/** Time over which it is counted what was judged: a week, or more for windows that are longer. */
const COUNTED_MS = 7 * 86_400_000;
const COUNTED_WINDOWS = 12;

/** The one instance whose course is drawn. */
export interface InstanceView {
  readonly instance: InstanceStatus;
  readonly evaluations: Attempt<readonly Evaluation[]>;
  readonly limits: Attempt<SystemLimits>;
  readonly changes: Attempt<readonly ChangeMarker[]>;
}

export interface ControlView {
  readonly control: ControlSummary;
  /** Windows that are shown. */
  readonly windows: number;
  /** Worst first. */
  readonly instances: readonly InstanceStatus[];
  /** Null: there is no instance yet. */
  readonly shown: InstanceView | null;
  readonly steps: SteppedRange;
  /** The terms in words. */
  readonly explained: Attempt<readonly Explained[]>;
  readonly strip: Attempt<readonly StripWindow[]>;
  /** Null: nothing was evaluated in the time that is counted. */
  readonly counts: Attempt<EvaluationCounts | null>;
  readonly countedMs: number;
  readonly revisions: Attempt<readonly ControlRevision[]>;
  readonly maintenance: Attempt<readonly Maintenance[]>;
  readonly backtest: Attempt<PastBacktest | null>;
  readonly records: Attempt<readonly Nonconformity[]>;
}

/** Reads what a control's page shows; each part may fail by itself. */
export async function readControl(
  reads: Reads,
  control: ControlSummary,
  query: Readonly<Record<string, string | undefined>>,
): Promise<ControlView> {
  const { id, everyMs } = control;
  const windows = WINDOWS.find((many) => String(many) === query["windows"]) ?? WINDOWS[0];
  const instances = control.instances.toSorted(worstFirst);
  const asked = instances.find(({ labels }) => labelsKey(labels) === query["instance"]);
  const instance = asked ?? instances[0];
  // Steps end where windows do, so that a window's value stands at the step that ends with it.
  const newestMs = instance?.windowEndMs ?? reads.nowMs();
  const toMs = Math.ceil(newestMs / everyMs) * everyMs;
  const range = { fromMs: toMs - windows * everyMs, toMs };
  const countedMs = Math.max(COUNTED_MS, COUNTED_WINDOWS * everyMs);
  // The window that ends now has ended.
  const counted = { fromMs: reads.nowMs() + 1 - countedMs, toMs: reads.nowMs() + 1 };
  const [explained, shown, strip, counts, revisions, maintenance, backtest, records] =
    await Promise.all([
      attempt("the terms of the control", async () =>
        explainControl(control.control, { nowMs: reads.nowMs() }),
      ),
      instance === undefined ? null : readInstance(reads, id, instance, range),
      attempt("the verdicts of the last windows", async () => {
        const [found] = await reads.verdictStrips({ controls: [id], windows });
        return found?.windows ?? [];
      }),
      attempt("what was evaluated", async () => {
        const [found] = await reads.evaluationCounts({ range: counted, controls: [id] });
        return found ?? null;
      }),
      attempt("the revisions", () => reads.controlRevisions(id)),
      attempt("the planned maintenance", () => reads.maintenance(range)),
      attempt("the last backtest", () => reads.backtest(id)),
      attempt("the nonconformities", async () =>
        recordsOf(await reads.recordPage({ control: id, limit: RECORDS_MAX })),
      ),
    ]);
  const steps = { range, stepMs: everyMs };
  return {
    ...{ control, windows, instances, explained, shown, steps, strip, counts, countedMs },
    ...{ revisions, maintenance, backtest, records },
  };
}

async function readInstance(
  reads: Reads,
  control: string,
  instance: InstanceStatus,
  range: SteppedRange["range"],
): Promise<InstanceView> {
  const system = instance.labels["system"] ?? "";
  const [evaluations, limits, changes] = await Promise.all([
    attempt("the evaluations", () =>
      // The window that ends with the range is its newest.
      reads.evaluations({
        control,
        labels: instance.labels,
        range: { fromMs: range.fromMs + 1, toMs: range.toMs + 1 },
      }),
    ),
    attempt("the limits in force", () => reads.limits({ control, system })),
    attempt("the changes", () => reads.changes({ system, range })),
  ]);
  return { instance, evaluations, limits, changes };
}
