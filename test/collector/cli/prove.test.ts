import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Collector, startCollector } from "../../end-to-end/collector.ts";
import { recordedTerminal } from "./command-line.ts";

let collector: Collector;
let folder: string;
let data: string;
let key: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-prove-"));
  data = join(folder, "data");
  collector = await startCollector({
    nowMs: Date.UTC(2026, 10, 23),
    data,
    systems: [{ id: "credit" }],
  });
  await collector.api("/nonconformities", {
    cites: { iso42001: ["9.1"] },
    fields: {
      ...{ source: "internal_audit", severity: "medium", system: "credit" },
      ...{ title: "no minutes", requirement: "Reviews are minuted.", statement: "none are" },
    },
  });
  collector.clock.nowMs += 60_000;
  await collector.app.tick(collector.clock.nowMs);
  const { keys } = (await collector.api("/ledger")) as { keys: readonly { vkey: string }[] };
  key = keys[0]?.vkey ?? "";
});
afterAll(async () => {
  await collector[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function run(...argv: readonly string[]): Promise<{ code: number; text: string }> {
  const terminal = recordedTerminal();
  const code = await runCommandLine(argv, terminal);
  return { code, text: [...terminal.out, ...terminal.err].join("\n") };
}

test("what is known of a nonconformity is proven from a collector, and from its data folder alone", async () => {
  const from = {
    api: ["--url", collector.url, "--key", collector.admin],
    data: ["--data", data],
  };
  for (const [name, flags] of Object.entries(from)) {
    const path = join(folder, `${name}.tlog-proof`);
    expect((await run("prove", "NC-2026-0001", "-o", path, ...flags)).code).toBe(0);
    const verified = await run("verify", path, "--key", key);
    expect([verified.code, verified.text]).toEqual([0, expect.stringMatching(/^verified: /)]);
    expect(verified.text).toContain('"type":"nonconformity_reported"');
    expect((await run("verify", path)).code).toBe(2);
    // Nothing is written over.
    expect((await run("prove", "0", "-o", path, ...flags)).text).toContain("exists already");
  }
  const all = join(folder, "all.tlog-proof");
  const { text } = await run("prove", "NC-2026-0001", "--all", "-o", all, ...from.data);
  expect(text).toMatch(/all-\d+\.tlog-proof: entry \d+, in the tree of \d+/);
});

test("every bit of a proof counts, and its entry may lie in a file of its own", async () => {
  const path = join(folder, "entry.tlog-proof");
  await run("prove", "1", "-o", path, "--data", data);
  const bytes = await readFile(path);
  const changed = join(folder, "changed.tlog-proof");
  for (let i = 0; i < bytes.length; i += 1) {
    const copy = Buffer.from(bytes);
    copy[i] = (copy[i] ?? 0) ^ (1 << (i % 8));
    await writeFile(changed, copy);
    const { code } = await run("verify", changed, "--key", key);
    expect([i, code]).toEqual([i, expect.not.toBeOneOf([0, 3])]);
  }
  const text = bytes.toString();
  const entry = Buffer.from(/^extra (.*)$/m.exec(text)?.[1] ?? "", "base64");
  await writeFile(join(folder, "entry.json"), `${entry.toString()}\n`);
  await writeFile(changed, text.replace(/^extra .*\n/m, ""));
  expect((await run("verify", changed, "--key", key)).code).toBe(2);
  const apart = ["--entry", join(folder, "entry.json")];
  expect((await run("verify", changed, "--key", key, ...apart)).code).toBe(0);
});

test.each([
  [["prove", "credit", "-o", "x.tlog-proof"], 2, "is neither a nonconformity"],
  [["prove", "1", "-o", "x.txt"], 2, "-o must end with .tlog-proof"],
  [["prove", "1", "--all", "-o", "x.tlog-proof"], 2, "--all is for a nonconformity"],
  [["prove", "1", "-o", "x.tlog-proof", "--data", "/nowhere"], 1, "holds no signed ledger"],
  [["verify", "/nowhere"], 2, "cannot be read; name a package"],
  [["verify", "/nowhere", "--key", "a+00000000+AA=="], 2, "give a verifier key"],
])("%j ends with %i: %s", async (argv, code, says) => {
  const told = await run(...argv);
  expect([told.code, told.text]).toEqual([code, expect.stringContaining(says)]);
});

test("an entry that is not signed yet, or not there, is said to be so", async () => {
  const told = await run("prove", "999", "-o", join(folder, "no.tlog-proof"), "--data", data);
  expect([told.code, told.text]).toEqual([1, expect.stringContaining("there is no entry 999")]);
  const none = await run(
    "prove",
    "NC-2026-0009",
    "-o",
    join(folder, "no.tlog-proof"),
    "--data",
    data,
  );
  expect([none.code, none.text]).toEqual([1, expect.stringContaining("is about NC-2026-0009")]);
});
