import {
  type ActionAct,
  type Authority,
  decideAction,
  type EffectivenessJudgement,
  type EffectivenessResult,
  endEpisode,
  foldStep,
  type Nonconformity,
  type NonconformityState,
  nextStates,
  type Transition,
  transition,
} from "../../../rules/index.ts";
import { RAISED, record } from "./record.ts";

/** An answer for every field that a passage asks for. */
export function answers(of: Nonconformity, to: NonconformityState): Record<string, string> {
  const fields = nextStates(of).find((next) => next.to === to)?.fields ?? [];
  const free: Record<string, string> = {
    until: "2027-03-31",
    merged_into: "NC-2026-0001",
    serious_incident: "no",
    severity: of.severity,
  };
  return Object.fromEntries(
    fields
      .filter(({ required }) => required)
      .map(({ name, options }) => [name, free[name] ?? options?.[0] ?? "words"]),
  );
}

/** Asks for a state with everything filled in, as an administrator called anna unless told otherwise. */
export function move(
  of: Nonconformity,
  to: NonconformityState,
  command: {
    fields?: Record<string, string>;
    by?: string;
    authority?: Authority;
    reason?: string;
    version?: number;
    into?: Nonconformity;
  } = {},
): Transition {
  return transition(
    of,
    {
      to,
      by: "anna",
      authority: "administer",
      reason: "because",
      into: { ...record({ number: 1 }), id: "NC-2026-0001" },
      ...command,
      fields: { ...answers(of, to), ...command.fields },
    },
    RAISED + 1,
  );
}

/** The record after a walk; before `verifying` an action of bob's is done, before `closing` it is proven. */
export function moved(of: Nonconformity, ...path: NonconformityState[]): Nonconformity {
  return path.reduce((at, to) => {
    const ready = to === "verifying" ? done(at) : to === "closing" ? judged(at) : at;
    const result = move(ready, to);
    if (result.kind === "refused") throw new Error(result.reason);
    return result.record;
  }, of);
}

/** The record after an act on its actions. */
export function acted(
  of: Nonconformity,
  act: ActionAct,
  command: { action?: string; by?: string; fields?: Record<string, string>; reason?: string } = {},
): ReturnType<typeof decideAction> {
  return decideAction(
    of,
    { act, action: "", by: "bob", fields: {}, reason: "because", ...command },
    RAISED + 1,
  );
}

export const PLAN = { what: "retrain", owner: "bob", due: "2027-01-31" };

/** The record with one more action, planned and done by bob. */
export function done(of: Nonconformity): Nonconformity {
  const planned = acted(of, "plan", { fields: PLAN });
  if (planned.kind === "refused") throw new Error(planned.reason);
  const action = planned.record.actions.at(-1)?.id ?? "";
  const finished = acted(planned.record, "done", { action, fields: { evidence: "release 7" } });
  if (finished.kind === "refused") throw new Error(finished.reason);
  return finished.record;
}

/** The record with telemetry's word on its present cycle. */
export function judged(
  of: Nonconformity,
  result: EffectivenessResult = "demonstrated",
): Nonconformity {
  const judgement: EffectivenessJudgement = {
    ...{ cycle: of.cycle, result, judgedMs: RAISED, startMs: RAISED, toMs: RAISED },
    reasons: [{ code: "shown", text: "three windows passed" }],
    windows: { scheduled: 3, passed: 3, breached: 0, open: 0, run: 3, coverage: 1 },
    ...{ pooled: null, successors: [], evidence: "cd".repeat(32) },
  };
  return foldStep(of, {
    ...({ type: "effectiveness_judged", atMs: RAISED, by: "tiltmeter", judgement } as const),
  });
}

/** A record of a high severity whose episode has ended. */
export const ended: Nonconformity = endEpisode(
  record(),
  { episode: "e1", endedMs: RAISED, reason: "recovered" },
  RAISED,
);
