import { expect, test } from "vitest";
import { httpBench } from "../http-bench.ts";

const bench = httpBench();
const auditor = { key: bench.keys.auditor };

async function json(path: string): Promise<Record<string, unknown>> {
  const answer = await bench.request(path, auditor);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, unknown>;
}

test("the checkpoint is anyone's, as text and never stale", async () => {
  const answer = await bench.request("/checkpoint");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; ?charset=utf-8$/i);
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  expect(await answer.text()).toMatch(/^log-4f1d\n18440\n/);
});

test("tiles are bytes that may be kept for ever, by whoever may read", async () => {
  const answer = await bench.request("/tile/0/000.p/4", auditor);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(128).fill(7));
  expect((await bench.request("/tile/0/000", auditor)).status).toBe(404);
  expect((await bench.request("/tile/0/..%2f..%2fsigning.key", auditor)).status).toBe(404);
  expect((await bench.request("/tile/0/000.p/4")).status).toBe(401);
  expect((await bench.request("/tile/0/000.p/4", { key: bench.keys.ingest })).status).toBe(403);
});

test("entries come in pages, each with its place and leaf", async () => {
  const first = await json("/api/v1/ledger/entries?limit=3");
  expect(first).toMatchObject({
    size: 5,
    next: expect.any(String),
    items: [{ index: 0 }, { index: 1 }, {}],
  });
  const rest = await json(`/api/v1/ledger/entries?limit=3&cursor=${first["next"]}`);
  expect(rest).toMatchObject({ next: null, items: [{ index: 3 }, { index: 4 }] });
  expect(await json("/api/v1/ledger/entries?from=9")).toMatchObject({ items: [], next: null });
});

test("proofs are of an entry or of growth, and say so where there is nothing to prove", async () => {
  expect(await json("/api/v1/ledger/proofs?index=2")).toMatchObject({ index: 2, size: 4 });
  expect(await json("/api/v1/ledger/proofs?from=2&to=3")).toMatchObject({ from: 2, to: 3 });
  const text = await bench.request("/api/v1/ledger/proofs?index=2&format=tlog-proof", auditor);
  expect(await text.text()).toBe("c2sp.org/tlog-proof@v1\n");
  for (const [path, status, detail] of [
    ["/api/v1/ledger/proofs", 400, "ask for"],
    ["/api/v1/ledger/proofs?index=1&from=2", 400, "ask for"],
    ["/api/v1/ledger/proofs?index=-1", 400, "index must be a whole number"],
    ["/api/v1/ledger/proofs?index=4", 404, "newest checkpoint is of 4"],
    ["/api/v1/ledger/proofs?from=5", 404, "newest checkpoint is of 4"],
    ["/api/v1/ledger/proofs?index=1&size=2&format=tlog-proof", 400, "leave size out"],
    ["/api/v1/ledger/past", 400, "ask for"],
    ["/api/v1/ledger/past?size=6", 404, "6"],
    ["/api/v1/ledger/past?at=yesterday", 400, "ISO 8601"],
  ] as const) {
    const answer = await bench.request(path, auditor);
    expect(answer.status, path).toBe(status);
    expect(await answer.text(), path).toContain(detail);
  }
});

test("keys, anchors, standing and past are told with times as text", async () => {
  expect(await json("/api/v1/ledger/keys")).toMatchObject({
    origin: "log-4f1d",
    items: [{ isSignedByFormer: false }, { isSignedByFormer: true }],
  });
  expect(await json("/api/v1/ledger/anchors")).toMatchObject({ everySeconds: 3600 });
  const document = `/api/v1/ledger/anchors/${"d1".repeat(32)}`;
  expect(await json(document)).toMatchObject({ kind: "copy" });
  expect((await bench.request("/api/v1/ledger/anchors/x", auditor)).status).toBe(404);
  expect(await json("/api/v1/ledger")).toMatchObject({ size: 18_442, anchorEverySeconds: 3600 });
  expect(await json("/api/v1/ledger/past?size=3")).toMatchObject({ size: 3, controls: 31 });
  expect(await json("/api/v1/ledger/past?at=2026-11-03")).toMatchObject({ size: 9_001 });
});

test("only an administrator hands the log over to a new key", async () => {
  const post = (key: string) => bench.request("/api/v1/ledger/keys", { method: "POST", key });
  expect((await post(bench.keys.compliance)).status).toBe(403);
  const answer = await post(bench.keys.admin);
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ vkey: "log-4f1d+0a91b2c3+AQ==" });
});

test("the same is answered beside the rest of the ledger, under the same rights", async () => {
  const text = async (path: string, init = auditor): Promise<string> =>
    (await bench.request(path, init)).text();
  for (const [path, twin] of [
    ["/checkpoint", "/api/v1/ledger/checkpoint"],
    ["/tile/0/000.p/4", "/api/v1/ledger/tile/0/000.p/4"],
    ["/api/v1/ledger/proofs?index=2", "/api/v1/ledger/proof?index=2"],
  ] as const) {
    expect(await text(twin), twin).toBe(await text(path));
  }
  expect((await bench.request("/api/v1/ledger/checkpoint")).status).toBe(200);
  expect((await bench.request("/api/v1/ledger/tile/0/000.p/4")).status).toBe(401);
  expect((await bench.request("/api/v1/ledger/tile/0/000", auditor)).status).toBe(404);
});
