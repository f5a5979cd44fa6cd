import { type ServerType, serve } from "@hono/node-server";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, onTestFinished, test } from "vitest";
import { httpBench } from "../http/http-bench.ts";
import { recordedTerminal } from "./command-line.ts";

async function tiltmeter(...argv: readonly string[]): Promise<{ code: number; out: string }> {
  const bench = httpBench();
  const port = await new Promise<number>((resolve) => {
    const server: ServerType = serve(
      { fetch: bench.app.fetch, port: 0, hostname: "127.0.0.1" },
      (at) => resolve(at.port),
    );
    onTestFinished(() => new Promise((done) => server.close(() => done())));
  });
  const terminal = recordedTerminal({
    TILTMETER_URL: `http://127.0.0.1:${port}`,
    TILTMETER_KEY: bench.keys.operator,
  });
  const code = await runCommandLine(argv, terminal);
  return { code, out: [...terminal.out, ...terminal.err].join("\n") };
}

const ID = "00000000-0000-4000-8000-000000000000.0.1";

test("what was refused is listed with its reason, and shown as it was sent", async () => {
  const listed = await tiltmeter("quarantine", "list", "--from", "2026-11-22");
  expect(listed.code).toBe(0);
  expect(listed.out).toMatch(/2026-11-23T09:59:59 +aims\.prediction +abcd1234 +0{8}-.*must be/);
  const shown = await tiltmeter("quarantine", "show", ID);
  expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('record: {"row":1}')]);
  const json = await tiltmeter("quarantine", "show", ID, "--format", "json");
  expect(JSON.parse(json.out)).toMatchObject({ id: ID, reason: expect.any(String) });
});

test("an unknown id and a senseless time are refused in words", async () => {
  const unknown = await tiltmeter("quarantine", "show", "x");
  expect([unknown.code, unknown.out]).toEqual([
    1,
    expect.stringContaining('there is no refused record "x"'),
  ]);
  const senseless = await tiltmeter("quarantine", "list", "--from", "yesterday");
  expect([senseless.code, senseless.out]).toEqual([
    1,
    expect.stringContaining("from must be an ISO 8601 date"),
  ]);
});

test("a refused record is replayed or discarded with a reason, and what stands is said", async () => {
  const replayed = await tiltmeter("quarantine", "replay", ID, "--reason", "a wrong key");
  expect([replayed.code, replayed.out]).toEqual([
    0,
    `${ID} was replayed; it is in the journal j-1 as 7`,
  ]);
  const refused = await tiltmeter("quarantine", "discard", ID, "--reason", "no use");
  expect([refused.code, refused.out]).toEqual([1, expect.stringContaining("was replayed")]);
  const silent = await tiltmeter("quarantine", "discard", ID);
  expect([silent.code, silent.out]).toEqual([2, expect.stringContaining("--reason")]);
});
