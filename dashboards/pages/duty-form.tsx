import type { Child } from "hono/jsx";

/** A form that came back: which one, what was written, and what is wrong with it. */
export interface ReturnedDuty {
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problem: string;
  /** Field name → what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What was written into a form, where it came back; else nothing. */
export function returnedTo(returned: ReturnedDuty | null, form: string): ReturnedDuty | null {
  return returned?.form === form ? returned : null;
}

/** One field of a form, with its help and what was wrong with it. */
export function DutyField(props: {
  form: string;
  name: string;
  label: string;
  help?: string;
  required?: boolean;
  returned: ReturnedDuty | null;
  /** One line, several, or a choice of value and word. */
  as: "line" | "lines" | readonly (readonly [value: string, word: string])[];
  value?: string;
}): Child {
  const { form, name, label, help, required = false, returned, as } = props;
  const id = `${form}-${name}`;
  const problem = returned?.fields[name];
  const value = returned?.values[name] ?? props.value ?? "";
  const told = [
    ...(help === undefined ? [] : [`${id}-help`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  const input = {
    id,
    name,
    required,
    "aria-invalid": problem === undefined ? undefined : ("true" as const),
    "aria-describedby": told.length === 0 ? undefined : told.join(" "),
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label} {required ? null : <span class="soft">optional</span>}
      </label>
      {help === undefined ? null : (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {as === "line" ? (
        <input {...input} value={value} autocomplete="off" />
      ) : as === "lines" ? (
        <textarea {...input} rows={2} maxlength={2000}>
          {value}
        </textarea>
      ) : (
        <select {...input}>
          {as.map(([choice, word]) => (
            <option value={choice} selected={choice === value}>
              {word}
            </option>
          ))}
        </select>
      )}
      {problem === undefined ? null : (
        <p class="field-problem" id={`${id}-problem`}>
          {label}: {problem}
        </p>
      )}
    </div>
  );
}

/** Why nothing was changed, at the head of the page: the form may not be offered any more, its words are. */
export function DutyNotice(props: { returned: ReturnedDuty | null }): Child {
  const { returned } = props;
  if (returned === null) return null;
  const words = returned.values["reason"] ?? returned.values["reference"] ?? "";
  return (
    <p class="notice notice-error" role="alert">
      Nothing was changed: {returned.problem} {words === "" ? null : `You wrote: ${words}`}
    </p>
  );
}

/** Why nothing was changed, above the form that came back. */
export function DutyProblem(props: { returned: ReturnedDuty | null }): Child {
  return props.returned === null ? null : (
    <p class="notice notice-error" role="alert">
      Nothing was changed: {props.returned.problem}
    </p>
  );
}
