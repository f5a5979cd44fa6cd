import { type NextState, type Nonconformity, obstacleTo } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import { FormField } from "../parts/form-field.tsx";
import { way } from "../parts/state-mark.tsx";
import { fieldName, moveButton } from "./move-words.ts";
import { type ReturnedForm, returnedTo } from "./returned-form.ts";

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
    returned?.form.startsWith("move-") === true &&
    !props.moves.some((move) => formOf(move) === returned.form);
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
        <details class="other-move" open={returned?.form === formOf(move)}>
          <summary>{moveButton(record, move)}</summary>
          <MoveForm record={record} move={move} returned={returned} primary={false} />
        </details>
      ))}
    </>
  );
}

function formOf(move: NextState): string {
  return `move-${move.to}`;
}

/** What was written for a state that the record can no longer go to. Nobody's words are thrown away. */
function Lost(props: { returned: ReturnedForm }): Child {
  const written = Object.entries(props.returned.values).filter(([, value]) => value !== "");
  return (
    <dl class="step-fields" id={props.returned.form}>
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
  const id = formOf(move);
  const returned = returnedTo(id, props.returned);
  const obstacle = obstacleTo(record, move.to);
  const reason = { name: "reason", label: "Reason", kind: "text" } as const;
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
      {obstacle === null ? null : <p class="notice">Not yet: {obstacle}.</p>}
      <BySecond record={record} move={move} />
      {move.fields.map((field) => (
        <FormField
          form={id}
          field={field}
          value={returned?.values[field.name] ?? known(record, field.name)}
          problem={returned?.fields[field.name]}
        />
      ))}
      <FormField
        form={id}
        field={{ ...reason, required: move.reasonRequired }}
        name="reason"
        value={returned?.values["reason"] ?? ""}
        problem={returned?.fields["reason"]}
      />
      <button type="submit" class={primary ? "button button-primary" : "button"}>
        {moveButton(record, move)}
      </button>
    </form>
  );
}

/** Where two have to agree: who was the first, and what the next one does. */
function BySecond(props: { record: Nonconformity; move: NextState }): Child {
  if (!props.move.byTwo) return null;
  const { proposedDismissal: proposed, gravest } = props.record;
  return (
    <p class="field-help">
      {proposed === null
        ? `It is ${gravest}: you propose it, and somebody else confirms it under their own sign-in.`
        : `${proposed.by} proposed it: “${proposed.text}”. Anybody else may confirm it.`}
    </p>
  );
}

/** What the record knows by itself, where a person may want it to stay; what was answered before stands too. */
function known(record: Nonconformity, name: string): string {
  if (name === "severity") return record.severity;
  if (name === "owner") return record.owner ?? "";
  // A later cycle finds its own cause, method and criterion.
  return record.cycle === 1 ? (record.fields[name] ?? "") : "";
}

/** A word on the record, at any time of its life. */
export function CommentForm(props: {
  record: Nonconformity;
  returned: ReturnedForm | null;
  /** The record is done with: what is said now stands beside it. */
  isPostscript: boolean;
}): Child {
  const { isPostscript } = props;
  const returned = returnedTo("comment", props.returned);
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
        <span class="field-label">{isPostscript ? "Postscript" : "Comment"}</span>
        <textarea id="comment-text" name="text" rows={3} required>
          {returned?.values["text"] ?? ""}
        </textarea>
      </label>
      {isPostscript ? (
        <p class="field-help">
          It stands beside the record, which stays as it was closed. A new fault is a new record.
        </p>
      ) : null}
      <button type="submit" class="button">
        {isPostscript ? "Add the postscript" : "Add the comment"}
      </button>
    </form>
  );
}
