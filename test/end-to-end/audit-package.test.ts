import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpackPackage } from "tiltmeter/cli/unpack-package";
import { readHeldKeys } from "tiltmeter/verify/held";
import { openPackage } from "tiltmeter/verify/package-source";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Collector } from "./collector.ts";
import { QUARTER, quarter } from "./quarter.ts";

let collector: Collector;
let folder: string;
let at: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-package-"));
  collector = await quarter();
  const asked = { kind: "audit", ...QUARTER, sample: { count: 20, seed: "dice: 4, 1, 6" } };
  at = await fetched(asked, "package");
}, 120_000);

afterAll(async () => {
  await collector[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function fetched(asked: object, name: string): Promise<string> {
  const started = await collector.api("/exports", asked);
  const id = String(started["id"]);
  for (;;) {
    const report = await collector.api(`/exports/${id}`);
    if (report["status"] === "failed") throw new Error(String(report["reason"]));
    if (report["status"] !== "done") {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const [file] = report["files"] as readonly { name: string }[];
    const answer = await fetch(`${collector.url}/api/v1/exports/${id}/files/${file?.name}`, {
      headers: { authorization: `Bearer ${collector.admin}` },
    });
    const tar = join(folder, `${name}.tar`);
    await writeFile(tar, new Uint8Array(await answer.arrayBuffer()));
    if (process.env["KEEP"] !== undefined)
      await writeFile(process.env["KEEP"], await readFile(tar));
    await unpackPackage(tar, join(folder, name));
    return join(folder, name);
  }
}

test("verifies offline", async () => {
  const manifest = JSON.parse(await readFile(join(at, "01-manifest.json"), "utf8"));
  const source = await openPackage(at);
  const verified = await verifyPackage(source, {
    keys: await readHeldKeys([manifest.signer]),
    checkpoints: [],
  });
  expect(verified.findings.kept).toEqual([]);
  expect(verified.findings.outcome).toBe("verified");
});
