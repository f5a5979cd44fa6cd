import { EDIT_FIELDS, type Field, type Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import { FormField } from "../parts/form-field.tsx";
import { type ReturnedForm, returnedTo } from "./returned-form.ts";

const MORE: readonly Field[] = [
  { name: "cites", label: "Cite too", kind: "text", required: false },
  { name: "uncites", label: "Cite no more", kind: "text", required: false },
  { name: "reason", label: "Reason", kind: "text", required: false },
];

/** Owner, severity, what is said of an incident, and citations, put right without a move. */
export function EditForm(props: { record: Nonconformity; returned: ReturnedForm | null }): Child {
  const { record } = props;
  const returned = returnedTo("edit", props.returned);
  // What is asked for when it is assessed is changed only once it was answered.
  const isAssessed = record.fields["serious_incident"] !== undefined;
  const fields = EDIT_FIELDS.filter(
    ({ name }) => isAssessed || name === "owner" || name === "severity",
  );
  return (
    <details class="other-move" open={returned !== null}>
      <summary>Change owner, severity or citations</summary>
      <form
        id="edit"
        class="form"
        method="post"
        action={`/nonconformities/${segment(record.id)}/edits`}
      >
        <input type="hidden" name="version" value={String(record.version)} />
        {returned === null ? null : (
          <p class="notice notice-error" role="alert">
            {returned.problem}
          </p>
        )}
        {fields.map((field) => (
          <FormField
            form="edit"
            field={field}
            value={returned?.values[field.name] ?? standing(record, field.name)}
            problem={returned?.fields[field.name]}
          />
        ))}
        {MORE.map((field) => (
          <FormField
            form="edit"
            field={field}
            name={field.name}
            value={returned?.values[field.name] ?? ""}
            problem={returned?.fields[field.name]}
          />
        ))}
        <button type="submit" class="button">
          Change it
        </button>
      </form>
    </details>
  );
}

function standing({ owner, severity, fields }: Nonconformity, name: string): string {
  if (name === "owner") return owner ?? "";
  return name === "severity" ? severity : (fields[name] ?? "");
}
