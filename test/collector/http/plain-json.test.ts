import { expect, test } from "vitest";
import { httpBench, json } from "./http-bench.ts";

test("one object or an array is accepted, with a receipt", async () => {
  const { request, keys, stored } = httpBench();
  const one = await request("/api/v1/predictions", {
    key: keys.ingest,
    ...json({ system: "s", id: "a" }),
  });
  expect([one.status, await one.json()]).toEqual([
    200,
    { accepted: 1, rejected: [], receipt: { journal: "j-1", seq: 1 } },
  ]);
  const many = [
    { system: "s", id: "a", label: "x" },
    { system: "s", id: "b", label: "x" },
  ];
  for (const path of ["outcomes", "predictions"]) {
    expect((await request(`/api/v1/${path}`, { key: keys.ingest, ...json(many) })).status).toBe(
      200,
    );
  }
  const review = { system: "s", id: "a", action: "confirm" };
  await request("/api/v1/oversight", { key: keys.ingest, ...json(review) });
  const score = { system: "s", id: "a", name: "pii", passed: true };
  await request("/api/v1/scores", { key: keys.ingest, ...json(score) });
  const concern = { system: "s", id: "c", summary: "why?" };
  await request("/api/v1/concerns", { key: keys.ingest, ...json(concern) });
  await request("/api/v1/changes", {
    key: keys.ingest,
    ...json({ system: "s", kind: "prompt" }),
  });
  expect(stored.map(({ statement }) => statement.kind)).toEqual([
    "prediction",
    "outcome",
    "outcome",
    "prediction",
    "prediction",
    "oversight",
    "score",
    "concern",
    "change",
  ]);
});

test("one bad item refuses itself; where all are bad the answer is 422 with the same list", async () => {
  const { request, keys, stored } = httpBench();
  const bad = { system: "s", featurs: {} };
  const reason = 'unknown key "featurs"; did you mean features?';
  const some = await request("/api/v1/predictions", {
    key: keys.ingest,
    ...json([bad, { system: "s" }]),
  });
  expect([some.status, await some.json()]).toEqual([
    200,
    { accepted: 1, rejected: [{ index: 0, reason }], receipt: { journal: "j-1", seq: 1 } },
  ]);
  const all = await request("/api/v1/predictions", { key: keys.ingest, ...json([bad]) });
  expect(all.headers.get("content-type")).toBe("application/problem+json");
  expect([all.status, await all.json()]).toEqual([
    422,
    {
      ...{ type: "about:blank", title: "Unprocessable Entity", status: 422 },
      ...{ code: "invalid_body", instance: "/api/v1/predictions" },
      detail: `nothing was accepted of 1; the first: ${reason}`,
      accepted: 0,
      rejected: [{ index: 0, reason }],
      receipt: null,
    },
  ]);
  expect(stored).toHaveLength(1);
});

test("malformed JSON is 400 with its place, a form is 415", async () => {
  const { request, keys } = httpBench();
  const broken = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"system":\n x}',
  };
  const answer = await request("/api/v1/predictions", { key: keys.ingest, ...broken });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { detail: 'malformed JSON at line 2, column 2: expected a value, got "x"' },
  ]);
  const form = { method: "POST", body: new URLSearchParams({ system: "s" }) };
  expect((await request("/api/v1/predictions", { key: keys.ingest, ...form })).status).toBe(415);
});

test("a conflict of batch ids is 409 here", async () => {
  const { request, keys, failures } = httpBench();
  failures.push(
    Object.assign(new Error("batch 07 had other records"), {
      name: "BatchConflict",
    }),
  );
  const answer = await request("/api/v1/predictions", {
    key: keys.ingest,
    ...json({ system: "s" }),
  });
  expect([answer.status, (await answer.json()).detail]).toEqual([
    409,
    "batch 07 had other records",
  ]);
});
