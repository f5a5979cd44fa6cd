import { expect, test } from "vitest";
import { detail, get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

const mail = {
  system: "mail",
  id: "c-1",
  standing: "open",
  kind: "bias",
  summary: "",
  reportedAt: "2026-11-23T09:59:50.000Z",
  acknowledgedAt: null,
  resolvedAt: null,
};

test("a concern is told by its report, with where it stands and every step since", async () => {
  const { body } = await get(httpBench(), "/api/v1/concerns?system=credit");
  expect(body).toEqual({
    items: [
      {
        system: "credit",
        id: "c-2",
        standing: "resolved",
        kind: "appeal",
        summary: "nobody told me why",
        reportedAt: "2026-11-23T09:59:51.000Z",
        acknowledgedAt: "2026-11-23T09:59:52.000Z",
        resolvedAt: "2026-11-23T10:00:00.000Z",
        steps: [
          {
            at: "2026-11-23T09:59:51.000Z",
            status: "reported",
            kind: "appeal",
            summary: "nobody told me why",
            by: "",
            environment: "",
          },
          expect.objectContaining({ at: "2026-11-23T09:59:52.000Z", status: "acknowledged" }),
          expect.objectContaining({ status: "resolved", summary: "explained", by: "ombud" }),
        ],
      },
    ],
    next: null,
  });
});

test("all systems' concerns are listed page by page, or those of one standing", async () => {
  const bench = httpBench();
  const first = await get(bench, "/api/v1/concerns?limit=1");
  const { items, next } = first.body as { items: { id: string }[]; next: string }; // the API's shape
  expect(items.map(({ id }) => id)).toEqual(["c-2"]);
  const second = await get(bench, `/api/v1/concerns?limit=1&cursor=${next}`);
  expect(second.body).toMatchObject({ items: [mail], next: null });
  const open = await get(bench, "/api/v1/concerns?standing=open");
  expect(open.body).toMatchObject({ items: [mail] });
  expect(await detail(bench, "/api/v1/concerns?standing=closed")).toBe(
    '400 standing must be one of open, acknowledged, resolved, got "closed"',
  );
});

test("who may send concerns may not read what others said", async () => {
  const bench = httpBench();
  const answer = await bench.request("/api/v1/concerns", { key: bench.keys.ingest });
  expect(answer.status).toBe(403);
});
