import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { alertmanagerChannel } from "tiltmeter/notify/channels/alertmanager";
import { createOutbox, type Outbox } from "tiltmeter/notify/outbox";
import { operatorHear } from "tiltmeter/notify/safe-fetch";
import { zoneOffsets } from "tiltmeter/zones";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";
import { receiver } from "./channels/receiver.ts";

const MINUTE = 60_000;
const RESEND_MS = 5 * MINUTE;
const START_MS = Date.UTC(2026, 10, 23, 12);

test("an alert is sent again before its receiver would end it, whatever fails, and not once its record is done with", async () => {
  let isWell = true;
  await using server = await receiver((response) => {
    response.writeHead(isWell ? 200 : 503).end();
  });
  const ledger = new MemoryLedger();
  let nowMs = START_MS;
  const born = (): Outbox =>
    createOutbox<MemoryLedger["state"], LedgerEntry>({
      ledger,
      channels: new Map([
        [
          "alerts",
          alertmanagerChannel(
            {
              ...{ url: server.url, labels: {}, resendMs: RESEND_MS, allowPrivate: false },
              authorization: null,
            },
            operatorHear,
          ),
        ],
      ]),
      ...{ now: () => nowMs, random: () => 0, offsets: zoneOffsets, origin: "t.example" },
      ...{ publicUrl: () => "https://t.example", deadChannel: async () => () => [] },
    });
  let outbox = born();
  const write = async (entry: LedgerEntry): Promise<void> => {
    await ledger.transact(() => ({ entries: [entry], result: undefined }));
    await outbox.drain();
  };
  /** Lets time go by as the loop would; gives the minutes at which something arrived. */
  const pass = async (ms: number): Promise<readonly number[]> => {
    const arrived: number[] = [];
    for (const endMs = nowMs + ms; nowMs < endMs; ) {
      nowMs = Math.min(endMs, Math.max(nowMs + 1, outbox.nextAttemptMs ?? endMs));
      const before = server.requests.length;
      await outbox.drain();
      if (server.requests.length > before) arrived.push((nowMs - START_MS) / MINUTE);
    }
    return arrived;
  };
  const alertAt = (at: number): Readonly<Record<string, string>> =>
    Reflect.get(Object(server.requests.at(at)?.json), 0);

  await outbox.drain();
  const stamp = { atMs: nowMs, by: "tiltmeter" };
  await write({ type: "nonconformity_raised", ...stamp, fingerprint: "m", record: record(1) });
  expect(server.requests).toHaveLength(1);

  const again = await pass(20 * MINUTE);
  expect(again.length).toBeGreaterThanOrEqual(4);
  const gaps = again.slice(1).map((at, i) => at - (again[i] ?? 0));
  for (const gap of gaps) expect(gap).toBeCloseTo(5, 0);
  expect(alertAt(-1)["labels"]).toEqual(alertAt(0)["labels"]);
  expect(Date.parse(alertAt(-1)["endsAt"] ?? "")).toBeGreaterThan(nowMs + 2 * RESEND_MS);

  // Down for two minutes, and well again: the alert has not ended meanwhile, and is made up for.
  isWell = false;
  const missed = await pass(6 * MINUTE);
  expect(missed.length).toBeGreaterThan(1);
  isWell = true;
  expect((await pass(MINUTE)).length).toBe(1);
  // What keeps alive is no delivery: the ledger has the one try.
  expect([...(ledger.state.attempts.get("NC-2026-0001") ?? [])]).toHaveLength(1);

  outbox = born();
  expect((await pass(MINUTE)).length).toBe(1);

  const closed = { id: "NC-2026-0001", to: "closed", fields: {}, text: "done" } as const;
  await write({ type: "nonconformity_moved", atMs: nowMs, by: "ann", ...closed });
  expect(Date.parse(alertAt(-1)["endsAt"] ?? "")).toBeLessThanOrEqual(nowMs);
  expect(await pass(20 * MINUTE)).toEqual([]);
});
