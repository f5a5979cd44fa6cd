import type { Field as AskedField, NextState, Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import { way } from "../parts/state-mark.tsx";
import { fieldHelp, fieldName, stateWords } from "./move-words.ts";

/** A form that came back: what was written, and what is wrong with it. */
export interface ReturnedForm {
  /** The state it asked for, or `comment`. */
  readonly to: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problem: string;
  /** Field name → what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The forms that lead on from a record's state. They work without scripts. */
export function MoveForms(props: {
  record: Nonconformity;
  moves: readonly NextState[];
  returned: ReturnedForm | null;
}): Child {
  const { record, returned } = props;
  const at = way.indexOf(record.state);
  const onward = props.moves.find((move) => way.indexOf(move.to) === at + 1);
  const first = onward ?? props.moves[0];
  const lost =
    returned !== null &&
    returned.to !== "comment" &&
    !props.moves.some((move) => move.to === returned.to);
  if (first === undefined) {
    return (
      <>
        <p class="quiet">There is nothing left to do.</p>
        {lost ? <Lost returned={returned} /> : null}
      </>
    );
  }
  const others = props.moves.filter((move) => move !== first);
  return (
    <>
      {lost ? <Lost returned={returned} /> : null}
      <MoveForm record={record} move={first} returned={returned} primary />
      {others.map((move) => (
        <details class="other-move" open={returned?.to === move.to}>
          <summary>{stateWords(move.to).button}</summary>
          <MoveForm record={record} move={move} returned={returned} primary={false} />
        </details>
      ))}
    </>
  );
}

/** What was written for a state that the record can no longer go to. Nobody's words are thrown away. */
function Lost(props: { returned: ReturnedForm }): Child {
  const written = Object.entries(props.returned.values).filter(([, value]) => value !== "");
  return (
    <dl class="step-fields" id={`move-${props.returned.to}`}>
      {written.map(([name, value]) => (
        <div>
          <dt>{fieldName(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function MoveForm(props: {
  record: Nonconformity;
  move: NextState;
  returned: ReturnedForm | null;
  primary: boolean;
}): Child {
  const { record, move, primary } = props;
  const returned = props.returned?.to === move.to ? props.returned : null;
  const id = `move-${move.to}`;
  return (
    <form
      id={id}
      class="form"
      method="post"
      action={`/nonconformities/${segment(record.id)}/transitions`}
    >
      <input type="hidden" name="to" value={move.to} />
      <input type="hidden" name="version" value={String(record.version)} />
      {returned === null ? null : (
        <p class="notice notice-error" role="alert">
          {returned.problem}
        </p>
      )}
      {move.fields.map((field) => (
        <Field form={id} field={field} returned={returned} record={record} />
      ))}
      <Field
        form={id}
        field={{ name: "reason", label: "Reason", kind: "text", required: move.reasonRequired }}
        returned={returned}
        record={record}
      />
      <button type="submit" class={primary ? "button button-primary" : "button"}>
        {stateWords(move.to).button}
      </button>
    </form>
  );
}

function Field(props: {
  form: string;
  field: AskedField;
  returned: ReturnedForm | null;
  record: Nonconformity;
}): Child {
  const { form, field, returned, record } = props;
  const { name, label, required, options } = field;
  const help = fieldHelp(name);
  const id = `${form}-${name}`;
  const problem = returned?.fields[name];
  const value = returned?.values[name] ?? record.fields[name] ?? known(record, name);
  const told = [
    ...(help.text === "" ? [] : [`${id}-help`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  const input = {
    id,
    name: name === "reason" ? name : `field.${name}`,
    required,
    "aria-invalid": problem === undefined ? undefined : "true",
    "aria-describedby": told.length === 0 ? undefined : told.join(" "),
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label} {required ? null : <span class="soft">optional</span>}
      </label>
      {help.text === "" ? null : (
        <p class="field-help" id={`${id}-help`}>
          {help.text}
        </p>
      )}
      {options !== undefined ? (
        <select {...input}>
          <option value="">choose</option>
          {options.map((option) => (
            <option value={option} selected={option === value}>
              {option}
            </option>
          ))}
        </select>
      ) : help.oneLine ? (
        <input {...input} value={value} autocomplete="off" />
      ) : (
        <textarea {...input} rows={name === "reason" ? 2 : 3}>
          {value}
        </textarea>
      )}
      {problem === undefined ? null : (
        <p class="field-problem" id={`${id}-problem`}>
          {label}: {problem}
        </p>
      )}
    </div>
  );
}

/** What the record knows by itself; a person may change it. */
function known(record: Nonconformity, name: string): string {
  if (name === "severity") return record.severity;
  return name === "owner" ? (record.owner ?? "") : "";
}

/** A word on the record, at any time of its life. */
export function CommentForm(props: {
  record: Nonconformity;
  returned: ReturnedForm | null;
}): Child {
  const returned = props.returned?.to === "comment" ? props.returned : null;
  return (
    <form
      id="comment"
      class="form"
      method="post"
      action={`/nonconformities/${segment(props.record.id)}/comments`}
    >
      {returned === null ? null : (
        <p class="notice notice-error" role="alert">
          {returned.problem}
        </p>
      )}
      <label class="field" for="comment-text">
        <span class="field-label">Comment</span>
        <textarea id="comment-text" name="text" rows={3} required>
          {returned?.values["text"] ?? ""}
        </textarea>
      </label>
      <button type="submit" class="button">
        Add the comment
      </button>
    </form>
  );
}
