import {
  advance,
  type Control,
  type ControlEvent,
  canonicalJson,
  conclude,
  type KeptState,
  type Weighed,
  weigh,
} from "@tiltmeter/rules";
import type { Governance } from "./governance.ts";
import type { Judged } from "./judge-instances.ts";
import type { LastEvaluations } from "./last-evaluations.ts";
import type { Job } from "./shared-fetch.ts";

/** One instance after its step: where it stands, and what the ledger is to be told. */
export interface Stepped extends Judged {
  readonly state: KeptState;
  /** Empty where nothing changed, and where the ledger has the step already. */
  readonly events: readonly ControlEvent[];
}

/**
 * Moves one instance on by its verdict.
 *
 * A step that the ledger has under (control, instance, window end) is taken as it stands there:
 * that is what makes a replay after a crash do nothing. Under a new revision of the control the
 * instance starts again, and what was open ends as superseded; evidence of a false-alarm budget too.
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
  const { gathered, ...state } = standing?.state ?? NEW;
  if (judged.isRetired) return { ...judged, ...conclude(state, "retired", window.toMs) };

  const isRevised = standing !== null && standing.revision !== control.revision;
  const start = isRevised ? conclude(state, "superseded", window.toMs) : { state, events: [] };
  const before = isRevised || gathered === undefined ? start.state : { ...start.state, gathered };
  const weighed = weighedOf(judged, control, before);
  const next = advance(
    start.state,
    weighed.verdict,
    { windowStartMs: window.fromMs, windowEndMs: window.toMs },
    control,
    (firstBreachMs) =>
      of.hash(canonicalJson([control.id, control.revision, judged.labels, firstBreachMs])),
  );
  const events = start.events.length === 0 ? next.events : [...start.events, ...next.events];
  const { measurement, verdict } = weighed;
  const kept = weighed.gathered === null ? {} : { gathered: weighed.gathered };
  return { ...judged, measurement, verdict, state: { ...next.state, ...kept }, events };
}

const NEW: KeptState = { phase: "ok" };

/** What was judged by its window alone, weighed with what came before where the control asks for it. */
function weighedOf(judged: Judged, control: Control, before: KeptState): Weighed {
  const { measurement, verdict } = judged;
  if (control.proof.kind !== "budget" || measurement.kind !== "measured") {
    return { measurement, verdict, gathered: before.gathered ?? null };
  }
  return weigh(before, { ...judged, control });
}
