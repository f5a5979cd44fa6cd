import { STATUS_CODES } from "node:http";
import { type Answered, type Described, type RouteDescription, TAGS } from "./described.ts";
import { type Components, createComponents, type JsonSchema } from "./openapi-schemas.ts";
import type { Policy } from "./policy.ts";
import { PROBLEM_CODES } from "./problem-codes.ts";
import { problemShape } from "./shapes/problem.ts";

type Json = Readonly<Record<string, unknown>>;

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> } & Json;
  readonly [member: string]: unknown;
}

/**
 * The API as an OpenAPI 3.1 document: what the routes are described as, and who may use each by the
 * policy table. Costs some milliseconds; the same arguments give the same document.
 */
export function openApi(of: {
  readonly described: Described;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly version: string;
}): OpenApiDocument {
  const components = createComponents();
  const problem = components.of(problemShape, "output");
  const paths: Record<string, Record<string, Json>> = {};
  for (const [route, description] of Object.entries(of.described)) {
    const [method = "", path = ""] = route.split(" ");
    const policy = of.policies[route];
    if (policy === undefined) throw new Error(`${route} is described and in no policy`);
    const at = path.replace(/:(\w+)/g, "{$1}").replace(/\*/g, "{path}");
    const known = paths[at] ?? {};
    known[method.toLowerCase()] = operation({ route, description, policy, components, problem });
    paths[at] = known;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Tiltmeter",
      version: of.version,
      summary: "Watches deployed AI systems and raises nonconformities with evidence.",
      description: ABOUT,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "The collector that this document came from." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components.schemas(),
      responses: usualProblems(problem),
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description:
            "A key, `tm_<role>_<id>_<secret>`. Beside each route stand the roles of which one is needed.",
        },
      },
    },
  };
}

const ABOUT = [
  "Send `Authorization: Bearer KEY`. Instants are ISO 8601 in UTC, durations are seconds.",
  "Lists answer `{ items, next }`: send `next` as `cursor` for the page after it.",
  "Every answer to `GET` has an `ETag`; with `If-None-Match` it is 304 where nothing has changed.",
  "What has a version is changed with `If-Match`, so that nobody's change is lost.",
  "Problems are `application/problem+json` (RFC 9457) with a stable `code`.",
  "Answers may gain members; they lose none within `/api/v1`.",
].join("\n\n");

interface Operation {
  readonly route: string;
  readonly description: RouteDescription;
  readonly policy: Policy;
  readonly components: Components;
  readonly problem: JsonSchema;
}

function operation(of: Operation): Json {
  const { route, description, policy, components } = of;
  const { summary, detail, tag, body, example, upload } = description;
  const roles = policy.roles === "anyone" ? null : policy.roles;
  const who =
    roles === null ? "Needs no key." : `Roles: ${roles.map((role) => `\`${role}\``).join(", ")}.`;
  const content = {
    ...(body === undefined
      ? {}
      : {
          "application/json": {
            schema: components.of(body, "input"),
            ...(example === undefined ? {} : { example }),
          },
        }),
    ...Object.fromEntries(
      Object.entries(upload ?? {}).map(([type, what]) => [type, { schema: bytes(type, what) }]),
    ),
  };
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    description: detail === undefined ? who : `${detail}\n\n${who}`,
    parameters: [...pathParameters(route, description), ...queryParameters(of), ...headers(of)],
    ...(Object.keys(content).length === 0 ? {} : { requestBody: { required: true, content } }),
    responses: { ...answers(of), ...problems(of) },
    security: roles === null ? [] : [{ key: [...roles] }],
  };
}

/** `GET /api/v1/systems/:id/history` → `getSystemsIdHistory`. */
function operationId(route: string): string {
  const [method = "", path = ""] = route.split(" ");
  // Beside the API stand `/metrics` and others, which have a namesake within.
  const words = path
    .replace(/^\/(?!api\/)/, "/server/")
    .replace(/^\/api\/v1\//, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return (
    method.toLowerCase() + words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join("")
  );
}

const PATH_NAMES: Readonly<Record<string, string>> = {
  system: "Id of a system.",
  digest: "SHA-256 in hex of what is asked for.",
  name: "Name of a file.",
};

function pathParameters(route: string, { path = {} }: RouteDescription): readonly Json[] {
  const [, pattern = ""] = route.split(" ");
  const names = [...pattern.matchAll(/:(\w+)|\*/g)].map(([, name]) => name ?? "path");
  return names.map((name) => {
    const noun = /\/([a-z-]+?)s?\/:id/.exec(pattern)?.[1]?.replaceAll("-", " ") ?? "thing";
    const description = path[name] ?? PATH_NAMES[name] ?? `Id of the ${noun}.`;
    return { name, in: "path", required: true, description, schema: { type: "string" } };
  });
}

function queryParameters({ description, components }: Operation): readonly Json[] {
  if (description.query === undefined) return [];
  const { properties = {}, required = [] } = components.of(description.query, "input");
  return Object.entries(properties).map(([name, { description: text, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(text === undefined ? {} : { description: text }),
    schema,
  }));
}

function headers({ description, route, policy }: Operation): readonly Json[] {
  const isRead = route.startsWith("GET ") && policy.answers === "problem";
  const known = {
    ...(isRead
      ? { "If-None-Match": "The `ETag` that you have: 304 where it is still the same." }
      : {}),
    ...description.headers,
  };
  return Object.entries(known).map(([name, text]) => ({
    name,
    in: "header",
    required: text.startsWith("Required"),
    description: text,
    schema: { type: "string" },
  }));
}

function answers({ description, components, route, policy }: Operation): Json {
  const isRead = route.startsWith("GET ") && policy.answers === "problem";
  const said = Object.entries(description.answers).map(([status, answer]) => [
    status,
    answered(answer, components, isRead && status === "200"),
  ]);
  const unchanged = { 304: { description: "Nothing has changed since that `ETag`." } };
  return { ...Object.fromEntries(said), ...(isRead ? unchanged : {}) };
}

function answered(of: Answered, components: Components, hasEtag: boolean): Json {
  const json = of.json && {
    "application/json": {
      schema: components.of(of.json, "output"),
      ...(of.example === undefined ? {} : { example: of.example }),
    },
  };
  const text = Object.entries(of.text ?? {}).map(([type, what]) => [
    type,
    { schema: bytes(type, what) },
  ]);
  const content = { ...json, ...Object.fromEntries(text) };
  const names = { ...(hasEtag ? { ETag: "Changes when the answer does." } : {}), ...of.headers };
  return {
    description: of.of,
    ...(Object.keys(content).length === 0 ? {} : { content }),
    ...(Object.keys(names).length === 0
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(names).map(([name, text]) => [
              name,
              { description: text, schema: { type: "string" } },
            ]),
          ),
        }),
  };
}

function bytes(type: string, description: string): JsonSchema {
  return /^(text\/|application\/(json|jsonl))/.test(type)
    ? { type: "string", description }
    : { type: "string", description, contentMediaType: type };
}

/** What every route of its kind may answer, beside what it says itself. */
function problems({ description, policy, route, problem }: Operation): Json {
  const takesBody = description.body !== undefined || description.upload !== undefined;
  const statuses = new Set([
    ...(policy.roles === "anyone" ? [] : [401, 403]),
    ...(/[:*]/.test(route) ? [404] : []),
    ...(description.query === undefined ? [] : [400]),
    ...(takesBody ? [400, 413, 415, 429] : []),
    ...(description.body === undefined ? [] : [422]),
    ...(route.includes(" /healthz") ? [] : [503]),
    500,
    ...Object.keys(description.problems ?? {}).map(Number),
  ]);
  const own = description.problems ?? {};
  const said = (status: number): Json => {
    if (policy.answers === "otlp") return { description: meaningOf(status), content: RPC_CONTENT };
    const { [status]: when } = own;
    if (when === undefined) return { $ref: `#/components/responses/${nameOf(status)}` };
    return { description: when, content: { "application/problem+json": { schema: problem } } };
  };
  return Object.fromEntries([...statuses].sort().map((status) => [status, said(status)]));
}

/** What a status means where a route says nothing more of it, once for all routes. */
function usualProblems(problem: JsonSchema): Json {
  const statuses = new Set(Object.values(PROBLEM_CODES).map(({ status }) => status));
  const content = { "application/problem+json": { schema: problem } };
  return Object.fromEntries(
    [...statuses].map((status) => [nameOf(status), { description: meaningOf(status), content }]),
  );
}

/** 404 → `NotFound`. */
function nameOf(status: number): string {
  return (STATUS_CODES[status] ?? String(status)).replace(/[^A-Za-z]/g, "");
}

/** `google.rpc.Status`, as OTLP has it. */
const RPC_STATUS: JsonSchema = {
  type: "object",
  properties: { code: { type: "integer" }, message: { type: "string" } },
};

const RPC_CONTENT: Json = {
  "application/json": { schema: RPC_STATUS },
  "application/x-protobuf": { schema: RPC_STATUS },
};

function meaningOf(status: number): string {
  const codes = Object.values(PROBLEM_CODES).filter((code) => code.status === status);
  const words = codes.map(({ means }) => means).join(" ");
  return words === "" ? (STATUS_CODES[status] ?? "") : words;
}
