import { z } from "zod";

/** JSON Schema, draft 2020-12: the dialect of OpenAPI 3.1. */
export interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** The schemas of a document, of which those with a name are said once. */
export interface Components {
  /** As what a request may be (`input`) or what an answer is (`output`). */
  readonly of: (schema: z.ZodType, io: "input" | "output") => JsonSchema;
  /** Named ones that were met so far, by name. */
  readonly schemas: () => Readonly<Record<string, JsonSchema>>;
}

/** Turns zod schemas into those of one document. Throws where two schemas have one name. */
export function createComponents(): Components {
  const named = new Map<string, string>();
  const keep = (name: string, schema: unknown): void => {
    const text = JSON.stringify(schema);
    const known = named.get(name) ?? text;
    if (known !== text) throw new Error(`two schemas are named ${name}; their ids must differ`);
    named.set(name, text);
  };
  return {
    of: (schema, io) => {
      const made = z.toJSONSchema(schema, { io, unrepresentable: "any", override: tidied });
      const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
      const { $schema: _, $defs = {}, ...own } = JSON.parse(text); // what was made above
      for (const [name, definition] of Object.entries($defs)) keep(name, definition);
      return own;
    },
    schemas: () =>
      Object.fromEntries(
        [...named]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, text]): [string, JsonSchema] => [name, JSON.parse(text)]),
      ),
  };
}

/** Leaves out what says nothing to a reader: the bounds of a double, and a pattern beside its format. */
function tidied({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // Numbers of a query are texts until they are read.
  if (jsonSchema.type === "integer" && typeof jsonSchema.default === "string") {
    jsonSchema.default = Number(jsonSchema.default);
  }
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  if (typeof jsonSchema.propertyNames === "object") {
    const names = Object.entries(jsonSchema.propertyNames);
    if (names.length === 1 && jsonSchema.propertyNames.type === "string") {
      delete jsonSchema.propertyNames;
    }
  }
}
