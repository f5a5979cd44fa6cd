// What OpenAPI 3.1.0 (spec.openapis.org/oas/v3.1.0) says of the objects that we write, transcribed by hand: each has
// its properties, its required ones, and no others; of what we never write nothing is described. Schemas are JSON
// Schema 2020-12, which is checked by compiling them.

type Schema = Readonly<Record<string, unknown>>;

const object = (properties: Readonly<Record<string, Schema>>, ...required: string[]): Schema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const map = (of: Schema, names = ".+"): Schema => ({
  type: "object",
  patternProperties: { [names]: of },
  additionalProperties: false,
});
const list = (of: Schema): Schema => ({ type: "array", items: of });
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const orReference = (of: Schema): Schema => ({
  if: { required: ["$ref"] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema has a member of that name
  then: object({ $ref: { type: "string", format: "uri-reference" } }, "$ref"),
  else: of,
});
const TEXT: Schema = { type: "string" };
const SOME: Schema = { type: "string", minLength: 1 };
const FLAG: Schema = { type: "boolean" };
/** A schema is checked by itself. */
const SCHEMA: Schema = { type: "object" };

const media = object({ schema: SCHEMA, example: {} });
const content = map(media, "^[a-z]+/[a-z0-9.+-]+$");
const header = object({ description: TEXT, schema: SCHEMA }, "schema");
const response = object({ description: SOME, headers: map(header), content }, "description");
const parameter: Schema = {
  ...object(
    {
      name: SOME,
      in: { enum: ["query", "header", "path", "cookie"] },
      description: TEXT,
      required: FLAG,
      schema: SCHEMA,
    },
    "name",
    "in",
    "schema",
  ),
  if: { properties: { in: { const: "path" } } },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema has a member of that name
  then: { properties: { required: { const: true } }, required: ["required"] },
};
const operation = object(
  {
    operationId: SOME,
    tags: list(TEXT),
    summary: TEXT,
    description: TEXT,
    parameters: list(parameter),
    requestBody: object({ required: FLAG, content }, "content"),
    responses: {
      ...map(orReference(ref("response")), "^[1-5][0-9][0-9]$"),
      minProperties: 1,
    },
    security: list(map(list(TEXT))),
  },
  "responses",
);
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The schema of our OpenAPI documents, for a validator of draft 2020-12. */
export const OPENAPI_SCHEMA: Schema = {
  ...object(
    {
      openapi: { type: "string", pattern: "^3\\.1\\.\\d+$" },
      info: object(
        {
          title: SOME,
          summary: TEXT,
          description: TEXT,
          version: SOME,
          license: object({ name: SOME, identifier: SOME }, "name", "identifier"),
        },
        "title",
        "version",
      ),
      servers: list(object({ url: TEXT, description: TEXT }, "url")),
      tags: list(object({ name: SOME, description: TEXT }, "name")),
      paths: map(
        {
          type: "object",
          properties: Object.fromEntries(methods.map((method) => [method, operation])),
          additionalProperties: false,
        },
        "^/",
      ),
      components: object({
        schemas: map(SCHEMA, "^[A-Za-z0-9._-]+$"),
        responses: map(response, "^[A-Za-z0-9._-]+$"),
        securitySchemes: map(
          object({ type: { const: "http" }, scheme: SOME, description: TEXT }, "type", "scheme"),
        ),
      }),
    },
    "openapi",
    "info",
    "paths",
  ),
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $defs: { response },
};
