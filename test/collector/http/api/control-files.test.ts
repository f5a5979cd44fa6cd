import { expect, test } from "vitest";
import { httpBench, json } from "../http-bench.ts";

const FILE = "credit.yaml";

test("a control file is sent as JSON or as YAML, and is answered with its controls", async () => {
  const bench = httpBench();
  const key = bench.keys.compliance;
  const put = (init: RequestInit, query = ""): Promise<Response> =>
    bench.request(`/api/v1/controls${query}`, { ...init, method: "PUT", key });
  const answer = await put(json({ file: FILE, text: "version: 1" }));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    file: FILE,
    outcome: "changed",
    controls: [{ id: "drift", revision: "abc" }],
    warnings: [{ line: 3, column: 5, code: "c", message: "it is wrong", fix: "mend it" }],
  });
  const yaml = { body: "version: 1", headers: { "content-type": "text/yaml; charset=utf-8" } };
  expect((await put(yaml, `?file=${FILE}`)).status).toBe(200);
  expect(bench.acts).toMatchObject(
    [1, 2].map(() => ({ act: "sendControls", of: { file: FILE, text: "version: 1" } })),
  );
  expect((await put(yaml)).status).toBe(400);
  expect((await put({ ...yaml, headers: { "content-type": "text/plain" } })).status).toBe(415);
  expect((await put(json({ file: "../credit.yaml", text: "" }))).status).toBe(422);
  expect((await put(json({ file: FILE, text: null }))).status).toBe(404);
  for (const role of ["operator", "auditor", "viewer", "ingest"] as const) {
    const refused = await bench.request("/api/v1/controls", {
      ...json({ file: FILE, text: "version: 1" }),
      ...{ method: "PUT", key: bench.keys[role] },
    });
    expect(refused.status, role).toBe(403);
  }
});

test("what is wrong in it has line and column; what is wrong elsewhere is a conflict", async () => {
  const bench = httpBench();
  const put = async (text: string): Promise<unknown> => {
    const init = { ...json({ file: FILE, text }), method: "PUT", key: bench.keys.admin };
    return (await bench.request("/api/v1/controls", init)).json();
  };
  expect(await put("wrong")).toMatchObject({
    ...{ status: 422, detail: "api:credit.yaml:3:5: it is wrong" },
    errors: [{ pointer: "/text", line: 3, column: 5, detail: "it is wrong: mend it" }],
  });
  expect(await put("others")).toMatchObject({
    ...{ status: 409, detail: expect.stringContaining("starter.yaml:3:5: it is wrong") },
  });
});
