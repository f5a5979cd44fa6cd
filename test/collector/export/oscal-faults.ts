import { Ajv } from "ajv";
import { OSCAL_SCHEMA } from "./oscal-schema.ts";

const validate = new Ajv({ allErrors: true, strict: false, unicodeRegExp: true }).compile(
  OSCAL_SCHEMA,
);

/** What is wrong with an OSCAL document: by the schema, and by references that lead nowhere. */
export function oscalFaults(document: unknown): readonly string[] {
  const bySchema = validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [...bySchema, ...strayReferences(document)];
}

/** UUIDs that are given twice, or referred to and not given. */
function strayReferences(document: unknown): readonly string[] {
  const given: string[] = [];
  const referred: { readonly name: string; readonly uuid: string }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [name, of] of Object.entries(value)) {
      if (name === "uuid") given.push(String(of));
      else if (name.endsWith("-uuid")) referred.push({ name, uuid: String(of) });
      else if (name === "party-uuids") {
        for (const uuid of of as readonly string[]) referred.push({ name, uuid });
      } else if (name === "href" && String(of).startsWith("#")) {
        referred.push({ name, uuid: String(of).slice(1) });
      } else visit(of);
    }
  };
  visit(document);
  const known = new Set(given);
  return [
    ...given.filter((uuid, i) => given.indexOf(uuid) !== i).map((uuid) => `${uuid} is given twice`),
    ...referred
      .filter(({ uuid }) => !known.has(uuid))
      .map(({ name, uuid }) => `${name} ${uuid} is not in the document`),
  ];
}
