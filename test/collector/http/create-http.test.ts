import { expect, test } from "vitest";
import { httpBench } from "./http-bench.ts";

test("health needs no key; readiness says why not", async () => {
  const waiting = httpBench({ notReady: () => "the store is being opened" });
  expect((await waiting.request("/healthz")).status).toBe(200);
  const answer = await waiting.request("/readyz");
  expect([answer.status, (await answer.json()).detail]).toEqual([503, "the store is being opened"]);
  expect((await httpBench().request("/readyz")).status).toBe(200);
});

test("a fault of ours is 500 without its inside, and is reported", async () => {
  const bench = httpBench();
  const { findKey } = {
    findKey: () => {
      throw new TypeError("secret inside");
    },
  };
  const broken = httpBench({ identities: { findKey } });
  const answer = await broken.request("/api/v1/systems", { key: bench.keys.viewer });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret inside");
  expect(broken.reported).toMatchObject([{ message: "secret inside" }]);
});

test("a store that does not answer is 503, its reason for the operator only; a senseless question is 400", async () => {
  const named = (name: string, message: string): Error =>
    Object.assign(new Error(message, { cause: new Error("secret inside") }), { name });
  for (const [error, status] of [
    [named("ReadFailed", "the store could not answer evidence.volume"), 503],
    [named("SeriesRefused", "by must be model_version or segment.NAME, got x"), 400],
    [named("EvidenceRefused", "evidence needs a window"), 400],
  ] as const) {
    const bench = httpBench({
      identities: {
        findKey: () => {
          throw error;
        },
      },
    });
    const answer = await bench.request("/api/v1/systems", { key: bench.keys.viewer });
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toContain(error.message);
    expect(text).not.toContain("secret inside");
    expect(bench.reported).toEqual(status === 503 ? [error] : []);
  }
});

test("every answer carries the security headers, errors and pages alike", async () => {
  const bench = httpBench();
  for (const path of ["/", "/sign-in", "/api/v1/systems", "/v1/logs", "/nothing", "/healthz"]) {
    const { headers } = await bench.request(path);
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("bound to loopback, a name that only points here is refused", async () => {
  const bench = httpBench({ publicUrl: "http://tilt.internal:80" });
  const status = async (host: string): Promise<number> =>
    (await bench.request("/healthz", { headers: { host } })).status;
  for (const host of ["localhost:4318", "127.0.0.1", "[::1]:4318", "LOCALHOST", "tilt.internal"]) {
    expect(await status(host)).toBe(200);
  }
  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:4318"]) {
    expect(await status(host)).toBe(421);
  }
  const open = httpBench({ boundHost: "0.0.0.0" });
  expect((await open.request("/healthz", { headers: { host: "any.example" } })).status).toBe(200);
});
