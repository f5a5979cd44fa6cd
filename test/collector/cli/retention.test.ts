import { type ServerType, serve } from "@hono/node-server";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, onTestFinished, test } from "vitest";
import { httpBench } from "../http/http-bench.ts";
import { recordedTerminal } from "./command-line.ts";

async function tiltmeter(role: "viewer" | "compliance", ...argv: readonly string[]) {
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
    TILTMETER_KEY: bench.keys[role],
  });
  const code = await runCommandLine(argv, terminal);
  return { code, out: [...terminal.out, ...terminal.err].join("\n"), acts: bench.acts };
}

test("each class is shown with its days, what is due of it, and what a hold keeps", async () => {
  const { code, out } = await tiltmeter("viewer", "retention");
  expect(code).toBe(0);
  expect(out).toMatch(
    /^features +90 days +2026-11-23T10:00 +3 +2 of credit by HOLD-0001 +the values/m,
  );
  expect(out).toContain("no run since the start");
});

test("a run deletes only for those who may approve, and says when nothing is due", async () => {
  const refused = await tiltmeter("viewer", "retention", "run");
  expect([refused.code, refused.acts]).toEqual([1, []]);
  const ran = await tiltmeter("compliance", "retention", "run", "--dry-run", "--confirm");
  expect([ran.code, ran.out]).toEqual([0, "nothing is past its time"]);
  expect(ran.acts).toEqual([{ act: "expire", of: { isDry: true, isConfirmed: true } }]);
});

test("a prompt is read with a reason, and not without", async () => {
  const argv = ["content", "credit", "p-1"];
  const read = await tiltmeter("compliance", ...argv, "--reason", "NC-2026-0042");
  expect([read.code, read.out]).toEqual([0, "input:\nhow?"]);
  expect(read.acts).toMatchObject([{ act: "readContent", of: { reason: "NC-2026-0042" } }]);
  const refused = await tiltmeter("viewer", ...argv, "--reason", "curious");
  expect([refused.code, refused.acts]).toEqual([1, []]);
  const none = await tiltmeter("compliance", ...argv);
  expect([none.code, none.out]).toEqual([2, expect.stringContaining("--reason")]);
});
