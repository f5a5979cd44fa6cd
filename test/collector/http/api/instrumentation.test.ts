import { expect, test } from "vitest";
import { get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

test("what of hosted models' clients is watched is said of each system that says it", async () => {
  const { status, body } = await get(httpBench(), "/api/v1/instrumentation");
  expect([status, body]).toEqual([
    200,
    {
      items: [
        {
          ...{ system: "credit", processes: 2, watched: ["openai@7.59.0"] },
          ...{ unwatched: ["@anthropic-ai/sdk@1.14.0"], lost: [] },
        },
      ],
      next: null,
    },
  ]);
});
