import { describedRoutes } from "tiltmeter/http/api/described-routes";
import { openApi } from "tiltmeter/http/openapi";
import { POLICY } from "tiltmeter/http/policy";
import { PROBLEM_CODES } from "tiltmeter/http/problem-codes";
import { JSON_ITEMS } from "tiltmeter/ingest/json-shapes";
import { expect, test } from "vitest";
import { httpBench } from "./http-bench.ts";

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
