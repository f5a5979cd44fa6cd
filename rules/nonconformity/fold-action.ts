import type { CorrectiveAction } from "./corrective-action.ts";
import type { Nonconformity } from "./nonconformity.ts";
import { stepped } from "./stepped.ts";

/** What may happen to the corrective actions of a record. `action` is the action's id. */
export type ActionEvent = {
  readonly atMs: number;
  readonly by: string;
  readonly action: string;
} & (
  | {
      readonly type: "action_planned";
      /** `what`, `owner`, `due` and, where it is known, `change`. */
      readonly fields: Readonly<Record<string, string>>;
    }
  | {
      readonly type: "action_changed";
      /** Of the fields of the plan those that change. */
      readonly fields: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | { readonly type: "action_dropped"; readonly text: string }
  | {
      readonly type: "action_done";
      /** `evidence` and, where it was not named before, `change`. */
      readonly fields: Readonly<Record<string, string>>;
    }
);

/** The record after one event of its actions. Judges nothing, as `foldStep`. */
export function foldAction(record: Nonconformity, event: ActionEvent): Nonconformity {
  const { atMs, by, action: id } = event;
  switch (event.type) {
    case "action_planned": {
      const { what = "", owner = "", due = "", change = null } = event.fields;
      const planned = {
        ...{ id, cycle: record.cycle, what, owner, due, change },
        ...{ plannedMs: atMs, done: null, dropped: null },
      };
      return {
        ...stepped(record, event, {
          ...{ kind: event.type, text: "", fields: { action: id, ...event.fields } },
        }),
        actions: [...record.actions, planned],
      };
    }
    case "action_changed": {
      const { fields } = event;
      const step = { kind: event.type, text: event.text, fields: { action: id, ...fields } };
      return changed(stepped(record, event, step), id, fields);
    }
    case "action_dropped": {
      const { text } = event;
      const step = { kind: event.type, text, fields: { action: id } };
      return changed(stepped(record, event, step), id, { dropped: { atMs, by, text } });
    }
    case "action_done": {
      const { evidence = "", ...fields } = event.fields;
      const step = { kind: event.type, text: "", fields: { action: id, ...event.fields } };
      const done = { atMs, by, evidence };
      return changed(stepped(record, event, step), id, { ...fields, done });
    }
  }
}

function changed(
  record: Nonconformity,
  id: string,
  change: Partial<CorrectiveAction>,
): Nonconformity {
  const actions = record.actions.map((each) => (each.id === id ? { ...each, ...change } : each));
  return { ...record, actions };
}
