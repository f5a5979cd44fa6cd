import { readFileSync } from "node:fs";
import { Ajv, type AnySchema } from "ajv";

/** Says what is wrong with a value by a schema, in words; empty: nothing. */
export function validator(schema: AnySchema): (value: unknown) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  ajv.addFormat("web", (text) => URL.canParse(text) && /^https?:\/\//.test(text));
  ajv.addFormat("instant", (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(text),
  );
  const { $schema: _, ...document } = JSON.parse(
    readFileSync(new URL("./schemas/adf-full.json", import.meta.url), "utf8"),
  );
  ajv.addSchema(document, "adf");
  const validate = ajv.compile(schema);
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
