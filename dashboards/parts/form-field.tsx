import type { Field } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { fieldHelp } from "../formats/field-help.ts";

/** One field of a form with its help, what was written in it, and what is wrong with that. */
export function FormField(props: {
  /** Id of the form: the field's is `FORM-NAME`. */
  form: string;
  field: Field;
  value: string;
  problem: string | undefined;
  /** How it is sent; absent: `field.NAME`. */
  name?: string;
}): Child {
  const { form, field, value, problem } = props;
  const { label, required, options, kind } = field;
  const help = fieldHelp(field.name);
  const id = `${form}-${field.name}`;
  const told = [
    ...(help === "" ? [] : [`${id}-help`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  const input = {
    id,
    name: props.name ?? `field.${field.name}`,
    required,
    "aria-invalid": problem === undefined ? undefined : "true",
    "aria-describedby": told.length === 0 ? undefined : told.join(" "),
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label} {required ? null : <span class="soft">optional</span>}
      </label>
      {help === "" ? null : (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {options !== undefined ? (
        <select {...input}>
          <option value="">choose</option>
          {options.map((option) => (
            <option value={option} selected={option === value}>
              {option.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      ) : kind === "date" ? (
        <input {...input} type="date" value={value} />
      ) : kind === "text" && !SHORT.has(field.name) ? (
        <textarea {...input} rows={field.name === "reason" ? 2 : 3}>
          {value}
        </textarea>
      ) : (
        <input {...input} value={value} autocomplete="off" />
      )}
      {problem === undefined ? null : (
        <p class="field-problem" id={`${id}-problem`}>
          {label}: {problem}
        </p>
      )}
    </div>
  );
}

/** Words that fit on a line. */
const SHORT: ReadonlySet<string> = new Set([
  "title",
  "method",
  "reference",
  "change",
  "cites",
  "uncites",
  "system",
]);
