import { foldStep, type RecordEvent } from "./fold-step.ts";
import type { Nonconformity, NonconformityState } from "./nonconformity.ts";
import { GRAVE, type NextState, nextStates, TERMINAL } from "./passages.ts";
import { resultMistake } from "./result-mistake.ts";

/** What a person asks of a record. */
export interface TransitionCommand {
  readonly to: NonconformityState;
  readonly by: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The version that the person saw; absent: not checked. */
  readonly version?: number;
}

/** The record moved on, with the event that says so, or why it did not. */
export type Transition =
  | {
      readonly kind: "moved";
      readonly record: Nonconformity;
      readonly event: Extract<RecordEvent, { type: "nonconformity_moved" }>;
    }
  | {
      readonly kind: "refused";
      /** `outdated`: someone else moved the record on since it was read. */
      readonly code: "outdated" | "not_possible" | "fields";
      readonly reason: string;
      /** Field name → what is wrong with it; empty where the whole command was refused. */
      readonly fields: Readonly<Record<string, string>>;
    };

/**
 * Moves a record to its next state, or says what stands in the way. Pure: the record stays as it was.
 *
 * Held here: the life cycle and its required fields; two persons to dismiss what is high or
 * critical; a reviewer who is not the owner of the actions there; nothing closes while an episode
 * lasts; a terminal record is immutable.
 */
export function transition(
  record: Nonconformity,
  command: TransitionCommand,
  nowMs: number,
): Transition {
  if (command.version !== undefined && command.version !== record.version) {
    const reason = `${record.id} is at version ${record.version}, not ${command.version}: read it again`;
    return { kind: "refused", code: "outdated", reason, fields: {} };
  }
  const next = nextStates(record).find(({ to }) => to === command.to);
  if (next === undefined) return notPossible(impossible(record, command.to));
  const running = record.episodes.filter((episode) => episode.endedMs === null).length;
  if (command.to === "closed" && running > 0) {
    return notPossible(
      `${record.id} cannot be closed yet: ${running} of ${record.episodes.length} episodes not ended; only passes of the control end them`,
    );
  }

  const fields = filledIn(command.fields);
  const wrong = mistakes(record, next, fields, command);
  const names = Object.keys(wrong);
  if (names.length > 0) {
    const reason = `to go to ${command.to}, ${record.id} needs ${names.join(", ")}`;
    return { kind: "refused", code: "fields", reason, fields: wrong };
  }
  const event = {
    type: "nonconformity_moved",
    atMs: nowMs,
    by: command.by,
    to: command.to,
    fields,
    text: command.reason.trim(),
  } as const;
  return { kind: "moved", record: foldStep(record, event), event };
}

function notPossible(reason: string): Transition {
  return { kind: "refused", code: "not_possible", reason, fields: {} };
}

function impossible(record: Nonconformity, to: NonconformityState): string {
  if (TERMINAL.has(record.state)) return `${record.id} is ${record.state} and immutable`;
  const possible = nextStates(record).map((next) => next.to);
  return `${record.id} cannot go from ${record.state} to ${to}; next is ${possible.join(" or ")}`;
}

function filledIn(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ""),
  );
}

function mistakes(
  record: Nonconformity,
  next: NextState,
  fields: Readonly<Record<string, string>>,
  command: TransitionCommand,
): Readonly<Record<string, string>> {
  const wrong = new Map<string, string>();
  for (const { name, required, options } of next.fields) {
    const value = fields[name];
    if (value === undefined) {
      if (required) wrong.set(name, "is required");
    } else if (options !== undefined && !options.includes(value)) {
      wrong.set(name, `must be ${options.join(" or ")}`);
    }
  }
  if (next.reasonRequired && command.reason.trim() === "") wrong.set("reason", "is required");

  const { second_person: second, serious_incident: incident, reviewer, until } = fields;
  if (second === command.by) wrong.set("second_person", "must be someone other than you");
  if (incident !== undefined && incident !== "no" && fields["aware_at"] === undefined) {
    wrong.set("aware_at", "is required where a serious incident is suspected: legal clocks run");
  }
  if (
    reviewer !== undefined &&
    GRAVE.has(record.severity) &&
    reviewer === record.fields["action_owner"]
  ) {
    wrong.set("reviewer", "must be someone other than the owner of the actions");
  }
  if (until !== undefined && !/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(until)) {
    wrong.set("until", "must be a date such as 2027-03-31");
  }
  const contradiction = resultMistake(record, next.to, fields["result"]);
  if (contradiction !== null) wrong.set("result", contradiction);
  if (fields["merged_into"] === record.id) wrong.set("merged_into", "must be another record");
  return Object.fromEntries(wrong);
}
