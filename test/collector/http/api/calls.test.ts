import { expect, test } from "vitest";
import { detail, get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

const PATH = "/api/v1/systems/credit/calls";

test("calls come with their tokens, cost and ends, and with what they do not say", async () => {
  const { status, body } = await get(httpBench(), `${PATH}?by=model_version&step=1h`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    prices: { asOf: "2026-11-01", currency: "USD" },
    series: [
      {
        by: { model_version: "gpt-4o" },
        points: [
          {
            ...{ time: "2026-11-22T10:00:00.000Z", calls: 4, errors: 1, usageUnknown: 1 },
            tokens: { input: 300, cached: 100, cacheKnown: 200, output: 40 },
            cost: { usd: 0.25, unpriced: { "x/y": 1 } },
            firstChunk: { p50: 0.4, p90: null, p95: null, p99: null },
            finishReasons: { stop: 2 },
            tools: { search: 3 },
          },
        ],
      },
    ],
  });
});

test("the same as a table, a row for each point", async () => {
  const bench = httpBench();
  const response = await bench.request(`${PATH}?by=model_version&format=csv`, {
    key: bench.keys.viewer,
  });
  expect(response.headers.get("content-type")).toMatch(/^text\/csv/);
  const [head, row] = (await response.text()).split("\r\n");
  expect(head).toMatch(/^time,model_version,calls,errors,usage_unknown,input_tokens,/);
  expect(row).toMatch(/^2026-11-22T10:00:00.000Z,gpt-4o,4,1,1,300,100,0,40,0,0.25,1,0.4,,,,1,3,/);
});

test("of a system that is not there, there are no calls", async () => {
  expect(await detail(httpBench(), "/api/v1/systems/nobody/calls")).toBe(
    '404 there is no system "nobody"',
  );
});
