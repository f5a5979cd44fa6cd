import { readFileSync } from "node:fs";
import { PROBLEM_CODES } from "tiltmeter/http/problem-codes";
import { expect, test } from "vitest";
import { httpBench, json } from "./http-bench.ts";

const bench = httpBench();

test("the documentation lists every code with its status and its meaning, and no other", () => {
  const text = readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8");
  const listed = [...text.matchAll(/^\| `(\w+)` \| (\d+) \| (.+) \|$/gm)].map(
    ([, code, status, means]) => [code, Number(status), means],
  );
  const known = Object.entries(PROBLEM_CODES).map(([code, { status, means }]) => [
    code,
    status,
    means,
  ]);
  expect(listed).toEqual(known);
});

test("a problem has a code, an instance, and the place of each mistake", async () => {
  const problem = async (path: string, init: object = {}): Promise<Record<string, unknown>> =>
    (await bench.request(path, { key: bench.keys.admin, ...init })).json();
  expect(await problem("/api/v1/systems?limit=0&sytem=a%20b")).toEqual({
    type: "about:blank",
    title: "Bad Request",
    status: 400,
    code: "invalid_parameter",
    detail:
      'limit must be 1–1000, got "0"; there is no parameter "sytem" here; there are limit, cursor',
    instance: "/api/v1/systems",
    errors: [
      { parameter: "limit", detail: 'limit must be 1–1000, got "0"' },
      { parameter: "sytem", detail: expect.stringContaining("there is no parameter") },
    ],
  });
  expect(await problem("/api/v1/systems?limit=1&limit=2")).toMatchObject({
    errors: [{ parameter: "limit", detail: "limit is given 2 times; give it once" }],
  });
  expect(await problem("/api/v1/systems?cursor=bm9uc2Vuc2U")).toMatchObject({
    code: "invalid_cursor",
  });
  expect(await problem("/api/v1/drift")).toMatchObject({
    errors: [{ parameter: "system", detail: "system is required, as in ?system=…" }],
  });
  const body = { fields: { "a/b~c": 7 }, cites: {}, more: 1 };
  expect(await problem("/api/v1/nonconformities", json(body))).toMatchObject({
    status: 422,
    code: "invalid_body",
    errors: [{ pointer: "/fields/a~1b~0c" }, { pointer: "" }],
  });
  const moved = json({ to: "assessing", fields: {} });
  const at = "/api/v1/nonconformities/NC-2026-0042/transitions";
  expect(await problem(at, moved)).toMatchObject({
    code: "version_required",
    errors: [{ header: "If-Match" }],
  });
  expect(await problem("/api/v1/nothing")).toMatchObject({ code: "no_route" });
  expect(await problem("/api/v1/systems/nobody")).toMatchObject({ code: "not_found" });
});
