import {
  advance,
  type ControlEvent,
  type ControlState,
  canonicalJson,
  conclude,
} from "@tiltmeter/rules";
import type { Governance } from "./governance.ts";
import type { Judged } from "./judge-instances.ts";
import type { LastEvaluations } from "./last-evaluations.ts";
import type { Job } from "./shared-fetch.ts";

/** One instance after its step: where it stands, and what the ledger is to be told. */
export interface Stepped extends Judged {
  readonly state: ControlState;
  /** Empty where nothing changed, and where the ledger has the step already. */
  readonly events: readonly ControlEvent[];
}

/**
 * Moves one instance on by its verdict.
 *
 * A step that the ledger has under (control, instance, window end) is taken as it stands there:
 * that is what makes a replay after a crash do nothing. Under a new revision of the control the
 * instance starts again, and what was open ends as superseded.
 */
export function stepInstance(
  judged: Judged,
  { control, window }: Job,
  of: {
    readonly last: LastEvaluations;
    readonly governance: Governance;
    readonly hash: (text: string) => string;
  },
): Stepped {
  const { instanceKey } = judged;
  const recorded = of.governance.transitions.get(control.id)?.get(instanceKey)?.get(window.toMs);
  if (recorded !== undefined) {
    return { ...judged, verdict: recorded.verdict, state: recorded.state, events: [] };
  }
  const standing = of.last.before(window.toMs, { control, instanceKey }, of.governance);
  const state: ControlState = standing?.state ?? { phase: "ok" };
  if (judged.isRetired) return { ...judged, ...conclude(state, "retired", window.toMs) };

  const isRevised = standing !== null && standing.revision !== control.revision;
  const start = isRevised ? conclude(state, "superseded", window.toMs) : { state, events: [] };
  const next = advance(
    start.state,
    judged.verdict,
    { windowStartMs: window.fromMs, windowEndMs: window.toMs },
    control,
    (firstBreachMs) =>
      of.hash(canonicalJson([control.id, control.revision, judged.labels, firstBreachMs])),
  );
  const events = start.events.length === 0 ? next.events : [...start.events, ...next.events];
  return { ...judged, state: next.state, events };
}
