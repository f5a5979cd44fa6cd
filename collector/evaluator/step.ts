import {
  advance,
  type Control,
  type ControlEvent,
  type ControlState,
  canonicalJson,
  conclude,
  type Gathered,
  type KeptState,
  type Verdict,
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
  /** The episode that a record is to be raised for; null where none is. */
  readonly raises: Raises | null;
  /** Name of the planned maintenance that the window ended in; null where it ended in none. */
  readonly muted: string | null;
}

/** An episode that a record is raised for, and the breach that made it fire. */
export interface Raises {
  readonly episode: string;
  readonly firstBreachMs: number;
  readonly firedMs: number;
  readonly verdict: Extract<Verdict, { kind: "breach" }>;
  /** Null: it lasts. */
  readonly endedMs: number | null;
  /** A sentence for the record, where there is more to say than that it fired. */
  readonly note: string | null;
}

/**
 * Moves one instance on by its verdict.
 *
 * A step that the ledger has under (control, instance, window end) is taken as it stands there:
 * that is what makes a replay after a crash do nothing. Under a new revision of the control the
 * instance starts again, and what was open ends as superseded; evidence of a false-alarm budget too.
 * What fires during a planned maintenance is raised when that is over, if it still fires then.
 */
export function stepInstance(
  judged: Judged,
  job: Job,
  of: {
    readonly last: LastEvaluations;
    readonly governance: Governance;
    readonly hash: (text: string) => string;
    /** The planned maintenance that the window of a control and system ends in. */
    readonly mutedBy: (control: Control, system: string, endMs: number) => string | null;
  },
): Stepped {
  const { control, window } = job;
  const { instanceKey } = judged;
  const muted = of.mutedBy(control, judged.labels["system"] ?? "", window.toMs);
  const recorded = of.governance.transitions.get(control.id)?.get(instanceKey)?.get(window.toMs);
  if (recorded !== undefined) {
    const { verdict, state } = recorded;
    return { ...judged, verdict, state, events: [], raises: null, muted };
  }
  const standing = of.last.before(window.toMs, { control, instanceKey }, of.governance);
  const { gathered, unraised, ...state } = standing?.state ?? NEW;
  if (judged.isRetired) {
    return { ...judged, ...conclude(state, "retired", window.toMs), raises: null, muted };
  }
  const isRevised = standing !== null && standing.revision !== control.revision;
  const start = isRevised ? conclude(state, "superseded", window.toMs) : { state, events: [] };
  const before = isRevised || gathered === undefined ? start.state : { ...start.state, gathered };
  const weighed = weighedOf(judged, before);
  const next = advance(
    start.state,
    weighed.verdict,
    { windowStartMs: window.fromMs, windowEndMs: window.toMs },
    judged.terms,
    (firstBreachMs) =>
      of.hash(canonicalJson([control.id, control.revision, judged.labels, firstBreachMs])),
  );
  const events = start.events.length === 0 ? next.events : [...start.events, ...next.events];
  const isOpen = next.state.phase === "firing" || next.state.phase === "recovering";
  const held = isOpen
    ? raising(next.state, weighed.verdict, {
        muted,
        unraised: isRevised ? undefined : unraised,
        isFiredNow: next.events.some(({ kind }) => kind === "fired"),
        firedVerdict: (firedMs) =>
          of.governance.transitions.get(control.id)?.get(instanceKey)?.get(firedMs)?.verdict,
      })
    : NOTHING_HELD;
  // Written out: a tick makes a hundred thousand of these.
  return {
    labels: judged.labels,
    instanceKey,
    terms: judged.terms,
    measurement: weighed.measurement,
    verdict: weighed.verdict,
    evidence: judged.evidence,
    baseline: judged.baseline,
    feature: judged.feature,
    members: judged.members,
    isRetired: judged.isRetired,
    state: keptState(next.state, weighed.gathered, held.unraised),
    events,
    raises: held.raises,
    muted,
  };
}

function keptState(
  state: ControlState,
  gathered: Gathered | null,
  unraised: string | undefined,
): KeptState {
  if (gathered === null && unraised === undefined) return state;
  return {
    ...state,
    ...(gathered === null ? {} : { gathered }),
    ...(unraised === undefined ? {} : { unraised }),
  };
}

const NEW: KeptState = { phase: "ok" };
const NOTHING_HELD = { raises: null, unraised: undefined };

/** What was judged by its window alone, weighed with what came before where the control asks for it. */
function weighedOf(judged: Judged, before: KeptState): Weighed {
  const { measurement, verdict, terms } = judged;
  if (terms.proof.kind !== "budget" || measurement.kind !== "measured") {
    return { measurement, verdict, gathered: before.gathered ?? null };
  }
  return weigh(before, { ...judged, control: terms });
}

/** Whether an episode is raised now, or waits for the end of a maintenance. */
function raising(
  state: ControlState,
  verdict: Verdict,
  of: {
    readonly muted: string | null;
    readonly unraised: string | undefined;
    readonly isFiredNow: boolean;
    readonly firedVerdict: (firedMs: number) => Verdict | undefined;
  },
): { readonly raises: Raises | null; readonly unraised: string | undefined } {
  if (state.phase !== "firing" && state.phase !== "recovering") {
    return { raises: null, unraised: undefined };
  }
  const { muted, isFiredNow } = of;
  const waiting = isFiredNow ? (muted ?? undefined) : of.unraised;
  const { episode, firstBreachMs, firedMs } = state;
  const at = { episode, firstBreachMs, firedMs, endedMs: null };
  if (isFiredNow) {
    const fired = verdict.kind === "breach" && waiting === undefined;
    const raises = fired ? { ...at, verdict, note: null } : null;
    return { raises, unraised: waiting };
  }
  // What recovers is left to recover; should it come back, it is raised then.
  if (waiting === undefined || muted !== null || state.phase !== "firing") {
    return { raises: null, unraised: waiting };
  }
  const found = verdict.kind === "breach" ? verdict : of.firedVerdict(firedMs);
  // Only the ledger knows the breach, and it does not: the next breach is raised.
  if (found?.kind !== "breach") return { raises: null, unraised: waiting };
  const note = `It fired during ${waiting} and went on after it.`;
  return { raises: { ...at, verdict: found, note }, unraised: undefined };
}
