import { parseKey } from "tiltmeter/http/key";
import { expect, test } from "vitest";
import { httpBench, json } from "../http-bench.ts";

test("a key's text is shown once, works at once, and stops at once when revoked", async () => {
  const bench = httpBench();
  const { admin } = bench.keys;
  const made = await bench.request("/api/v1/keys", {
    key: admin,
    ...json({ role: "ingest", name: "edge", systems: ["credit"] }),
  });
  expect(made.status).toBe(201);
  const { id, key } = await made.json();
  expect(parseKey(key)).toMatchObject({ role: "ingest", id });
  expect(JSON.stringify(bench.acts)).not.toContain(parseKey(key)?.secret);
  const send = async (): Promise<number> =>
    (await bench.request("/api/v1/predictions", { key, ...json({ system: "credit" }) })).status;
  expect(await send()).toBe(200);
  const listed = await (await bench.request("/api/v1/keys", { key: admin })).text();
  expect(listed).toContain(id);
  expect(listed).not.toMatch(/hash|secret/);
  const revoke = async (of: string): Promise<number> =>
    (await bench.request(`/api/v1/keys/${of}`, { key: admin, method: "DELETE" })).status;
  expect(await revoke(id)).toBe(204);
  expect(await revoke(id)).toBe(204);
  expect(await send()).toBe(401);
  expect(await revoke("nobody00")).toBe(404);
  const limited = await bench.request("/api/v1/keys", {
    key: admin,
    ...json({ role: "viewer", name: "x", systems: ["credit"] }),
  });
  expect(await limited.json()).toMatchObject({ role: "viewer", systems: ["credit"] });
});

test("what a key cannot be is said for each field", async () => {
  const bench = httpBench();
  const refused = async (body: object): Promise<unknown> => {
    const answer = await bench.request("/api/v1/keys", { key: bench.keys.admin, ...json(body) });
    return [answer.status, (await answer.json()).detail];
  };
  const base = { role: "viewer", name: "x" };
  expect(await refused({ ...base, expiresAt: "soon" })).toEqual([
    422,
    "/expiresAt: must be an instant such as 2027-01-31T00:00:00Z",
  ]);
  expect(await refused({ ...base, systems: [] })).toEqual([
    422,
    expect.stringContaining("/systems"),
  ]);
  expect(await refused({ ...base, role: "root" })).toEqual([422, expect.stringContaining("/role")]);
});
