import { type Control, conclude } from "@tiltmeter/rules";
import type { GovernanceLedger } from "./governance.ts";
import type { LastEvaluations } from "./last-evaluations.ts";
import { MACHINE } from "./raise-or-join.ts";
import { endings } from "./record.ts";
import type { EvaluationRow } from "./row.ts";

/**
 * Ends what is open under controls that are no longer in force, as `retired`; returns the rows that say so.
 *
 * Without this an episode would last for ever on paper once nobody looks any more.
 */
export async function recordLapses(of: {
  readonly inForce: readonly Control[];
  readonly last: LastEvaluations;
  readonly ledger: GovernanceLedger;
  readonly nowMs: number;
}): Promise<readonly EvaluationRow[]> {
  const ids = new Set(of.inForce.map(({ id }) => id));
  const open = of.last.all().filter((row) => !ids.has(row.control) && row.state.phase !== "ok");
  const lapsed = open.filter((row) => row.windowEndMs < of.nowMs);
  if (lapsed.length === 0) return [];
  const steps = lapsed.map((row) => {
    const { state, events } = conclude(row.state, "retired", of.nowMs);
    const reason = "the control is no longer in force";
    const window = { windowStartMs: row.windowEndMs, windowEndMs: of.nowMs };
    return { ...row, ...window, state, events, verdict: { kind: "no_data", reason } as const };
  });
  await of.ledger.transact((state) => ({
    entries: steps
      .filter((step) => {
        const recorded = state.transitions.get(step.control)?.get(step.instanceKey);
        return recorded === undefined || !recorded.has(step.windowEndMs);
      })
      .flatMap(({ events, instance, ...step }) => [
        {
          type: "control_transition",
          atMs: of.nowMs,
          by: MACHINE,
          control: step.control,
          revision: step.revision,
          instance,
          instanceKey: step.instanceKey,
          windowStartMs: step.windowStartMs,
          windowEndMs: step.windowEndMs,
          state: step.state,
          verdict: step.verdict,
          events,
        } as const,
        ...endings(state, events, of.nowMs),
      ]),
    result: undefined,
  }));
  return steps.map(({ events: _, ...row }) => ({
    ...row,
    evaluatedMs: of.nowMs,
    isBackfilled: false,
    muted: null,
    question: "",
    rowsRead: 0,
    durationMs: 0,
  }));
}
