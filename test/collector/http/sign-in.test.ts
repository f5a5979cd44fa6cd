import { Hono } from "hono";
import { localPath } from "tiltmeter/http/sign-in";
import { expect, test } from "vitest";
import { type HttpBench, httpBench, json } from "./http-bench.ts";

const pages = (): Hono => {
  const app = new Hono();
  app.get("/", (c) => c.text("overview"));
  app.post("/nonconformities/:id/comments", (c) => c.text("commented"));
  return app;
};
const signIn = async (bench: HttpBench, key: string, more: object = {}): Promise<Response> =>
  bench.request("/sign-in", {
    method: "POST",
    body: new URLSearchParams({ key, ...more }),
    headers: { "sec-fetch-site": "same-origin" },
  });
const cookieOf = (answer: Response): string =>
  (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

test("whoever is not signed in is led to the form, and by it to where they were going", async () => {
  const bench = httpBench({ pages: pages() });
  const led = await bench.request("/?range=1h");
  expect([led.status, led.headers.get("location")]).toEqual([
    303,
    "/sign-in?next=%2F%3Frange%3D1h",
  ]);
  const form = await bench.request(led.headers.get("location") ?? "");
  expect(await form.text()).toContain('name="next" value="/?range=1h"');
  const signedIn = await signIn(bench, bench.keys.viewer, { next: "/?range=1h" });
  expect(signedIn.status).toBe(200);
  expect(await signedIn.text()).toContain('url=/?range=1h"');
  const cookie = cookieOf(signedIn);
  const page = await bench.request("/", { headers: { cookie } });
  expect([page.status, await page.text()]).toEqual([200, "overview"]);
});

test("the form sends a browser for no icon that is not there", async () => {
  const form = await httpBench().request("/sign-in");
  expect(await form.text()).toContain('<link rel="icon" href="data:,"/>');
});

test("the session's cookie is out of reach of scripts, other sites and, over TLS, of plain HTTP", async () => {
  const plain = httpBench();
  expect((await signIn(plain, plain.keys.admin)).headers.get("set-cookie")).toMatch(
    /^tiltmeter_session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  const secure = httpBench({ publicUrl: "https://tiltmeter.example", boundHost: "0.0.0.0" });
  const answer = await signIn(secure, secure.keys.admin);
  expect(answer.headers.get("set-cookie")).toContain("; Secure;");
  expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000");
});

test("a wrong key, an ingest key and a revoked key do not sign in", async () => {
  const bench = httpBench();
  const wrong = await signIn(bench, "tm_adm_nothing");
  expect([wrong.status, wrong.headers.get("set-cookie")]).toEqual([401, null]);
  expect((await signIn(bench, bench.keys.ingest)).status).toBe(403);
  const cookie = cookieOf(await signIn(bench, bench.keys.admin));
  for (const [id, key] of bench.storedKeys) bench.storedKeys.set(id, { ...key, revokedMs: 1 });
  expect((await signIn(bench, bench.keys.admin)).status).toBe(401);
  const after = await bench.request("/api/v1/systems", { headers: { cookie } });
  expect([after.status, (await after.json()).detail]).toEqual([
    401,
    "the session has ended; sign in again",
  ]);
});

test("the link that serve prints signs in once", async () => {
  const bench = httpBench({ pages: pages() });
  const [id = ""] = bench.keys.admin.split("_").slice(2);
  const path = `/sign-in?token=${bench.sessions.createToken(id)}`;
  const first = await bench.request(path);
  expect(first.status).toBe(200);
  const page = await bench.request("/", { headers: { cookie: cookieOf(first) } });
  expect(page.status).toBe(200);
  const second = await bench.request(path);
  expect([second.status, second.headers.get("set-cookie")]).toEqual([401, null]);
});

test("a signed-in browser acts from our own pages only; a key acts from anywhere", async () => {
  const bench = httpBench({ pages: pages() });
  const cookie = cookieOf(await signIn(bench, bench.keys.admin));
  const act = async (headers: Record<string, string>): Promise<number> =>
    (await bench.request("/api/v1/keys", json({ role: "viewer", name: "x" }, headers))).status;
  const host = { host: "localhost:4318" };
  expect(await act({ cookie, ...host })).toBe(403);
  expect(await act({ cookie, ...host, "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await act({ cookie, ...host, "sec-fetch-site": "same-site" })).toBe(403);
  expect(await act({ cookie, ...host, origin: "http://evil.example" })).toBe(403);
  expect(await act({ cookie, ...host, origin: "null" })).toBe(403);
  expect(await act({ cookie, ...host, origin: "http://localhost:4318" })).toBe(201);
  expect(await act({ cookie, ...host, "sec-fetch-site": "same-origin" })).toBe(201);
  const key = { authorization: `Bearer ${bench.keys.admin}`, "sec-fetch-site": "cross-site" };
  expect(await act({ ...key, ...host })).toBe(201);
  const form = { method: "POST", body: new URLSearchParams({ text: "x" }) };
  for (const [site, status] of [
    ["same-origin", 200],
    ["cross-site", 403],
  ] as const) {
    const headers = { cookie, "sec-fetch-site": site };
    const answer = await bench.request("/nonconformities/NC-1/comments", { ...form, headers });
    expect(answer.status).toBe(status);
  }
});

test("another site cannot sign a browser in or out", async () => {
  const bench = httpBench();
  for (const path of ["/sign-in", "/sign-out"]) {
    const answer = await bench.request(path, {
      method: "POST",
      body: new URLSearchParams({ key: bench.keys.viewer }),
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
  }
});

test("a link followed from another site is asked again from our own page, where the cookie comes along", async () => {
  const bench = httpBench({ pages: pages() });
  const answer = await bench.request("/", { headers: { "sec-fetch-site": "cross-site" } });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<meta http-equiv="refresh" content="0; url=/"/>');
  const again = await bench.request("/", { headers: { "sec-fetch-site": "same-origin" } });
  expect(again.status).toBe(303);
});

test("a page that renews itself keeps nobody signed in; somebody who goes somewhere does", async () => {
  const bench = httpBench({ pages: pages() });
  const cookie = cookieOf(await signIn(bench, bench.keys.viewer));
  const ask = async (mode: string): Promise<number> => {
    bench.clock.nowMs += 20 * 60_000;
    const headers = { cookie, "sec-fetch-mode": mode, "sec-fetch-site": "same-origin" };
    return (await bench.request("/", { headers })).status;
  };
  expect([await ask("navigate"), await ask("navigate"), await ask("cors")]).toEqual([
    200, 200, 200,
  ]);
  expect(await ask("cors")).toBe(303);
});

test("signing out forgets the cookie", async () => {
  const bench = httpBench();
  const headers = { "sec-fetch-site": "same-origin" };
  const answer = await bench.request("/sign-out", { method: "POST", headers });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in"]);
  expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
});

test("what is shown is text, never markup", async () => {
  const bench = httpBench();
  const form = await bench.request(`/sign-in?next=${encodeURIComponent('/"><script>x</script>')}`);
  expect(await form.text()).not.toContain("<script>");
});

test("no way on leads to another site", () => {
  for (const next of [
    undefined,
    "",
    "evil",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
  ]) {
    expect(localPath(next)).toBe("/");
  }
  expect(localPath("/systems/a%2Fb?range=1h#x")).toBe("/systems/a%2Fb?range=1h");
});
