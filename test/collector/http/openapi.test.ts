import { Ajv2020 } from "ajv/dist/2020.js";
import { describedRoutes } from "tiltmeter/http/api/described-routes";
import { openApi } from "tiltmeter/http/openapi";
import { POLICY } from "tiltmeter/http/policy";
import { PROBLEM_CODES } from "tiltmeter/http/problem-codes";
import { JSON_ITEMS } from "tiltmeter/ingest/json-shapes";
import { expect, test } from "vitest";
import { httpBench } from "./http-bench.ts";
import { OPENAPI_SCHEMA } from "./openapi-schema.ts";

const described = describedRoutes({ ingest: JSON_ITEMS });
const document = openApi({ described, policies: POLICY, version: "0.1.0" });

test("every route that programs use is described, and nothing else is", () => {
  const routes = Object.entries(POLICY)
    .filter(([, { answers }]) => answers !== "page")
    .map(([route]) => route);
  // Describe a new route beside its handler, as `RouteDescription` says; CONTRIBUTING.md has how.
  expect(Object.keys(described).sort()).toEqual(routes.sort());
});

test("every example is what its schema says", () => {
  for (const [route, { body, example, answers }] of Object.entries(described)) {
    if (body !== undefined) {
      expect(example, `${route} has an example of its body`).toBeDefined();
      expect(body.safeParse(example).error?.issues ?? [], route).toEqual([]);
    }
    for (const [status, answer] of Object.entries(answers)) {
      if (answer.example === undefined) continue;
      const { error } = answer.json?.safeParse(answer.example) ?? {};
      expect(error?.issues ?? [], `${route} ${status}`).toEqual([]);
    }
  }
});

test("the document is open to everybody, and says who may use each route", async () => {
  const { request } = httpBench();
  const answer = await request("/api/v1/openapi.json");
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
  expect(document.paths["/api/v1/keys"]?.["get"]?.["security"]).toEqual([{ key: ["admin"] }]);
  expect(document.paths["/healthz"]?.["get"]?.["security"]).toEqual([]);
});

test("operations have names of their own and a line each", () => {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { operationId, summary } of operations) {
    expect(summary, String(operationId)).toMatch(/^[A-Z][^\n]{9,99}[^.]$/);
  }
});

test("every code of a problem has its status and says what to do", () => {
  for (const [code, { status, means }] of Object.entries(PROBLEM_CODES)) {
    expect(code).toMatch(/^[a-z_]+$/);
    expect([status >= 400 && status < 600, means.endsWith(".")]).toEqual([true, true]);
  }
});

test("the document is one of OpenAPI 3.1, and its schemas are ones of JSON Schema 2020-12", () => {
  const plain = JSON.parse(JSON.stringify(document));
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const isValid = ajv.compile(OPENAPI_SCHEMA);
  isValid(plain);
  expect(isValid.errors ?? []).toEqual([]);
  ajv.addSchema(plain, "openapi.json");
  const schemas = Object.keys(document.components.schemas);
  expect(schemas.length).toBeGreaterThan(100);
  for (const name of schemas) {
    expect(ajv.validateSchema(plain.components.schemas[name]), name).toBe(true);
    // Compiling follows every reference.
    ajv.compile({ $ref: `openapi.json#/components/schemas/${name}` });
  }
  const broken = structuredClone(plain);
  delete broken.paths["/healthz"].get.responses[200].description;
  expect(isValid(broken)).toBe(false);
  const names = Object.keys(document.paths).flatMap((path) =>
    Object.values(document.paths[path] ?? {}).flatMap(({ parameters }) => {
      const inPath = (parameters as { in: string; name: string }[]).filter(
        ({ in: where }) => where === "path",
      );
      const said = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      return [[inPath.map(({ name }) => name), said]];
    }),
  );
  for (const [given, said] of names) expect(given).toEqual(said);
});
