import { dayNumber, parseInstant } from "../evaluation/instant.ts";
import { type Authority, suffices } from "./authority.ts";
import { isDueAction } from "./corrective-action.ts";
import { mistakesOf, TEXT_CHARACTERS_MAX, trimmed } from "./field.ts";
import { foldStep, type RecordEvent } from "./fold-step.ts";
import type { Nonconformity, NonconformityState } from "./nonconformity.ts";
import { isMeasured, isOpen, type NextState, nextStates, TERMINAL } from "./passages.ts";
import { judgementOf } from "./plan-of.ts";
import { type Refused, refused, wrongFields } from "./refused.ts";
import { resultMistake } from "./result-mistake.ts";
import { hasHandInActions, isGrave, isSamePerson } from "./separation.ts";

/** What a person asks of a record. */
export interface TransitionCommand {
  readonly to: NonconformityState;
  /** Who acts, as the record has persons. The separation of duties goes by it, not by typed names. */
  readonly by: string;
  /** Absent: `work`. */
  readonly authority?: Authority;
  readonly fields: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The version that the person saw; absent: not checked. */
  readonly version?: number;
  /** The record that `fields.merged_into` names; absent: there is none. */
  readonly into?: Nonconformity;
}

type Moving =
  | "nonconformity_moved"
  | "nonconformity_merged"
  /** The record stays: a second person has to agree. */
  | "dismissal_proposed";

/** The record moved on, with the event that says so, or why it did not. */
export type Transition =
  | {
      readonly kind: "moved";
      readonly record: Nonconformity;
      readonly event: Extract<RecordEvent, { type: Moving }>;
    }
  | Refused;

/**
 * Moves a record to its next state, or says what stands in the way. Pure: the record stays as it was.
 *
 * Held here: the life cycle and its required fields; who may do what; two persons to dismiss what is
 * high or critical, and a reviewer and a closer who have no hand in its actions; actions that are
 * done before they are verified, and telemetry's word on their effect before closing; nothing closes
 * while an episode lasts; a terminal record is immutable.
 */
export function transition(
  record: Nonconformity,
  command: TransitionCommand,
  nowMs: number,
): Transition {
  const next = nextStates(record).find(({ to }) => to === command.to);
  const barred =
    outdated(record, command.version) ??
    (next === undefined
      ? refused("not_possible", impossible(record, command.to))
      : (unauthorised(record, next, command) ?? obstacle(record, command.to)));
  if (barred !== null || next === undefined) return barred ?? refused("not_possible", record.state);

  const fields = trimmed(command.fields);
  const text = command.reason.trim();
  const wrong = mistakes(record, next, { ...command, fields, reason: text }, nowMs);
  if (wrong.size > 0) return wrongFields(`to go to ${command.to}, ${record.id}`, wrong);

  const event = eventOf(record, next, { ...command, fields, reason: text }, nowMs);
  return { kind: "moved", record: foldStep(record, event), event };
}

/** Refuses what was decided over another version than the present one. */
export function outdated(record: Nonconformity, version: number | undefined): Refused | null {
  if (version === undefined || version === record.version) return null;
  const reason = `${record.id} is at version ${record.version}, not ${version}: read it again`;
  return refused("outdated", reason);
}

/** Refuses every change of a record that is done with. */
export function immutable(record: Nonconformity): Refused | null {
  if (!TERMINAL.has(record.state)) return null;
  return refused("not_possible", `${record.id} is ${record.state} and immutable`);
}

function impossible(record: Nonconformity, to: NonconformityState): string {
  if (TERMINAL.has(record.state)) return `${record.id} is ${record.state} and immutable`;
  const possible = nextStates(record).map((next) => next.to);
  return `${record.id} cannot go from ${record.state} to ${to}; next is ${possible.join(" or ")}`;
}

/** Who may not, whatever they fill in. */
function unauthorised(
  record: Nonconformity,
  { to, needs, byTwo }: NextState,
  { by, authority = "work" }: TransitionCommand,
): Refused | null {
  if (!suffices(authority, needs)) {
    const who = needs === "administer" ? "an administrator" : "compliance";
    return refused("forbidden", `to take ${record.id} to ${to} is for ${who}`);
  }
  const proposed = record.proposedDismissal;
  if (byTwo && proposed !== null && isSamePerson(proposed.by, by)) {
    const reason = `${record.id} is ${record.gravest}: you proposed to dismiss it, somebody else has to agree under their own sign-in`;
    return refused("forbidden", reason);
  }
  const isReview = record.state === "verifying" || record.state === "closing";
  if (isReview && to !== "void" && isGrave(record) && hasHandInActions(record, by)) {
    const what = record.state === "verifying" ? "reviews their effect" : "closes it";
    const reason = `${record.id} is ${record.gravest}: whoever owns an action, or reported it done, is not who ${what}`;
    return refused("forbidden", reason);
  }
  return null;
}

/** What has to happen before a record can go to a state, whoever asks and whatever they fill in; null: nothing. */
export function obstacleTo(record: Nonconformity, to: NonconformityState): string | null {
  return obstacle(record, to)?.reason ?? null;
}

function obstacle(record: Nonconformity, to: NonconformityState): Refused | null {
  const { id, episodes } = record;
  if (to === "verifying") return undone(record);
  if ((to === "closing" || to === "closed") && record.state !== "assessing") {
    const unproven = notDemonstrated(record);
    if (unproven !== null) return unproven;
  }
  const running = episodes.filter((episode) => episode.endedMs === null).length;
  if (to !== "closed" || running === 0) return null;
  return refused(
    "not_possible",
    `${id} cannot be closed yet: ${running} of ${episodes.length} episodes not ended; only passes of the control end them`,
  );
}

function undone({ id, cycle, actions }: Nonconformity): Refused | null {
  const standing = actions.filter((each) => each.dropped === null);
  const due = standing.filter(isDueAction).map((each) => `${each.id} (due ${each.due})`);
  if (due.length > 0) {
    return refused("not_possible", `${id} has actions that are not done: ${due.join(", ")}`);
  }
  if (standing.some((each) => each.cycle === cycle)) return null;
  const round = cycle === 1 ? "" : ` in cycle ${cycle}`;
  return refused("not_possible", `${id} has no corrective action${round}; plan one first`);
}

function notDemonstrated(record: Nonconformity): Refused | null {
  if (!isMeasured(record)) return null;
  const judgement = judgementOf(record, record.cycle);
  if (judgement?.result === "demonstrated") return null;
  const why = judgement?.reasons.map(({ text }) => text).join("; ") ?? "it has not been judged yet";
  return refused(
    "not_possible",
    `the effect of the actions on ${record.id} is not demonstrated by telemetry: ${why}`,
  );
}

function mistakes(
  record: Nonconformity,
  next: NextState,
  { fields, reason, into }: TransitionCommand,
  nowMs: number,
): ReadonlyMap<string, string> {
  const wrong = new Map(mistakesOf(next.fields, fields));
  if (next.reasonRequired && reason === "") wrong.set("reason", "is required");
  if (reason.length > TEXT_CHARACTERS_MAX) {
    wrong.set("reason", `has at most ${TEXT_CHARACTERS_MAX} characters, got ${reason.length}`);
  }
  for (const [name, problem] of incidentMistakes(fields, nowMs)) wrong.set(name, problem);
  const until = dayNumber(fields["until"] ?? "");
  if (until !== null && until * DAY_MS <= nowMs) wrong.set("until", "must be in the future");
  const contradiction = resultMistake(record, next.to, fields["result"]);
  if (contradiction !== null) wrong.set("result", contradiction);
  if (next.to === "merged" && !wrong.has("merged_into")) {
    const problem = unfitTarget(record, fields["merged_into"], into);
    if (problem !== null) wrong.set("merged_into", problem);
  }
  return wrong;
}

/** What is wrong with what is said of a serious incident, and of when one became aware of it. */
export function incidentMistakes(
  { serious_incident: incident, aware_at: aware }: Readonly<Record<string, string>>,
  nowMs: number,
): ReadonlyMap<string, string> {
  if (incident !== undefined && incident !== "no" && aware === undefined) {
    const problem = "is required where a serious incident is suspected: legal clocks run";
    return new Map([["aware_at", problem]]);
  }
  const isFuture = (parseInstant(aware ?? "") ?? 0) > nowMs;
  return new Map(isFuture ? [["aware_at", "must not be in the future"]] : []);
}

function unfitTarget(
  record: Nonconformity,
  named: string | undefined,
  into: Nonconformity | undefined,
): string | null {
  if (named === record.id) return "must be another record";
  if (into === undefined || into.id !== named) return "must be a record that exists";
  return isOpen(into) ? null : `must be an open record; ${into.id} is ${into.state}`;
}

function eventOf(
  record: Nonconformity,
  { to, byTwo }: NextState,
  { by, fields, reason: text }: TransitionCommand,
  atMs: number,
): Extract<RecordEvent, { type: Moving }> {
  if (byTwo && record.proposedDismissal === null) {
    return { type: "dismissal_proposed", atMs, by, text };
  }
  if (to === "merged") {
    return { type: "nonconformity_merged", atMs, by, into: fields["merged_into"] ?? "", text };
  }
  return { type: "nonconformity_moved", atMs, by, to, fields, text };
}

const DAY_MS = 86_400_000;
