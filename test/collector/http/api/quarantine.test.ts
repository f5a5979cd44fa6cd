import { expect, test } from "vitest";
import { get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

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
