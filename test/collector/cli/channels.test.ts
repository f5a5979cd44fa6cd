import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { mailServer } from "../notify/channels/mail-server.ts";
import { recordedTerminal, tiltmeter } from "./command-line.ts";

async function configured(text: string, run: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-channels-"));
  const file = join(folder, "tiltmeter.yaml");
  try {
    await writeFile(file, text);
    await run(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("a channel is tested from the configuration alone, and the process waits for the answer", async () => {
  await using server = await mailServer({});
  const mail = `{ host: 127.0.0.1, port: ${server.port}, tls: none, from: t@b.example, to: [a@b.example] }`;
  await configured(`channels: { board: { email: ${mail} } }\n`, async (file) => {
    const run = tiltmeter(["channels", "test", "board", "--config", file]);
    expect(await run.ended).toBe(0);
    expect(run.out()).toContain("board: delivered: answered 250\n  its first words: OK");
    expect(server.mails[0]?.parsed.subject).toBe("[test] Tiltmeter reaches the channel board");
  });
});

test("a channel that is not there, or does not answer, is told by exit code and words", async () => {
  const text = "channels: { team: { teams: { url: 'http://127.0.0.1:9/x' } } }\n";
  await configured(text, async (file) => {
    const code = async (...args: readonly string[]) => {
      const terminal = recordedTerminal();
      const ended = await runCommandLine(["channels", ...args, "--config", file], terminal);
      return { ended, said: [...terminal.out, ...terminal.err].join("\n") };
    };
    expect(await code("list")).toEqual({ ended: 0, said: "team  teams" });
    expect(await code("test", "nope")).toEqual({
      ...{ ended: 2, said: 'there is no channel "nope"; configured are team' },
    });
    expect(await code("test", "team")).toEqual({
      ...{ ended: 1, said: "team: failed: ECONNREFUSED: nobody listens there" },
    });
  });
});
