import { readFile } from "node:fs/promises";
import { ENTRY_TYPES as LEDGER_TYPES } from "tiltmeter/ledger/entry";
import { ENTRY_TYPES } from "tiltmeter/verify/entry-types";
import { expect, test } from "vitest";

test("both verifiers know every type of entry that this version writes", async () => {
  // A new type is added to entry-types.ts and verify.py: what it means for a verification is thought of there.
  expect([...ENTRY_TYPES].sort()).toEqual([...LEDGER_TYPES].sort());
  const script = await readFile(
    new URL("../../../collector/verify/verify.py", import.meta.url),
    "utf8",
  );
  const listed = /ENTRY_TYPES = set\(\s+"""([^"]+)"""/.exec(script)?.[1]?.trim().split(/\s+/) ?? [];
  expect(listed.sort()).toEqual([...LEDGER_TYPES].sort());
});
