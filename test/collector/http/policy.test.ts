import { Hono } from "hono";
import { assertPolicies } from "tiltmeter/http/guard";
import { POLICY, policyOf } from "tiltmeter/http/policy";
import { ROLES, type Role } from "tiltmeter/http/role";
import { expect, test } from "vitest";
import { httpBench, NOW_MS } from "./http-bench.ts";

// A page for every page route of the table, so that the matrix covers them too.
const pages = new Hono();
for (const [route, { answers }] of Object.entries(POLICY)) {
  const [method = "", path = ""] = route.split(" ");
  if (answers === "page" && !path.startsWith("/sign-"))
    pages.on(method, path, (c) => c.text("page"));
}

const routes = httpBench({ pages })
  .app.routes.filter(({ method }) => method !== "ALL")
  .map(({ method, path }) => ({ method, path }));

test("the table and the routes are the same", () => {
  const served = [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort();
  expect(served).toEqual(Object.keys(POLICY).sort());
});

test("a route without an entry ends the start", () => {
  const stray = new Hono().get("/debug", (c) => c.text("oops"));
  expect(() => httpBench({ pages: stray })).toThrow("none for GET /debug");
  expect(() => assertPolicies(new Hono())).not.toThrow();
});

test.each(routes)("$method $path lets in the roles of its entry and nobody else", async (route) => {
  const { method, path } = route;
  const policy = policyOf(method, path);
  if (policy === undefined) throw new Error("no policy");
  const target = path.replace(/:\w+/g, "credit");
  const answered = async (key?: string): Promise<number> => {
    const { request, keys, storedKeys } = httpBench({ pages });
    if (key === "revoked") {
      const [id = ""] = keys.admin.split("_").slice(2);
      const admin = storedKeys.get(id);
      if (admin !== undefined) storedKeys.set(id, { ...admin, revokedMs: NOW_MS });
    }
    const texts: Record<string, string> = {
      ...keys,
      revoked: keys.admin,
      wrong: `${keys.admin.slice(0, -1)}${keys.admin.endsWith("0") ? "1" : "0"}`,
      disguised: keys.viewer.replace("tm_ro_", "tm_adm_"),
      nonsense: "nonsense",
    };
    const of = key === undefined ? {} : { key: texts[key] ?? "" };
    return (await request(target, { method, ...of })).status;
  };
  const isAllowed = (role: Role): boolean =>
    policy.roles === "anyone" || policy.roles.includes(role);
  for (const role of ROLES) {
    const status = await answered(role);
    if (isAllowed(role)) expect([401, 403], `${role} is let in`).not.toContain(status);
    else expect(status, `${role} is kept out`).toBe(403);
  }
  for (const key of [undefined, "revoked", "wrong", "disguised", "nonsense"]) {
    const status = await answered(key);
    const isPage = policy.answers === "page" && method === "GET";
    if (policy.roles === "anyone") expect([401, 403]).not.toContain(status);
    else expect(status, `${key ?? "nobody"} is kept out`).toBe(isPage ? 303 : 401);
  }
});

test("an ingest key reads nothing but its systems' directives, and only two roles append", () => {
  for (const [route, { roles }] of Object.entries(POLICY)) {
    if (roles === "anyone" || route === "GET /api/v1/directives/:system") continue;
    const isIngest =
      /^POST (\/v1\/logs|\/api\/v1\/(predictions|outcomes|oversight|scores|concerns|changes))$/.test(
        route,
      );
    expect(roles.includes("ingest"), route).toBe(isIngest);
    if (isIngest) expect(roles).toEqual(["ingest", "admin"]);
  }
});

test("the right path with the wrong method is told the right one", async () => {
  const { request, keys } = httpBench();
  const answer = await request("/api/v1/predictions", { key: keys.ingest });
  expect([answer.status, await answer.json()]).toMatchObject([
    404,
    { detail: "there is nothing at GET /api/v1/predictions; this path takes POST" },
  ]);
  const step = await request("/api/v1/nonconformities/NC-1/transitions", { key: keys.admin });
  expect(await step.json()).toMatchObject({ detail: expect.stringContaining("takes POST") });
});

test("what no route answers is 404 for everyone, in the form of its part of the house", async () => {
  const { request, keys } = httpBench();
  for (const key of [undefined, keys.admin, keys.ingest]) {
    const of = key === undefined ? {} : { key };
    const api = await request("/api/v1/nothing", of);
    expect([api.status, api.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json",
    ]);
    const otlp = await request("/v1/traces", { ...of, method: "POST" });
    expect([otlp.status, await otlp.json()]).toMatchObject([404, { code: 12 }]);
    const page = await request("/nothing", of);
    expect([page.status, page.headers.get("content-type")]).toEqual([
      404,
      "text/html; charset=UTF-8",
    ]);
    expect((await request("/api/v1/systems", { ...of, method: "PUT" })).status).toBe(404);
  }
});
