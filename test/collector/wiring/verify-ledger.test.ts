import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ledger } from "tiltmeter/ledger/ledger";
import { createLedgerVerifier } from "tiltmeter/wiring/verify-ledger";
import { expect, test } from "vitest";

const START_MS = Date.UTC(2026, 10, 23);
const MINUTE_MS = 60_000;

test("who looks gets what was found lately, who keeps it gets what is, and damage is found", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-verified-"));
  let nowMs = START_MS;
  const now = (): number => nowMs;
  const ledger = await Ledger.open({ folder, now });
  const grow = () =>
    ledger.append([{ type: "ledger_heartbeat", atMs: nowMs, by: "tiltmeter", everyMs: MINUTE_MS }]);
  try {
    const { whole, lately } = createLedgerVerifier(ledger, now);
    await grow();
    const first = { entries: 1, failure: null, atMs: START_MS };
    expect(await Promise.all([lately(), lately()])).toEqual([first, first]);
    nowMs += 5 * MINUTE_MS;
    await grow();
    expect(await lately()).toEqual(first);
    const second = { entries: 2, failure: null, atMs: nowMs };
    expect(await whole()).toEqual(second);
    expect(await lately()).toEqual(second);
    nowMs += 20 * MINUTE_MS;
    expect(await lately()).toEqual({ ...second, atMs: nowMs });

    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name));
      const at = bytes.indexOf("ledger_heartbeat");
      if (at === -1) continue;
      bytes[at] = 0x4c;
      await writeFile(join(folder, name), bytes);
    }
    expect(await lately()).toMatchObject({ failure: null });
    expect((await whole()).failure).toMatch(/./);
    expect((await lately()).failure).toMatch(/./);
  } finally {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  }
});
