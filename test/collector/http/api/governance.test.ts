import { expect, test } from "vitest";
import { get } from "../api-answer.ts";
import { httpBench, json } from "../http-bench.ts";

test("a nonconformity has the documented shape and its version as ETag", async () => {
  const bench = httpBench();
  const answer = await bench.request("/api/v1/nonconformities/NC-2026-0042", {
    key: bench.keys.viewer,
  });
  expect(answer.headers.get("etag")).toMatch(/^"3-/);
  const record = await answer.json();
  expect(record).toMatchObject({
    id: "NC-2026-0042",
    state: "raised",
    severity: "high",
    control: "drift",
    controlRevision: "abc",
    system: "credit",
    clauses: { "iso-42001": ["A.6.2.6"] },
    statement: "income has drifted",
    raisedAt: "2026-11-23T10:00:00.000Z",
    firstBreachAt: "2026-11-23T09:59:00.000Z",
    episodes: [{ id: "ep-1", firedAt: "2026-11-23T10:00:00.000Z", endedAt: null, value: 0.31 }],
    evidence: "e".repeat(64),
    clocks: [],
    steps: [{ at: "2026-11-23T10:00:00.000Z", kind: "raised" }],
  });
  expect(JSON.stringify(record)).not.toMatch(/Ms"/);
  for (const [query, count] of [
    ["", 1],
    ["?state=raised&system=credit&control=drift", 1],
    ["?state=closed", 0],
    ["?system=spam", 0],
  ] as const) {
    const { body } = await get(bench, `/api/v1/nonconformities${query}`);
    expect((body as { items: unknown[] }).items).toHaveLength(count);
  }
});

test("a transition needs the version that was seen, a way to go and the fields of its state", async () => {
  const bench = httpBench();
  const to = async (body: unknown, ifMatch: string | null, key = bench.keys.compliance) => {
    const headers = ifMatch === null ? {} : { "if-match": ifMatch };
    const path = "/api/v1/nonconformities/NC-2026-0042/transitions";
    const answer = await bench.request(path, { key, ...json(body, headers) });
    return { status: answer.status, body: await answer.json() };
  };
  const move = { to: "assessing", fields: { owner: "ada" }, reason: "seen" };
  expect(await to(move, '"3"')).toMatchObject({ status: 200, body: { id: "NC-2026-0042" } });
  expect(bench.acts).toEqual([
    {
      act: "transition",
      of: {
        ...{ id: "NC-2026-0042", ...move, version: 3 },
        ...{ by: "the compliance", authority: "approve" },
      },
    },
  ]);
  expect(await to(move, null)).toMatchObject({ status: 428 });
  expect(await to(move, "three")).toMatchObject({ status: 400 });
  expect(await to(move, '"2"')).toMatchObject({ status: 412 });
  expect(await to({ to: "closed" }, '"3"')).toMatchObject({
    status: 409,
    body: { detail: "raised does not lead to closed" },
  });
  expect(await to({ to: "assessing" }, '"3"')).toMatchObject({
    status: 422,
    body: { detail: "leaving raised requires owner", fields: { owner: "required" } },
  });
  expect(await to({ to: "nowhere" }, '"3"')).toMatchObject({ status: 422 });
  expect(await to({ to: "assessing", owner: "ada" }, '"3"')).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining("owner") },
  });
  expect(await to(move, '"3"', bench.keys.auditor)).toMatchObject({ status: 403 });
  const other = await bench.request("/api/v1/nonconformities/NC-1/transitions", {
    key: bench.keys.admin,
    ...json(move, { "if-match": '"3"' }),
  });
  expect(other.status).toBe(404);
});

test("a comment is added in its author's name", async () => {
  const bench = httpBench();
  const path = "/api/v1/nonconformities/NC-2026-0042/comments";
  const answer = await bench.request(path, {
    key: bench.keys.auditor,
    ...json({ text: "looked" }),
  });
  expect(answer.status).toBe(200);
  expect(bench.acts).toEqual([
    { act: "comment", of: { id: "NC-2026-0042", text: "looked", by: "the auditor" } },
  ]);
  expect(
    (await bench.request(path, { key: bench.keys.auditor, ...json({ text: "" }) })).status,
  ).toBe(422);
});
