import { expect, test } from "vitest";
import { detail, get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

const PATH = "/api/v1/systems/credit/client-metrics";

test("what clients counted stands beside what was told of, and what nothing says is null", async () => {
  const { status, body } = await get(httpBench(), `${PATH}?to=2026-11-23T10:00:00Z`);
  expect(status).toBe(200);
  expect(body).toEqual({
    from: "2026-11-22T10:00:00.000Z",
    to: "2026-11-23T10:00:00.000Z",
    items: [
      {
        supplier: "openai",
        requestModel: "gpt-4o",
        counted: { calls: 10, errors: 1, inputTokens: 120, outputTokens: null },
        told: { calls: 4, errors: 1, inputTokens: 48, outputTokens: 12 },
      },
    ],
  });
});

test("of a system that is not there, nothing was counted", async () => {
  expect(await detail(httpBench(), "/api/v1/systems/nobody/client-metrics")).toBe(
    '404 there is no system "nobody"',
  );
});
