import { Hono } from "hono";
import { assertPolicies } from "tiltmeter/http/guard";
import { mayOpen, POLICY } from "tiltmeter/http/policy";
import { expect, test } from "vitest";
import { httpBench } from "./http-bench.ts";

// A page for every page route of the table. Who may use which is proven in test/security.
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

test("an ingest key reads nothing but its systems' directives, and only two roles append", () => {
  for (const [route, { roles }] of Object.entries(POLICY)) {
    if (roles === "anyone" || route === "GET /api/v1/directives/:system") continue;
    const isIngest =
      /^POST (\/v1\/(logs|traces|metrics)|\/api\/v1\/(predictions|outcomes|oversight|scores|concerns|changes))$/.test(
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
    405,
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
    const otlp = await request("/v1/profiles", { ...of, method: "POST" });
    expect([otlp.status, await otlp.json()]).toMatchObject([404, { code: 12 }]);
    const page = await request("/nothing", of);
    expect([page.status, page.headers.get("content-type")]).toEqual([
      404,
      "text/html; charset=UTF-8",
    ]);
    expect((await request("/api/v1/systems", { ...of, method: "PUT" })).status).toBe(405);
  }
});

test("a path says which methods it takes, and nothing to whoever asks for more", async () => {
  const { request, keys } = httpBench();
  const wrong = await request("/api/v1/systems", { key: keys.admin, method: "PUT" });
  expect([wrong.status, wrong.headers.get("allow"), (await wrong.json()).code]).toEqual([
    405,
    "GET, HEAD",
    "method_not_allowed",
  ]);
  const asked = await request("/api/v1/keys/abcd1234", { method: "OPTIONS" });
  expect([asked.status, asked.headers.get("allow"), await asked.text()]).toEqual([
    204,
    "DELETE",
    "",
  ]);
  expect(asked.headers.get("access-control-allow-origin")).toBeNull();
  const tile = await request("/tile/0/x001/067", { method: "DELETE" });
  expect([tile.status, tile.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  expect((await request("/api/v1/nothing", { method: "OPTIONS" })).status).toBe(404);
});

test("the navigation leads nobody to a page that would be refused", () => {
  const everywhere = { role: "viewer", systems: null } as const;
  const narrow = { role: "viewer", systems: ["credit"] } as const;
  const shown = ["/", "/ledger", "/access", "/exports", "/search", "/no-such-page"];
  expect(shown.filter((path) => mayOpen(path, everywhere))).toEqual(["/", "/ledger", "/search"]);
  expect(shown.filter((path) => mayOpen(path, narrow))).toEqual(["/", "/search"]);
  expect(mayOpen("/access", { role: "admin", systems: null })).toBe(true);
});
