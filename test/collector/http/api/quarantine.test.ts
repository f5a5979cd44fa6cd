import { expect, test } from "vitest";
import { get } from "../api-answer.ts";
import { httpBench, json } from "../http-bench.ts";

test("what was refused is listed page by page, and shown by its id to whoever mends it", async () => {
  const bench = httpBench();
  const read = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await bench.request(`/api/v1/quarantine${path}`, { key: bench.keys.operator });
    return { status: answer.status, body: await answer.json() };
  };
  const first = await read("?limit=1");
  expect(first.body).toMatchObject({
    items: [{ event: "aims.prediction", receivedAt: "2026-11-23T09:59:59.000Z" }],
    from: "2026-11-22T10:00:00.001Z",
  });
  const rest = await read(`?limit=1&cursor=${first.body["next"]}`);
  expect(rest.body).toMatchObject({ items: [{ record: '{"row":0}' }], next: null });
  const [item] = rest.body["items"] as { id: string }[];
  expect((await read(`/${item?.id}`)).body).toEqual(item);
  expect((await read("/nothing")).status).toBe(404);
  expect((await get(bench, "/api/v1/quarantine")).status).toBe(403);
});

const ID = "00000000-0000-4000-8000-000000000000.0.1";

test("what becomes of a refused record is decided with a reason, by whoever works on records", async () => {
  const bench = httpBench();
  const post = (act: string, body: object, key = bench.keys.operator): Promise<Response> =>
    Promise.resolve(bench.request(`/api/v1/quarantine/${act}`, { ...json(body), key }));
  const replayed = await post(`${ID}/replay`, { reason: " sent with a wrong key " });
  expect(replayed.status).toBe(200);
  expect(await replayed.json()).toMatchObject({
    ...{ id: ID, repeated: false },
    decision: {
      kind: "replayed",
      at: "2026-11-23T10:00:00.000Z",
      reason: "sent with a wrong key",
      receipt: { journal: "j-1", seq: 7 },
    },
  });
  expect(bench.acts).toMatchObject([{ act: "replay", of: { id: ID } }]);
  const refused = await post(`${ID}/discard`, { reason: "no use" });
  expect([refused.status, await refused.json()]).toMatchObject([409, { code: "conflict" }]);
  for (const body of [{}, { reason: " " }, { reason: "x".repeat(2_001) }]) {
    const answer = await post(`${ID}/replay`, body);
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ pointer: "/reason" }] },
    ]);
  }
  expect((await post("nothing/replay", { reason: "r" })).status).toBe(404);
  for (const key of [bench.keys.viewer, bench.keys.auditor, bench.keys.ingest]) {
    expect((await post(`${ID}/replay`, { reason: "r" }, key)).status).toBe(403);
  }
});
