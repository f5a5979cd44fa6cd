import { isBackfilled } from "@tiltmeter/rules";
import type { EvaluationRow } from "./row.ts";
import type { Answer, Job } from "./shared-fetch.ts";
import type { Stepped } from "./step.ts";

/** What all rows of one control over one window share. */
export interface Provenance {
  readonly nowMs: number;
  /** All that was received before this could be read. */
  readonly asOfMs: number;
  readonly restatedUpToMs: number | null;
  readonly engine: string;
  readonly question: string;
}

/** The row of an instance after its step. `before` is its last row. */
export function rowOf(
  stepped: Pick<Stepped, "labels" | "instanceKey" | "measurement" | "verdict" | "state" | "muted">,
  { control, window }: Job,
  answer: Answer,
  of: Provenance,
  before: EvaluationRow | undefined,
): EvaluationRow {
  const { labels, instanceKey, verdict, state, muted } = stepped;
  return {
    control: control.id,
    revision: control.revision,
    instance: labels,
    instanceKey,
    windowStartMs: window.fromMs,
    windowEndMs: window.toMs,
    evaluatedMs: of.nowMs,
    dataRevision: 1,
    watermarkMs: of.asOfMs,
    restatedUpToMs: of.restatedUpToMs,
    isBackfilled: isBackfilled(control, window.toMs, of.nowMs),
    muted,
    engine: of.engine,
    question: of.question,
    ...sight(stepped, window.toMs, before),
    verdict,
    state,
    rowsRead: answer.kind === "answered" ? answer.groups.length : 0,
    durationMs: answer.durationMs,
  };
}

/** When an instance was first seen, and for how many windows not. What could not be read says neither. */
function sight(
  { verdict, measurement }: Pick<Stepped, "verdict" | "measurement">,
  windowEndMs: number,
  before: EvaluationRow | undefined,
): Pick<EvaluationRow, "firstSeenMs" | "absentWindows"> {
  const firstSeenMs = before?.firstSeenMs ?? null;
  const absentWindows = before?.absentWindows ?? 0;
  if (verdict.kind === "error") return { firstSeenMs, absentWindows };
  if (measurement.kind === "no_data") return { firstSeenMs, absentWindows: absentWindows + 1 };
  return { firstSeenMs: firstSeenMs ?? windowEndMs, absentWindows: 0 };
}
