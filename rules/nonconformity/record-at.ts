import type { Severity } from "../control/control.ts";
import type { Nonconformity, NonconformityState } from "./nonconformity.ts";
import { GRAVE, isSamePerson } from "./separation.ts";
import { SEVERITIES } from "./severity.ts";

/** A record as it stood at an instant, as far as its clocks and its closure go. */
export interface RecordAt {
  readonly state: NonconformityState;
  readonly severity: Severity;
  readonly fields: Readonly<Record<string, string>>;
  /** When it came into its state. */
  readonly sinceMs: number;
  /** The state before; null where it is in its first. */
  readonly from: NonconformityState | null;
  /** Who last found that the actions worked; null: nobody, or a form of old named another person. */
  readonly reviewedBy: string | null;
  /** Owners of the corrective actions, and who reported them done; of old records the one that was named. */
  readonly actedBy: readonly string[];
}

/** Null where it was not raised yet. What happens at the instant itself has not happened. */
export function recordAt(record: Nonconformity, atMs: number): RecordAt | null {
  if (record.raisedMs >= atMs) return null;
  const moves = record.steps.filter(({ kind }) => kind === "moved");
  const [first] = moves;
  let at: RecordAt = {
    state: first?.from ?? record.state,
    // That of the raise is not kept where people have set another: theirs stands for it.
    severity: record.severity,
    fields: {},
    sinceMs: record.raisedMs,
    from: null,
    reviewedBy: null,
    actedBy: record.actions
      .filter(({ dropped }) => dropped === null)
      .flatMap(({ owner, done }) => [owner, ...(done === null ? [] : [done.by])]),
  };
  for (const step of moves) {
    if (step.atMs >= atMs || step.to === null) continue;
    at = {
      state: step.to,
      severity: SEVERITIES.find((each) => each === step.fields["severity"]) ?? at.severity,
      fields: { ...at.fields, ...step.fields },
      sinceMs: step.atMs,
      from: at.state,
      reviewedBy: step.to === "closing" ? step.by : at.reviewedBy,
      actedBy: at.actedBy,
    };
  }
  return at;
}

/**
 * Closed without a passed test of effectiveness, or tested by somebody with a hand in the actions
 * where the matter is grave. A low matter may close without one.
 */
export function isUntestedClosure(at: RecordAt): boolean {
  const { state, severity, fields, from } = at;
  if (state !== "closed") return false;
  if (from === "assessing" && severity === "low") return false;
  if (fields["result"] !== "effective") return true;
  const reviewer = fields["reviewer"] ?? at.reviewedBy;
  const acted = [...at.actedBy, fields["action_owner"] ?? []].flat();
  return (
    GRAVE.has(severity) &&
    reviewer !== null &&
    acted.some((person) => isSamePerson(person, reviewer))
  );
}
