import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Running, tiltmeter } from "./command-line.ts";

function demo(...args: readonly string[]): Running {
  const command = tiltmeter(["demo", "--port", "0", ...args]);
  onTestFinished(async () => {
    command.process.kill("SIGKILL");
    await command.ended;
  });
  return command;
}

/** The temporary folder that it said it would remove. */
function folderOf(command: Running): string {
  return /^data in (.+), removed at the end$/m.exec(command.out())?.[1] ?? "";
}

test("the demonstration raises drift, accuracy and override nonconformities of real mail and the supplier's change of the model, delivers webhooks and sums up", async () => {
  const command = demo("--once", "--speed", "10");
  expect(await command.ended, command.err()).toBe(0);
  const out = command.out();
  const lines = out.split("\n");
  expect(lines[0]).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+$/);
  expect(lines[1]).toMatch(/^open http:\/\/127\.0\.0\.1:\d+\/sign-in\?token=/);
  expect(out).toContain("6046 real mails");
  expect(out).toMatch(/^filter: trained on \d+ mails, right on 98\.\d % of \d+ held out$/m);
  expect(out).toMatch(/^ {2}calm +\d+ mails, 98\.\d % right$/m);
  expect(out).toMatch(/^ {2}drifting +3046 mails, 9\d\.\d % right$/m);
  expect(out).toMatch(/^[67]\d\d questions answered by the assistant, \d+ failed$/m);
  const raising = ["input-drift", "accuracy-floor", "override-rate", "silent-model-change"];
  for (const control of raising) {
    expect(out).toMatch(new RegExp(`^ {2}(NC-\\d{4}-\\S+) +\\w+ +${control}, after \\d+ s$`, "m"));
  }
  const raised = [...out.matchAll(/^ {2}(NC-\S+) /gm)].map(([, id]) => id ?? "");
  for (const id of raised) expect(out).toMatch(new RegExp(`^webhook received: ${id} `, "m"));
  expect(folderOf(command)).not.toBe("");
  expect(existsSync(folderOf(command))).toBe(false);
}, 240_000);

test("a signal ends the demonstration with 0 and removes its folder", async () => {
  const command = demo();
  await command.printed("baseline: ", 30_000);
  command.process.kill("SIGINT");
  const asked = performance.now();
  expect(await command.ended, command.err()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(30_000);
  expect(existsSync(folderOf(command))).toBe(false);
});

test("a folder that holds something is left alone: exit 1 with the next step", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-demo-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "mine"), "mine");
  const command = demo("--data", folder);
  expect(await command.ended).toBe(1);
  expect(command.err()).toContain("name another");
  expect(existsSync(join(folder, "mine"))).toBe(true);
});
