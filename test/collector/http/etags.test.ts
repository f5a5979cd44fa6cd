import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { httpBench, json } from "./http-bench.ts";

const RECORD = "/api/v1/nonconformities/NC-2026-0042";
const bench = httpBench();
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  bench.request(path, { key: bench.keys.admin, headers });

test("what is read has an ETag, and is not sent again to whoever has it", async () => {
  for (const path of ["/api/v1/systems", "/api/v1/systems/credit", RECORD, "/api/v1/keys"]) {
    const first = await get(path);
    const etag = first.headers.get("etag") ?? "";
    expect(etag, path).toMatch(/^"[\w-]+"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await get(path, { "if-none-match": known });
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([
        304,
        "",
        etag,
      ]);
    }
    expect((await get(path, { "if-none-match": '"other"' })).status).toBe(200);
  }
  const all = (await get("/api/v1/systems")).headers.get("etag");
  expect((await get("/api/v1/systems?limit=1")).headers.get("etag")).not.toBe(all);
});

test("a record's ETag is taken as If-Match, and an older version's is not", async () => {
  const etag = (await get(RECORD)).headers.get("etag") ?? "";
  expect(etag).toMatch(/^"3-/);
  const move = { to: "assessing", fields: { owner: "mara" } };
  const moved = async (match: string): Promise<number> =>
    (
      await bench.request(`${RECORD}/transitions`, {
        key: bench.keys.admin,
        ...json(move, { "if-match": match }),
      })
    ).status;
  for (const match of [etag, `W/${etag}`, '"3"', "3", '"3-other"']) {
    expect(await moved(match), match).toBe(200);
  }
  expect(await moved(etag.replace("3-", "2-"))).toBe(412);
  expect(await moved('"pK0"')).toBe(400);
});

test("HEAD answers as GET does, without a body", async () => {
  const [head, whole] = await Promise.all([
    bench.request(RECORD, { key: bench.keys.admin, method: "HEAD" }),
    get(RECORD),
  ]);
  expect([head.status, await head.text()]).toEqual([200, ""]);
  for (const name of ["etag", "content-type", "content-length"]) {
    expect(head.headers.get(name), name).toBe(whole.headers.get(name));
  }
});

test("a long answer is compressed for whoever takes that, and its ETag is known all the same", async () => {
  const path = "/api/v1/openapi.json";
  const plain = await get(path);
  const small = await get(path, { "accept-encoding": "gzip" });
  expect(small.headers.get("content-encoding")).toBe("gzip");
  const bytes = Buffer.from(await small.arrayBuffer());
  expect(gunzipSync(bytes).toString()).toBe(await plain.text());
  expect(bytes.length).toBeLessThan(64_000);
  const etag = small.headers.get("etag") ?? "";
  expect(etag).toBe(`W/${plain.headers.get("etag")}`);
  expect((await get(path, { "if-none-match": etag })).status).toBe(304);
  const short = await get("/api/v1/openapi.json", { "accept-encoding": "br" });
  expect(short.headers.get("content-encoding")).toBeNull();
  const status = await get("/api/v1/status", { "accept-encoding": "gzip" });
  expect(status.headers.get("content-encoding")).toBeNull();
});
