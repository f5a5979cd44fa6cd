import { expect, test } from "vitest";
import { benchReads, httpBench, json, NOW_MS } from "../http-bench.ts";

const PATH = "/api/v1/systems/credit/suspension";

test("a person's decision reaches the ledger with name, reason, end and the version that was seen", async () => {
  const { request, keys, acts } = httpBench();
  const body = { act: "suspend", reason: "it misjudges", until: "2027-01-01T00:00:00Z" };
  const answer = await request(PATH, {
    key: keys.compliance,
    ...json(body, { "if-match": '"2"' }),
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("etag")).toBe('"0"');
  expect(acts).toEqual([
    {
      act: "decideOnSystem",
      of: {
        system: "credit",
        act: "suspend",
        reason: "it misjudges",
        untilMs: Date.UTC(2027, 0, 1),
        by: "the compliance",
        version: 2,
      },
    },
  ]);
  expect(await answer.json()).toMatchObject({
    system: "credit",
    standing: "running",
    proposals: [],
    suspension: null,
    diverted: { calls: 0, first: null },
    history: [],
  });
});

test("only those who approve decide; the others read", async () => {
  const { request, keys } = httpBench();
  for (const key of [keys.operator, keys.auditor, keys.viewer, keys.ingest]) {
    const answer = await request(PATH, { key, ...json({ act: "suspend", reason: "x" }) });
    expect(answer.status).toBe(403);
  }
  expect((await request(PATH, { key: keys.auditor })).status).toBe(200);
});

test("what cannot be is told with its field and its status", async () => {
  const { request, keys } = httpBench();
  const post = async (body: object, headers = {}): Promise<readonly unknown[]> => {
    const answer = await request(PATH, { key: keys.admin, ...json(body, headers) });
    return [answer.status, await answer.json()];
  };
  expect(await post({ act: "stop", reason: "x" })).toMatchObject([
    422,
    { errors: [{ pointer: "/act" }] },
  ]);
  expect(await post({ act: "suspend", reason: "x", until: "tomorrow" })).toMatchObject([
    422,
    { errors: [{ pointer: "/until" }] },
  ]);
  expect(await post({ act: "resume" })).toMatchObject([422, { fields: { reason: "is required" } }]);
  expect(await post({ act: "resume", reason: "x" })).toMatchObject([409, { detail: "it is not" }]);
  expect(await post({ act: "approve", reason: "x" }, { "if-match": "9" })).toMatchObject([
    412,
    { detail: expect.stringContaining("the directive of credit has changed") },
  ]);
  expect(await post({ act: "approve", reason: "x" }, { "if-match": "soon" })).toMatchObject([
    400,
    { detail: expect.stringContaining("If-Match must be the ETag") },
  ]);
});

test("a misspelt system is 404, but where the store is away the decision counts", async () => {
  const { request, keys } = httpBench();
  const body = json({ act: "suspend", reason: "x" });
  const path = "/api/v1/systems/kredit/suspension";
  expect((await request(path, { key: keys.admin, ...body })).status).toBe(404);
  const fail = async (): Promise<never> => {
    throw new Error("the store does not answer");
  };
  const reads = benchReads({ nowMs: NOW_MS });
  const away = httpBench({ reads: { ...reads, system: fail, diverted: fail } });
  const answer = await away.request(path, { key: away.keys.admin, ...body });
  expect([answer.status, await answer.json()]).toMatchObject([200, { diverted: null }]);
});
