import { ACT_FORMS, type ActField, type RoadmapAct, type Written } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";

/** A form that came back: what was written, and what is wrong with it. */
export interface ReturnedAct {
  readonly act: RoadmapAct;
  readonly written: Written;
  readonly problem: string;
  /** Field name → what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>;
}

interface Of {
  readonly act: RoadmapAct;
  /** Answers that the page knows: they are sent along and not asked for. */
  readonly given?: Written;
  /** What stands in a field at first. */
  readonly preset?: Written;
  /** Whatever the form asks for each of. */
  readonly each?: readonly { readonly id: string; readonly label: string }[];
  readonly returned: ReturnedAct | null;
  /** Fields that make no sense here. */
  readonly without?: readonly string[];
}

/** A form of the roadmap. It works without scripts. */
export function ActForm(props: Of): Child {
  const { act, given = {}, each = [], without = [] } = props;
  const form = ACT_FORMS[act];
  const returned = isReturned(props) ? props.returned : null;
  const id = ["act", act, ...Object.values(given)].join("-").replace(/[^A-Za-z0-9-]/g, "-");
  const asked = form.fields.filter(
    ({ name }) => given[name] === undefined && !without.includes(name),
  );
  const repeated = each.flatMap((of) =>
    (form.each ?? []).map((field) => ({
      ...field,
      name: `${field.name}.${of.id}`,
      label: `${of.label}: ${field.label.toLowerCase()}`,
    })),
  );
  return (
    <form id={id} class="form act-form" method="post" action={`/roadmap/${act}`}>
      {Object.entries(given).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {returned === null ? null : (
        <p class="notice notice-error" role="alert">
          {returned.problem}
        </p>
      )}
      {[...asked, ...repeated].map((field) => (
        <Asked form={id} field={field} returned={returned} preset={props.preset?.[field.name]} />
      ))}
      <button type="submit" class="button button-primary">
        {form.button}
      </button>
    </form>
  );
}

/** A form behind its title, open where it came back. */
export function FoldedActForm(props: Of & { title?: string }): Child {
  const { title, ...of } = props;
  return (
    <details class="other-move" open={isReturned(props)}>
      <summary>{title ?? ACT_FORMS[props.act].title}</summary>
      <ActForm {...of} />
    </details>
  );
}

function isReturned({ act, given = {}, returned }: Of): boolean {
  return (
    returned?.act === act &&
    Object.entries(given).every(([name, value]) => returned.written[name] === value)
  );
}

function Asked(props: {
  form: string;
  field: ActField;
  returned: ReturnedAct | null;
  preset: string | undefined;
}): Child {
  const { form, field, returned, preset } = props;
  const { name, label, required, help } = field;
  const id = `${form}-${name.replace(/[^A-Za-z0-9-]/g, "-")}`;
  const problem = returned?.fields[name];
  const told = [
    ...(help === "" ? [] : [`${id}-help`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
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
      <Input
        field={field}
        value={returned?.written[name] ?? preset ?? ""}
        shared={{
          ...{ id, name, required, autocomplete: "off" },
          "aria-invalid": problem === undefined ? undefined : "true",
          "aria-describedby": told.length === 0 ? undefined : told.join(" "),
        }}
      />
      {problem === undefined ? null : (
        <p class="field-problem" id={`${id}-problem`}>
          {label}: {problem}
        </p>
      )}
    </div>
  );
}

interface Shared {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly autocomplete: string;
  readonly "aria-invalid": "true" | undefined;
  readonly "aria-describedby": string | undefined;
}

function Input(props: { field: ActField; value: string; shared: Shared }): Child {
  const { field, value, shared } = props;
  switch (field.kind) {
    case "option":
      return (
        <select {...shared}>
          <option value="">choose</option>
          {field.options?.map((option) => (
            <option value={option} selected={option === value}>
              {option.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      );
    case "text":
    case "table":
      return (
        <textarea {...shared} rows={field.kind === "table" ? 8 : 3}>
          {value}
        </textarea>
      );
    case "date":
      return <input {...shared} type="date" value={value} />;
    case "count":
      return <input {...shared} inputmode="numeric" pattern="[0-9]*" value={value} />;
    case "instant":
    case "person":
    case "id":
      return <input {...shared} value={value} />;
  }
}
