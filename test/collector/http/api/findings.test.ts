import { expect, test } from "vitest";
import { httpBench, json } from "../http-bench.ts";

const PATH = "/api/v1/nonconformities/NC-2026-0042";

test("decisions are read by whoever may read, and reviewed by whoever may work on records", async () => {
  const bench = httpBench();
  const read = await bench.request(`${PATH}/decisions?state=open&limit=1`, {
    key: bench.keys.auditor,
  });
  expect([read.status, await read.json()]).toMatchObject([
    200,
    {
      ...{ affected: 2, reviewed: 0, closed: 0, next: "bmV4dA" },
      items: [{ id: "p-1", time: expect.any(String), decided: "upheld" }],
    },
  ]);
  const say = (body: unknown, key = bench.keys.operator): Promise<Response> =>
    bench.request(`${PATH}/decisions`, { key, ...json(body) });
  expect((await say({ decided: "upheld", ids: ["p-1"] }, bench.keys.auditor)).status).toBe(403);
  expect((await say({ decided: "upheld", ids: ["p-1"] })).status).toBe(200);
  expect(bench.acts).toEqual([
    {
      act: "reviewDecisions",
      of: {
        ...{ id: "NC-2026-0042", which: { kind: "named", ids: ["p-1"] } },
        ...{ decided: "upheld", by: "the operator" },
      },
    },
  ]);
  const none = await say({ decided: "corrected", all_open: true });
  expect([none.status, (await none.json()).detail]).toEqual([
    409,
    "every affected decision was reviewed already",
  ]);
});

test("a review that says too little, too much or nothing that is known is refused, with the reason", async () => {
  const bench = httpBench();
  for (const body of [
    {},
    { decided: "upheld" },
    { decided: "upheld", ids: ["a"], all_open: true },
    { decided: "forgotten", ids: ["a"] },
    { decided: "upheld", ids: [""] },
    { decided: "upheld", all_open: false },
    { decided: "upheld", ids: ["a"], note: "x" },
  ]) {
    const answer = await bench.request(`${PATH}/decisions`, {
      key: bench.keys.operator,
      ...json(body),
    });
    expect(answer.status, JSON.stringify(body)).toBe(422);
  }
  expect(bench.acts).toEqual([]);
  const states = await bench.request(`${PATH}/decisions?state=some`, { key: bench.keys.viewer });
  expect(states.status).toBe(400);
});

test("the file comes whole, as a download; what a record does not speak of is not found", async () => {
  const bench = httpBench();
  const key = bench.keys.viewer;
  const file = await bench.request(`${PATH}/decisions.csv`, { key });
  expect(await file.text()).toBe("prediction,time\r\np-1,2026-11-23T10:00:00.000Z\r\n");
  expect(file.headers.get("content-disposition")).toBe(
    'attachment; filename="NC-2026-0042-decisions.csv"',
  );
  for (const [path, status] of [
    [`${PATH}/documents/${"d".repeat(64)}`, 200],
    [`${PATH}/documents/${"e".repeat(64)}`, 404],
    [`${PATH}/effectiveness`, 200],
    ["/api/v1/nonconformities/NC-1999-0001/effectiveness", 404],
    ["/api/v1/nonconformities/NC-1999-0001/decisions", 404],
    ["/api/v1/nonconformities/NC-1999-0001/decisions.csv", 404],
  ] as const) {
    expect((await bench.request(path, { key })).status, path).toBe(status);
  }
});
