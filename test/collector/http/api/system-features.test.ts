import { expect, test } from "vitest";
import { detail, get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

test("features are listed with what they are, how much came, and how far they moved", async () => {
  const bench = httpBench();
  const { status, body } = await get(bench, "/api/v1/systems/credit/features");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    items: [
      { feature: "age", distance: { metric: "psi", value: null, note: "3 of 200 needed" } },
      {
        ...{ feature: "income", kind: "numeric", coverage: 0.9 },
        baseline: { values: 100, missing: 0 },
        distance: { metric: "psi", value: 0.31, lower: 0.28, upper: 0.34, n: 900 },
      },
      { feature: "unheard-of", coverage: null, baseline: null, distance: null },
    ],
    next: null,
    baseline: { name: "approved", rows: 100 },
    from: "2026-11-22T10:00:00.000Z",
    to: "2026-11-23T10:00:00.000Z",
  });
});

test("features come in pages; of a system that is not there, there are none", async () => {
  const bench = httpBench();
  const first = await get(bench, "/api/v1/systems/credit/features?limit=2");
  const { next } = first.body as { next: string };
  const rest = await get(bench, `/api/v1/systems/credit/features?limit=2&cursor=${next}`);
  expect(rest.body).toMatchObject({ items: [{ feature: "unheard-of" }], next: null });
  expect(await detail(bench, "/api/v1/systems/nobody/features")).toBe(
    '404 there is no system "nobody"',
  );
});
