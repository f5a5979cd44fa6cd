import type { Control } from "../control/control.ts";
import { measureRules } from "../control/measures.ts";
import type { Labels } from "../evidence/labels.ts";
import type { Measurement } from "../metrics/measurement.ts";
import type { Baseline } from "../profile/baseline.ts";
import { advance } from "./advance.ts";
import type { KeptState } from "./state.ts";
import type { Verdict } from "./verdict.ts";
import { weigh } from "./weigh.ts";

/** One window of one instance as it was judged and stored. */
export interface JudgedWindow {
  readonly instanceKey: string;
  readonly labels: Labels;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly verdict: Verdict;
  /** It fired, or recovered, under the revision that judged it. */
  readonly isFiring: boolean;
}

/** What another revision would have made of stored windows. */
export interface Replayed {
  /** Where it would have fired and the revision in force did not. */
  readonly raises: readonly { readonly labels: Labels; readonly atMs: number }[];
  readonly windows: number;
}

/** Whether a revision measures what another did: only then do stored values say what it would judge. */
export function canReplay(former: Control, present: Control): boolean {
  const asked = (of: Control): readonly unknown[] => [
    of.measure,
    of.by,
    of.favourable,
    of.check,
    of.withinMs,
    of.good,
    of.burn,
    of.windowMs,
    of.everyMs,
    of.outcomes?.waitMs ?? 0,
  ];
  // The cells of a histogram are not stored with a verdict, so their evidence cannot be weighed again.
  const needsCells =
    former.proof.kind === "budget" && measureRules(former.measure).budget === "cells";
  return (
    !needsCells &&
    former.burn === null &&
    JSON.stringify(asked(former)) === JSON.stringify(asked(present))
  );
}

/**
 * Judges stored windows by another revision of their control, and counts what it would have raised.
 *
 * `windows` of each instance stand in the order of time. Every instance starts anew, as under a new
 * revision. Bounds are those that were stored, at the confidence of the revision that measured them. A
 * false-alarm budget is weighed from the trials of rates; without trials it stays inconclusive.
 */
export function replay(
  windows: readonly JudgedWindow[],
  of: {
    readonly termsOf: (labels: Labels) => Control;
    readonly baselineOf: (labels: Labels) => Baseline | null;
  },
): Replayed {
  const states = new Map<string, KeptState>();
  const raises: { labels: Labels; atMs: number }[] = [];
  for (const { instanceKey, labels, windowStartMs, windowEndMs, verdict, isFiring } of windows) {
    const control = of.termsOf(labels);
    const before = states.get(instanceKey) ?? { phase: "ok" };
    const judged = weigh(before, {
      control,
      measurement: measurementOf(verdict),
      evidence: null,
      feature: null,
      baseline: of.baselineOf(labels),
      members: 1,
    });
    const { gathered: _, ...state } = before;
    const at = { windowStartMs, windowEndMs };
    const next = advance(state, judged.verdict, at, control, (ms) => `${instanceKey} ${ms}`);
    states.set(instanceKey, {
      ...next.state,
      ...(judged.gathered === null ? {} : { gathered: judged.gathered }),
    });
    const fired = next.events.some(({ kind }) => kind === "fired");
    if (fired && !isFiring) raises.push({ labels, atMs: windowEndMs });
  }
  return { raises, windows: windows.length };
}

/** What was measured when the verdict was given. */
function measurementOf(verdict: Verdict): Measurement {
  if ("measured" in verdict && verdict.measured !== null) return verdict.measured;
  const reason = "reason" in verdict ? verdict.reason : "nothing was measured";
  return verdict.kind === "inconclusive"
    ? { kind: "insufficient", n: 0, reason }
    : { kind: "no_data", reason };
}
