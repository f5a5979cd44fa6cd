import { isAccepted } from "tiltmeter/http/accept-check";
import { expect, test } from "vitest";
import { httpBench } from "./http-bench.ts";

const bench = httpBench();
const status = async (path: string, accept: string): Promise<number> =>
  (await bench.request(path, { key: bench.keys.admin, headers: { accept } })).status;

test("what a route never answers is refused, with what it does answer", async () => {
  const systems = "/api/v1/systems";
  for (const accept of ["application/json", "*/*", "application/*;q=0.2", "text/html, */*;q=0.1"]) {
    expect(await status(systems, accept), accept).toBe(200);
  }
  for (const accept of ["text/csv", "application/xml, text/*", "application/json;q=0"]) {
    expect(await status(systems, accept), accept).toBe(406);
  }
  const answer = await bench.request(systems, {
    key: bench.keys.admin,
    headers: { accept: "text/csv" },
  });
  expect(await answer.json()).toMatchObject({
    code: "not_acceptable",
    detail: 'this route answers application/json, and Accept has "text/csv"',
  });
});

test("a table is answered where it is asked for, by name or by Accept", async () => {
  const typeOf = async (path: string, accept?: string): Promise<string | null> =>
    (
      await bench.request(path, {
        key: bench.keys.admin,
        headers: accept === undefined ? {} : { accept },
      })
    ).headers.get("content-type");
  const path = "/api/v1/applicability";
  expect(await typeOf(path)).toBe("application/json");
  expect(await typeOf(path, "text/csv")).toContain("text/csv");
  expect(await typeOf(path, "application/json, text/csv;q=0.5")).toBe("application/json");
  expect(await typeOf(`${path}?format=csv`, "*/*")).toContain("text/csv");
});

test("ranges are read as RFC 9110 has them", () => {
  expect(isAccepted("text/plain", "TEXT/PLAIN; version=0.0.4")).toBe(true);
  expect(isAccepted("text/plain", "text/plain;q=0.0")).toBe(false);
  expect(isAccepted("text/plain", "application/*")).toBe(false);
});
