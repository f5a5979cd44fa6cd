import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Governed, govern, newSigner, writePackage } from "../verify/governed.ts";
import { recordedTerminal } from "./command-line.ts";

let folder: string;
let governed: Governed;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-verify-"));
  governed = await govern();
  for (const name of ["q1", "q1.tar"]) await writePackage(join(folder, name), governed);
  await writeFile(join(folder, "keys"), `# of the contract\n\n${governed.keys[1].vkey}\n`);
  await writeFile(join(folder, "kept.note"), governed.checkpoints[1]?.note ?? "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...argv: readonly string[]): Promise<{ code: number; text: string }> {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["verify", ...argv], terminal);
  return { code, text: [...terminal.out, ...terminal.err].join("\n") };
}

test("a package is verified from its folder and from its tar, with a key that is named or in a file", async () => {
  for (const name of ["q1", "q1.tar"]) {
    for (const key of [governed.keys[1].vkey, join(folder, "keys")]) {
      const flags = ["--key", key, "--checkpoint", join(folder, "kept.note")];
      const told = await run(join(folder, name), ...flags);
      expect([told.code, told.text]).toEqual([3, expect.stringMatching(/^verified, with gaps: /)]);
    }
  }
});

test("what a script reads has the outcome, the exit code and every finding with its place", async () => {
  const told = await run(join(folder, "q1"), "--key", newSigner().vkey, "--json");
  const report = JSON.parse(told.text) as Record<string, unknown>;
  expect(told.code).toBe(2);
  expect(report).toMatchObject({
    outcome: "unverifiable",
    exit: 2,
    counts: { fault: 0, unknown: 1, gap: 1 },
    package: { origin: "acme.example/ledger", trust: { kind: "unknown" } },
  });
  expect(report["findings"]).toContainEqual({
    kind: "unknown",
    place: { member: "01-manifest.json" },
    says: expect.stringContaining("signer unknown"),
  });
});

test("the place of a change is told in words, and control characters are not passed on", async () => {
  await writeFile(join(folder, "q1", "05-nonconformities", "\u001b[2Jregister.csv"), "id\n");
  const told = await run(join(folder, "q1"), "--key", governed.keys[1].vkey);
  expect(told.code).toBe(1);
  expect(told.text).toContain("register.csv: is not in the manifest; it was added");
  expect(told.text).not.toContain("\u001b");
  await rm(join(folder, "q1", "05-nonconformities", "\u001b[2Jregister.csv"));
});

test("a key or a checkpoint that is none is told of before anything is verified", async () => {
  await writeFile(join(folder, "empty"), "# nothing\n");
  await writeFile(join(folder, "no.note"), "hello\n");
  for (const [flags, says] of [
    [["--key", join(folder, "empty")], "holds no key"],
    [["--key", join(folder, "no.note")], "give a verifier key"],
    [["--checkpoint", join(folder, "no.note")], "is no checkpoint"],
    [["--checkpoint", join(folder, "absent")], "cannot be read"],
  ] as const) {
    const told = await run(join(folder, "q1"), ...flags);
    expect([told.code, told.text]).toEqual([2, expect.stringContaining(says)]);
  }
});
