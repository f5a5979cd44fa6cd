import { parseVkey } from "tiltmeter/tlog/note-key";
import { packageInMemory } from "tiltmeter/verify/package-source";
import { reportLines } from "tiltmeter/verify/report";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { beforeAll, expect, test } from "vitest";
import { type Governed, govern, inTemporaryFolder, membersOf, writePackage } from "./governed.ts";

let governed: Governed;
let members: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  governed = await govern();
  members = await inTemporaryFolder(async (folder) => {
    await writePackage(`${folder}/p`, governed);
    return membersOf(`${folder}/p`);
  });
});

test("a real package is verified, and the text that was erased is listed", async () => {
  const held = { keys: [parseVkey(governed.keys[1].vkey)], checkpoints: [] };
  const verification = await verifyPackage(packageInMemory(members), held);
  console.log(reportLines(verification, "p").join("\n"));
  expect(verification.findings.kept.filter(({ kind }) => kind !== "gap")).toEqual([]);
  expect(verification.findings.outcome).toBe("verified_with_gaps");
});
