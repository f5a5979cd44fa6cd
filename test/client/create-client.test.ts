import { type ServerType, serve } from "@hono/node-server";
import {
  changeRecord,
  createClient,
  items,
  Problem,
  type TiltmeterClient,
  take,
} from "@tiltmeter/client";
import { expect, onTestFinished, test } from "vitest";
import { httpBench } from "../collector/http/http-bench.ts";

/** A client of a collector's routes behind a real socket. */
async function served(role: "viewer" | "admin" | "ingest" = "admin"): Promise<{
  readonly client: TiltmeterClient;
  readonly bench: ReturnType<typeof httpBench>;
}> {
  const bench = httpBench();
  const port = await new Promise<number>((resolve) => {
    const server: ServerType = serve(
      { fetch: bench.app.fetch, port: 0, hostname: "127.0.0.1" },
      (at) => resolve(at.port),
    );
    onTestFinished(() => new Promise((done) => server.close(() => done())));
  });
  const url = `http://127.0.0.1:${port}/`;
  return { client: createClient({ url, key: bench.keys[role] }), bench };
}

test("what a route answers has its type, and what it refuses is a problem with a code", async () => {
  const { client } = await served("viewer");
  const system = await take(
    client.GET("/api/v1/systems/{id}", { params: { path: { id: "credit" } } }),
  );
  expect([system.id, system.riskTier, system.predictions > 0]).toEqual(["credit", "high", true]);
  const refused = take(client.GET("/api/v1/keys"));
  await expect(refused).rejects.toThrow("a key with the role viewer may not do this");
  await expect(refused).rejects.toMatchObject({ name: "Problem", status: 403, code: "forbidden" });
  const wrong = take(
    client.GET("/api/v1/systems/{id}/series", {
      params: { path: { id: "credit" }, query: { metric: "accuracy", step: "often" } },
    }),
  );
  await expect(wrong).rejects.toMatchObject({
    code: "invalid_parameter",
    errors: [{ parameter: "step", detail: expect.stringContaining("duration") }],
  });
});

test("what is no problem document is a problem all the same", async () => {
  const fetch = async (): Promise<Response> => new Response("<html>", { status: 502 });
  const client = createClient({ url: "http://collector.example", key: "k", fetch });
  const error = await take(client.GET("/api/v1/systems")).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ status: 502, code: null, errors: [] });
  expect(() => createClient({ url: "ftp://collector.example", key: "k" })).toThrow("http or https");
});

test("items are all of a list, however many pages it has, and once each", async () => {
  const { client } = await served();
  const all: string[] = [];
  for await (const { id } of items(client, "/api/v1/systems", { query: { limit: 1 } }))
    all.push(id);
  expect(all).toEqual(["credit", "spam", "triage"]);
  const revisions = items(client, "/api/v1/controls/{id}/revisions", {
    path: { id: "drift" },
    query: { limit: 1 },
  });
  const seen: string[] = [];
  for await (const { revision } of revisions) seen.push(revision);
  expect(seen).toEqual(["r2", "r1"]);
  const nobody = items(client, "/api/v1/controls/{id}/revisions", { path: { id: "nobody" } });
  await expect(nobody.next()).rejects.toMatchObject({ code: "not_found" });
});

test("a record is changed as it was seen, and anew where others were quicker", async () => {
  const { client, bench } = await served();
  const moved = await changeRecord(client, "NC-2026-0042", (record) => {
    expect(record.version).toBe(3);
    return { to: "assessing", fields: { owner: "mara" } };
  });
  expect(moved.id).toBe("NC-2026-0042");
  expect(bench.acts.at(-1)).toMatchObject({
    act: "transition",
    of: { version: 3, to: "assessing" },
  });
  expect((await changeRecord(client, "NC-2026-0042", () => null)).state).toBe("raised");
  let asked = 0;
  const busy = createClient({
    url: "http://collector.example",
    key: bench.keys.admin,
    fetch: async (request) => {
      const { method, url, headers } = request as Request;
      if (method === "POST" && asked < 3) headers.set("if-match", '"2"');
      const { pathname } = new URL(url);
      const body = method === "POST" ? { body: await (request as Request).text() } : {};
      return bench.app.request(pathname, { method, headers, ...body });
    },
  });
  await changeRecord(busy, "NC-2026-0042", () => {
    asked += 1;
    return { to: "assessing", fields: { owner: "mara" } };
  });
  expect(asked).toBe(3);
});
