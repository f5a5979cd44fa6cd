import { expect, test } from "vitest";
import { httpBench, json } from "../http-bench.ts";

test("an administrator tests a channel, and is told how it went in few words", async () => {
  const { request, keys } = httpBench();
  const answer = await request("/api/v1/channels/board/test", { key: keys.admin, ...json({}) });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    ...{ channel: "board", outcome: "failed", status: 500, detail: "answered 500", words: "oh" },
  });
  const unknown = await request("/api/v1/channels/nope/test", { key: keys.admin, ...json({}) });
  expect(unknown.status).toBe(404);
  for (const key of [keys.compliance, keys.operator, keys.auditor, keys.viewer, keys.ingest]) {
    const refused = await request("/api/v1/channels/board/test", { key, ...json({}) });
    expect(refused.status).toBe(403);
  }
});
