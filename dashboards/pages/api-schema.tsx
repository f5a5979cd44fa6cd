import type { Child } from "hono/jsx";
import type { ReferenceSchema } from "../api-reference.ts";
import { PlainTable } from "../parts/plain-table.tsx";
import { Marked } from "./marked.tsx";

/** What a schema is, in a few words; a named one leads to its entry. */
export function SchemaWords(props: { of: ReferenceSchema }): Child {
  const { of } = props;
  if (of.$ref !== undefined) {
    const name = of.$ref.split("/").at(-1) ?? "";
    return (
      <a href={`#shape-${name}`}>
        <code>{name}</code>
      </a>
    );
  }
  const several = of.anyOf ?? of.oneOf;
  if (several !== undefined) {
    return (
      <>
        {several.map((each, i) => (
          <>
            {i === 0 ? "" : " or "}
            <SchemaWords of={each} />
          </>
        ))}
      </>
    );
  }
  if (of.const !== undefined) return <code>{JSON.stringify(of.const)}</code>;
  if (of.enum !== undefined) {
    return <>{of.enum.map((value) => JSON.stringify(value)).join(" or ")}</>;
  }
  const listed = of.properties?.["items"]?.items ?? of.items;
  if (listed !== undefined) {
    return (
      <>
        {of.items === undefined ? "page of " : "list of "}
        <SchemaWords of={listed} />
      </>
    );
  }
  if (typeof of.additionalProperties === "object") {
    return (
      <>
        by name: <SchemaWords of={of.additionalProperties} />
      </>
    );
  }
  const types = typeof of.type === "string" ? [of.type] : (of.type ?? ["anything"]);
  return <>{types.join(" or ")}</>;
}

/** The members of an object, one a row; nothing for what has none. */
export function Members(props: { of: ReferenceSchema; label: string }): Child {
  const { of, label } = props;
  const several = of.anyOf ?? of.oneOf;
  if (several !== undefined) {
    return (
      <>
        {several.map((each) => (
          <Members of={each} label={label} />
        ))}
      </>
    );
  }
  const members = Object.entries(of.properties ?? {});
  if (members.length === 0) return of.$ref === undefined ? <SchemaWords of={of} /> : null;
  return (
    <PlainTable
      label={`Members of ${label}`}
      columns={["Member", "Is", "Says"]}
      rows={members.map(([name, member]) => [
        <code>{(of.required ?? []).includes(name) ? name : `${name}?`}</code>,
        <SchemaWords of={member} />,
        <Marked text={member.description ?? ""} />,
      ])}
    />
  );
}
