import {
  ACTION_FIELDS,
  type ActionAct,
  type CorrectiveAction,
  isDueAction,
  type Nonconformity,
} from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import { FormField } from "../parts/form-field.tsx";
import { Prose } from "../parts/prose.tsx";
import { Time } from "../parts/time.tsx";
import { type ReturnedForm, returnedTo } from "./returned-form.ts";

const BUTTONS: Readonly<Record<ActionAct, string>> = {
  plan: "Plan the action",
  change: "Change it",
  drop: "Drop it",
  done: "It is done",
};

/** The corrective actions of a record, with the forms that plan, change and finish them while it is acting. */
export function Actions(props: {
  record: Nonconformity;
  returned: ReturnedForm | null;
  mayAct: boolean;
  now: number;
}): Child {
  const { record, returned, now } = props;
  const mayAct = props.mayAct && record.state === "acting";
  return (
    <>
      {record.actions.length === 0 ? (
        <p class="quiet">
          {mayAct
            ? "None is planned yet. At least one has to be done before its effect is verified."
            : "None was planned. They are, once the cause and the criterion are written down."}
        </p>
      ) : (
        <section class="scroll" tabindex={0} aria-label="Corrective actions, scrolls">
          <table class="actions stacks">
            <thead>
              <tr>
                <th scope="col">Action</th>
                <th scope="col">Owner</th>
                <th scope="col">Due</th>
                <th scope="col">Stands</th>
              </tr>
            </thead>
            <tbody>
              {record.actions.map((action) => (
                <Row {...{ record, action, returned, mayAct, now }} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {mayAct ? (
        <details class="other-move" open={isOpen("plan", "", returned) || isFirst(record)}>
          <summary>Plan an action</summary>
          <ActionForm record={record} act="plan" action={null} returned={returned} />
        </details>
      ) : null}
    </>
  );
}

function Row(props: {
  record: Nonconformity;
  action: CorrectiveAction;
  returned: ReturnedForm | null;
  mayAct: boolean;
  now: number;
}): Child {
  const { record, action, returned, now } = props;
  return (
    <tr>
      <th scope="row">
        <span class="record-id">{action.id}</span> <Prose text={action.what} />
        {action.change === null ? null : <span class="under">Change: {action.change}</span>}
        {record.cycle > 1 ? <span class="under">Cycle {action.cycle}</span> : null}
        {props.mayAct && isDueAction(action)
          ? (["done", "change", "drop"] as const).map((act) => (
              <details class="row-form" open={isOpen(act, action.id, returned)}>
                <summary>{BUTTONS[act]}</summary>
                <ActionForm {...{ record, act, action, returned }} />
              </details>
            ))
          : null}
      </th>
      <td data-label="Owner">{action.owner}</td>
      <td data-label="Due">
        {action.due}
        {isDueAction(action) && Date.parse(action.due) + DAY_MS <= now ? (
          <span class="under tone-firing">overdue</span>
        ) : null}
      </td>
      <td data-label="Stands">
        <Standing action={action} now={now} />
      </td>
    </tr>
  );
}

function Standing(props: { action: CorrectiveAction; now: number }): Child {
  const { done, dropped } = props.action;
  if (dropped !== null) {
    return (
      <>
        dropped by {dropped.by}
        <span class="under">{dropped.text}</span>
      </>
    );
  }
  if (done === null) return "open";
  return (
    <>
      done <Time ms={done.atMs} now={props.now} only="moment" />, says {done.by}
      <span class="under">{done.evidence}</span>
    </>
  );
}

function ActionForm(props: {
  record: Nonconformity;
  act: ActionAct;
  action: CorrectiveAction | null;
  returned: ReturnedForm | null;
}): Child {
  const { record, act, action } = props;
  const id = actionForm(act, action?.id ?? "");
  const returned = returnedTo(id, props.returned);
  const asksWhy = act === "change" || act === "drop";
  const reason = { name: "reason", label: "Why", kind: "text", required: true } as const;
  return (
    <form
      id={id}
      class="form"
      method="post"
      action={`/nonconformities/${segment(record.id)}/actions`}
    >
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="action" value={action?.id ?? ""} />
      <input type="hidden" name="version" value={String(record.version)} />
      {returned === null ? null : (
        <p class="notice notice-error" role="alert">
          {returned.problem}
        </p>
      )}
      {ACTION_FIELDS[act].map((field) => (
        <FormField
          form={id}
          field={field}
          value={returned?.values[field.name] ?? standing(act, action, field.name)}
          problem={returned?.fields[field.name]}
        />
      ))}
      {asksWhy ? (
        <FormField
          form={id}
          field={reason}
          name="reason"
          value={returned?.values["reason"] ?? ""}
          problem={returned?.fields["reason"]}
        />
      ) : null}
      <button type="submit" class="button">
        {BUTTONS[act]}
      </button>
    </form>
  );
}

/** Id of the form of an act: `action-plan`, `action-done-A1`. */
export function actionForm(act: string, action: string): string {
  return action === "" ? `action-${act}` : `action-${act}-${action}`;
}

function isOpen(act: ActionAct, action: string, returned: ReturnedForm | null): boolean {
  return returned?.form === actionForm(act, action);
}

/** Nothing stands of this cycle yet. */
function isFirst({ actions, cycle }: Nonconformity): boolean {
  return !actions.some((each) => each.cycle === cycle && each.dropped === null);
}

function standing(act: ActionAct, action: CorrectiveAction | null, name: string): string {
  if (action === null) return "";
  if (name === "change") return action.change ?? "";
  if (act !== "change") return "";
  return { what: action.what, owner: action.owner, due: action.due }[name] ?? "";
}

const DAY_MS = 86_400_000;
