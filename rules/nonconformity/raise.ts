import type { Control, Severity } from "../control/control.ts";
import { yearOf } from "../evaluation/instant.ts";
import { type Labels, labelsKey } from "../evidence/labels.ts";
import { nonconformityId } from "./fingerprint.ts";
import { FRESH } from "./fresh.ts";
import type { Episode, Nonconformity, NonconformityState } from "./nonconformity.ts";
import { graver, severityAbove } from "./severity.ts";
import { statementOf } from "./statement.ts";

/** The machine's name in steps. */
export const MACHINE = "tiltmeter";

/**
 * Raises a record from the episodes of one control that fired together for one group.
 *
 * `episodes` holds at least one, in any order; `number` is the next free one of the year of
 * `raisedMs`; `evidence` the snapshot's digest. An earlier record of the same fingerprint makes it a
 * recurrence, one severity up. A candidate is raised and says that a person confirms it first; an
 * observation starts as one.
 */
export function raise(of: {
  readonly control: Control;
  readonly group: Labels;
  readonly episodes: readonly Episode[];
  readonly number: number;
  readonly raisedMs: number;
  readonly evidence: string;
  /** The limit as it was judged (`bound` of the verdict). */
  readonly limit?: string;
  readonly notes?: readonly string[];
  /** Id of the last closed record with the same fingerprint. */
  readonly recurrenceOf?: string | null;
  /** How grave that one was; absent: as grave as the control says. */
  readonly recurring?: Severity;
}): Nonconformity {
  const { control, group, raisedMs } = of;
  if (of.episodes.length === 0) throw new Error(`${control.id} raises from episodes, got none`);
  const episodes = worstFirst(control, of.episodes);
  const recurrenceOf = of.recurrenceOf ?? null;
  const state: NonconformityState = control.raises === "observation" ? "observation" : "raised";
  const statement = statementOf({ ...of, episodes });
  const severity =
    recurrenceOf === null
      ? control.severity
      : severityAbove(graver(control.severity, of.recurring ?? control.severity));
  return {
    id: nonconformityId(yearOf(raisedMs), of.number),
    state,
    severity,
    gravest: severity,
    ...FRESH,
    recurrenceOf,
    ...(control.raises === "candidate" ? { isCandidate: true as const } : {}),
    control: control.id,
    controlTitle: control.title,
    controlRevision: control.revision,
    requirement: control.requirement,
    clauses: control.clauses,
    system: group["system"] ?? episodes[0]?.instance["system"] ?? "",
    group,
    statement,
    raisedMs,
    firstBreachMs: Math.min(...episodes.map(({ firstBreachMs }) => firstBreachMs)),
    episodes,
    evidence: of.evidence,
    owner: null,
    fields: recurrenceOf === null ? {} : { recurrence_of: recurrenceOf },
    steps: [
      {
        atMs: raisedMs,
        by: MACHINE,
        kind: "raised",
        from: null,
        to: state,
        text:
          control.raises === "candidate"
            ? `Candidate: a person confirms it first. ${statement}`
            : statement,
        fields: {},
      },
    ],
    version: 1,
  };
}

/** The instance furthest beyond its limit first; equal ones by the larger sample, then by name. */
export function worstFirst(
  control: Pick<Control, "limit">,
  episodes: readonly Episode[],
): readonly Episode[] {
  const { max, maxRatio, oneOf } = control.limit;
  // Of a list of names the share that is not on it counts: more is worse.
  const direction = [max, maxRatio, oneOf].every((bound) => bound === undefined) ? 1 : -1;
  return [...episodes].sort(
    (a, b) =>
      direction * (a.value - b.value) ||
      b.n - a.n ||
      (labelsKey(a.instance) < labelsKey(b.instance) ? -1 : 1),
  );
}
