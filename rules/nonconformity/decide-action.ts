import { dayNumber } from "../evaluation/instant.ts";
import type { CorrectiveAction } from "./corrective-action.ts";
import { asked, type Field, mistakesOf, offered, trimmed } from "./field.ts";
import { type ActionEvent, foldAction } from "./fold-action.ts";
import type { Nonconformity } from "./nonconformity.ts";
import { type Refused, refused, wrongFields } from "./refused.ts";
import { immutable, outdated } from "./transition.ts";

const WHAT = asked("what", "What will be done");
const OWNER = asked("owner", "Who does it", "person");
const DUE = asked("due", "By when", "date");
const CHANGE = offered("change", "Change that carries it out");

/** What may be done to corrective actions, and what each takes. */
export const ACTION_FIELDS: Readonly<Record<ActionAct, readonly Field[]>> = {
  plan: [WHAT, OWNER, DUE, CHANGE],
  change: [WHAT, OWNER, DUE, CHANGE].map((field) => ({ ...field, required: false })),
  drop: [],
  done: [asked("evidence", "Where it can be seen that it is done"), CHANGE],
};
export const ACTION_ACTS = ["plan", "change", "drop", "done"] as const;
export type ActionAct = (typeof ACTION_ACTS)[number];

/** What a person asks of the actions of a record. */
export interface ActionCommand {
  readonly act: ActionAct;
  /** Its id; empty to plan one. */
  readonly action: string;
  readonly by: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Why it changes or is dropped. */
  readonly reason: string;
  readonly version?: number;
}

export type ActionDecision =
  | { readonly kind: "decided"; readonly record: Nonconformity; readonly event: ActionEvent }
  | Refused;

/**
 * Plans, changes, drops or finishes a corrective action, or says what stands in the way.
 *
 * Only in `acting`: before that the criterion of their effect is not fixed, and after it what was done
 * is under test. An action that is done or dropped stays as it is.
 */
export function decideAction(
  record: Nonconformity,
  command: ActionCommand,
  nowMs: number,
): ActionDecision {
  const { act } = command;
  const barred = outdated(record, command.version) ?? immutable(record) ?? misplaced(record);
  if (barred !== null) return barred;
  const known = record.actions.find(({ id }) => id === command.action);
  const unfit = act === "plan" ? tooMany(record) : settled(record, command.action, known);
  if (unfit !== null) return unfit;

  const fields = trimmed(command.fields);
  const reason = command.reason.trim();
  const wrong = new Map(mistakesOf(ACTION_FIELDS[act], fields));
  if (isPast(fields["due"], nowMs)) wrong.set("due", "must not be in the past");
  if ((act === "change" || act === "drop") && reason === "") wrong.set("reason", "is required");
  if (act === "change" && Object.keys(fields).length === 0) {
    wrong.set("what", "or owner, due or change has to be given");
  }
  const name = act === "plan" ? "a corrective action" : `action ${command.action}`;
  if (wrong.size > 0) return wrongFields(`to ${act} ${name} of ${record.id}`, wrong);

  const event = eventOf(record, { ...command, fields, reason }, nowMs);
  return { kind: "decided", record: foldAction(record, event), event };
}

function misplaced({ id, state }: Nonconformity): Refused | null {
  if (state === "acting") return null;
  const reason = `corrective actions of ${id} are planned and done while it is acting, and it is ${state}`;
  return refused("not_possible", reason);
}

function tooMany({ id, actions }: Nonconformity): Refused | null {
  if (actions.length < ACTIONS_MAX) return null;
  return refused("not_possible", `${id} has ${actions.length} actions, more than anybody follows`);
}

function settled(
  record: Nonconformity,
  id: string,
  action: CorrectiveAction | undefined,
): Refused | null {
  if (action === undefined) return refused("not_possible", `${record.id} has no action ${id}`);
  if (action.done !== null) return refused("not_possible", `action ${id} is done and stays so`);
  if (action.dropped === null) return null;
  return refused("not_possible", `action ${id} was dropped; plan another one`);
}

/** A day is past when it is over everywhere. */
function isPast(due: string | undefined, nowMs: number): boolean {
  const day = dayNumber(due ?? "");
  return day !== null && (day + 1) * 86_400_000 + 12 * 3_600_000 <= nowMs;
}

function eventOf(
  record: Nonconformity,
  { act, action, by, fields, reason: text }: ActionCommand,
  atMs: number,
): ActionEvent {
  switch (act) {
    case "plan":
      return {
        type: "action_planned",
        atMs,
        by,
        action: `A${record.actions.length + 1}`,
        fields,
      };
    case "change":
      return { type: "action_changed", atMs, by, action, fields, text };
    case "drop":
      return { type: "action_dropped", atMs, by, action, text };
    case "done":
      return { type: "action_done", atMs, by, action, fields };
  }
}

const ACTIONS_MAX = 100;
