import { createAssets, createPages } from "@tiltmeter/dashboards";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { httpBench, json } from "../collector/http/http-bench.ts";
import { actsOn } from "../dashboards/fixture-acts.ts";
import { busyReads } from "../dashboards/fixture-reads.ts";
import { type Right, reviewedRights } from "./reviewed-rights.ts";

// What every answer carries, whatever it answers: the browser's own defences, and nothing for caches.

const pages = new Hono().route("/assets", createAssets()).route(
  "/",
  createPages(busyReads(), {
    ...{ assetsBase: "/assets", actor: () => "mara", decider: () => "mara", act: actsOn([]) },
  }),
);
const rights = reviewedRights();

/** Answers that may be kept, since their bytes never change or say themselves whether they did. */
const KEPT = /^\/(assets\/|tile\/|checkpoint|api\/v1\/)/;

test.each(["http", "https"] as const)(
  "every route carries them over %s, to everybody",
  async (scheme) => {
    const bench = httpBench({ pages, publicUrl: `${scheme}://tilt.example` });
    let seen = 0;
    for (const right of rights) {
      for (const key of [undefined, "nonsense", bench.keys.viewer, bench.keys.admin]) {
        const answer = await bench.request(addressOf(right), {
          method: right.method,
          ...(key === undefined ? {} : { key }),
        });
        check(answer, `${right.method} ${right.path} ${answer.status}`, scheme, right.path);
        await answer.body?.cancel();
        seen += 1;
      }
    }
    expect(seen).toBe(rights.length * 4);
  },
);

test("errors carry them, of whatever kind", async () => {
  const bench = httpBench({ pages });
  const { admin, viewer } = bench.keys;
  const broken = httpBench({
    pages,
    identities: {
      findKey: () => {
        throw new Error("the disk is gone");
      },
    },
  });
  const answers: readonly (readonly [number, Promise<Response>])[] = [
    [400, bench.request("/api/v1/evaluations?from=x", { key: viewer })],
    [401, bench.request("/api/v1/systems")],
    [403, bench.request("/api/v1/keys", { key: viewer })],
    [404, bench.request("/api/v1/nothing", { key: viewer })],
    [404, bench.request("/nothing", { key: viewer })],
    [404, bench.request("/v1/profiles", { method: "POST" })],
    [405, bench.request("/api/v1/systems", { method: "PUT", key: viewer })],
    [404, bench.request("/%2e%2e%2f%2e%2e/etc/passwd", { key: viewer })],
    [404, bench.request("/assets/%2e%2e/manifest.json")],
    [
      413,
      bench.request("/holds", {
        ...{ method: "POST", key: admin, body: "x" },
        headers: { "content-length": "9999999", "content-type": "text/plain" },
      }),
    ],
    [415, bench.request("/api/v1/holds", { method: "POST", body: "{}", key: admin })],
    [421, bench.request("/healthz", { headers: { host: "evil.example" } })],
    [422, bench.request("/api/v1/holds", { key: admin, ...json({ nonsense: true }) })],
    [500, broken.request("/api/v1/systems", { key: viewer })],
    [500, broken.request("/", { key: viewer })],
  ];
  for (const [status, asked] of answers) {
    const answer = await asked;
    expect(answer.status).toBe(status);
    check(answer, String(status), "http", "/error");
    expect(answer.headers.get("cache-control"), String(status)).toBe("no-store");
  }
});

test("another site may read nothing, whatever it asks beforehand", async () => {
  const bench = httpBench({ pages });
  for (const { path, method } of rights) {
    const headers = {
      origin: "https://evil.example",
      "access-control-request-method": method,
      "access-control-request-headers": "authorization, content-type",
    };
    const address = path.replace(/:\w+/g, "credit").replace("*", "000");
    const asked = await bench.request(address, {
      method: "OPTIONS",
      headers,
      key: bench.keys.admin,
    });
    // Which methods there are is no secret; that another site may use them would be said by a header.
    expect([204, 404], `${method} ${path}`).toContain(asked.status);
    const names = [...asked.headers.keys()].filter((name) => name.startsWith("access-control-"));
    expect(names).toEqual([]);
  }
});

function addressOf({ path, isAsked, parameter }: Right): string {
  return `${path.replace(/:\w+/g, "credit").replace("*", "000")}${isAsked ? `?${parameter}=credit` : ""}`;
}

function check({ headers }: Response, which: string, scheme: "http" | "https", path: string): void {
  const value = (name: string): string => headers.get(name) ?? "";
  const policy = new Map(
    value("content-security-policy")
      .split(";")
      .map((each): [string, string] => {
        const [name = "", ...sources] = each.trim().split(" ");
        return [name, sources.join(" ")];
      }),
  );
  for (const [name, sources] of Object.entries(POLICY)) {
    expect([name, policy.get(name)], which).toEqual([name, sources]);
  }
  expect(value("content-security-policy"), which).not.toMatch(/unsafe|https?:|\*|blob:/);
  for (const [name, expected] of Object.entries(HEADERS)) {
    expect([name, value(name)], which).toEqual([name, expected]);
  }
  const isHeld = value("strict-transport-security") === "max-age=31536000";
  expect(isHeld, which).toBe(scheme === "https");
  if (!KEPT.test(path)) expect(value("cache-control"), which).toContain("no-store");
  if (value("cache-control") !== "") expect(value("cache-control"), which).not.toMatch(/s-maxage/);
  for (const name of ["server", "x-powered-by", "access-control-allow-origin"]) {
    expect([name, headers.has(name)], which).toEqual([name, false]);
  }
  for (const cookie of headers.getSetCookie()) {
    expect(cookie, which).toMatch(/; Path=\//);
    // One that is taken back has nothing to keep.
    if (cookie.includes("Max-Age=0")) continue;
    expect(cookie, which).toMatch(/; SameSite=(Strict|Lax)/);
    // A colour is no secret, and a script may read it.
    if (!cookie.startsWith("tiltmeter-theme=")) expect(cookie, which).toMatch(/; HttpOnly/);
    if (scheme === "https" && !cookie.startsWith("tiltmeter-theme=")) {
      expect(cookie, which).toMatch(/^__Host-.*; Secure/);
    }
  }
}

const POLICY: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "connect-src": "'self'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
  "base-uri": "'none'",
  "require-trusted-types-for": "'script'",
};

const HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
};
