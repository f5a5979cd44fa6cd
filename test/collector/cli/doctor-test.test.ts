import { stripVTControlCharacters } from "node:util";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { items, startCollector } from "../../end-to-end/collector.ts";
import { startReceiver } from "../../sdk/receiver.ts";
import { recordedTerminal } from "./command-line.ts";

const NOW_MS = Date.UTC(2026, 0, 5, 12);

test("a test goes through every channel, each with a line and an entry; one that is not delivered is wrong", async () => {
  await using receiver = await startReceiver();
  const secret = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
  const webhook = (url: string) => ({ webhook: { url, secret, allowPrivate: false } });
  await using collector = await startCollector({
    nowMs: NOW_MS,
    channels: { board: webhook(receiver.url), nobody: webhook("http://127.0.0.1:1/") },
  });
  const terminal = recordedTerminal();
  const code = await runCommandLine(
    ["doctor", "--url", collector.url, "--key", collector.admin, "--send-test"],
    terminal,
  );
  const text = stripVTControlCharacters(terminal.out.join("\n"));
  expect(text).toMatch(/^well +test of board +delivered: /m);
  expect(text).toMatch(/^wrong +test of nobody +failed: /m);
  expect(code).toBe(1);
  expect(receiver.received).toHaveLength(1);
  const entries = items(await collector.api("/ledger/entries?limit=1000"))
    .map(({ entry }) => entry as { type: string; channel?: string; outcome?: string })
    .filter(({ type }) => type === "channel_tested");
  expect(entries).toMatchObject([
    { channel: "board", outcome: "delivered" },
    { channel: "nobody", outcome: "failed" },
  ]);
});

test("without a collector that runs there is nobody to send a test", async () => {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["doctor", "--data", "/nowhere", "--send-test"], terminal);
  expect(code).toBe(2);
  expect(terminal.err.join("\n")).toContain("--send-test is of a collector that runs");
});
