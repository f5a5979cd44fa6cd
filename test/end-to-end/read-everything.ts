import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { OpenApiDocument } from "tiltmeter/http/openapi";
import { expect } from "vitest";
import type { Collector } from "./collector.ts";
import { QUARTER } from "./quarter.ts";

// What strangers are told against what they get.

const PARAMETERS: Readonly<Record<string, string>> = {
  metric: "error_rate",
  system: "credit",
  index: "0",
  size: "2",
  ...QUARTER,
};
/** Without these the route asks for one of two, or answers in another form. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  "/api/v1/ledger/entries": ["from"],
  "/api/v1/ledger/proof": ["from", "to", "size"],
  "/api/v1/ledger/proofs": ["from", "to", "size"],
  "/api/v1/ledger/past": ["at"],
};
/** Streams, and what is no JSON. */
const OTHERS = new Set(["/api/v1/events", "/metrics", "/checkpoint", "/tile/{level}/{path}"]);

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: {
    readonly 200?: { readonly content?: Readonly<Record<string, { readonly schema: object }>> };
  };
}

/** Asks for everything that can be read, and fails where an answer is not as the document says. */
export async function readEverything(collector: Collector): Promise<void> {
  const document = await read<OpenApiDocument>(collector, "/api/v1/openapi.json");
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, "openapi.json");
  const checkOf = (schema: object): ValidateFunction =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/')));
  const ids = await idsOf(collector);
  const [visited, wrong]: [string[], string[]] = [[], []];
  for (const [path, methods] of Object.entries(document.paths)) {
    const operation = methods["get"] as Operation | undefined; // as the document's own test says
    const schema = operation?.responses[200]?.content?.["application/json"]?.schema;
    if (operation === undefined || schema === undefined || OTHERS.has(path)) continue;
    const place = path.replace(/\{(\w+)\}/g, (whole) => ids[path] ?? whole);
    if (place.includes("{")) continue;
    const query = operation.parameters.flatMap(({ name, in: where }) => {
      const value = PARAMETERS[name];
      const isAsked = where === "query" && !(LEFT_OUT[path] ?? []).includes(name);
      return isAsked && value !== undefined ? [`${name}=${encodeURIComponent(value)}`] : [];
    });
    const check = checkOf(schema);
    check(await read(collector, `${place}?${query.join("&")}`));
    for (const { instancePath, message, params } of check.errors ?? []) {
      wrong.push(`${place} ${instancePath} ${message} ${JSON.stringify(params)}`);
    }
    visited.push(path);
  }
  expect(wrong).toEqual([]);
  // A path that finds nothing to ask for would pass for checked.
  expect(visited.length).toBeGreaterThan(45);
}

async function read<T>({ url, admin }: Collector, path: string): Promise<T> {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${admin}` } });
  const text = await answer.text();
  expect(answer.status, `${path}: ${text.slice(0, 300)}`).toBe(200);
  return JSON.parse(text) as T; // held to its schema by the caller
}

/** A thing of each kind that the quarter has, by the path that shows it. */
async function idsOf(collector: Collector): Promise<Readonly<Record<string, string>>> {
  const first = async (list: string, member: string): Promise<string | undefined> => {
    const { items } = await read<{ items: Record<string, string>[] }>(collector, list);
    return items[0]?.[member];
  };
  const record = await first("/api/v1/nonconformities?source=control", "id");
  const digest = await first("/api/v1/baselines", "digest");
  const evidence = await first("/api/v1/nonconformities?source=control", "evidence");
  const of = (path: string, id: string | undefined): Record<string, string> =>
    id === undefined ? {} : { [path]: id };
  const each = (base: string, id: string | undefined, ...ends: readonly string[]) =>
    Object.assign({}, ...["", ...ends].map((end) => of(`${base}${end}`, id)));
  return {
    ...each(
      "/api/v1/systems/{id}",
      "credit",
      "/history",
      "/series",
      "/suspension",
      "/features",
      "/calls",
    ),
    ...of("/api/v1/directives/{system}", "credit"),
    ...each("/api/v1/controls/{id}", "errors", "/evaluations", "/revisions"),
    ...of("/api/v1/evidence/{digest}", evidence),
    ...of("/api/v1/baselines/{digest}", digest),
    ...each(
      "/api/v1/nonconformities/{id}",
      record,
      ...["/effectiveness", "/decisions", "/duties", "/citations", "/completeness"],
    ),
  };
}
