import { expect, test } from "vitest";
import { detail, get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

test("coverage tells each clause with its controls, over the range that was asked for", async () => {
  const path = "/api/v1/coverage?from=2026-11-01&to=2026-11-08";
  expect((await get(httpBench(), path)).body).toMatchObject({
    from: "2026-11-01T00:00:00.000Z",
    to: "2026-11-08T00:00:00.000Z",
    frameworks: [
      { id: "iso42001", scheduled: 8064, conclusive: 7212, clauses: expect.anything() },
      { id: "eu-ai-act" },
    ],
  });
  expect(await detail(httpBench(), "/api/v1/coverage?from=2026-11-08&to=2026-11-01")).toContain(
    "400 from must be earlier than to",
  );
});

test("what was scheduled and missed is told of each control", async () => {
  expect((await get(httpBench(), "/api/v1/evaluation-counts")).body).toEqual({
    items: [
      {
        ...{ control: "drift", scheduled: 24, judged: 23, missed: 1, backFilled: 1 },
        ...{ evaluations: 46, conclusive: 40, lastConclusive: null },
      },
    ],
    next: null,
    from: "2026-11-22T10:00:00.001Z",
    to: "2026-11-23T10:00:00.001Z",
  });
});

test("revisions come newest first, page by page, and of an unknown control not at all", async () => {
  const bench = httpBench();
  const { body } = await get(bench, "/api/v1/controls/drift/revisions?limit=1");
  expect(body).toEqual({
    items: [
      {
        ...{ revision: "r2", by: "mara", file: "starter.yaml", text: "{}" },
        loadedAt: "2026-11-23T10:00:00.002Z",
      },
    ],
    next: expect.any(String),
  });
  const { next } = body as { next: string };
  expect((await get(bench, `/api/v1/controls/drift/revisions?cursor=${next}`)).body).toMatchObject({
    items: [{ revision: "r1" }],
    next: null,
  });
  expect(await detail(bench, "/api/v1/controls/none/revisions")).toContain("404");
});
