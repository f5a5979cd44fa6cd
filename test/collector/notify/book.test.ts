import { setImmediate } from "node:timers";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { createBook } from "tiltmeter/notify/book";
import { createMessageLog } from "tiltmeter/notify/message-log";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";

const STAMP = { atMs: 1_000, by: "tiltmeter" };
const BATCHES = 10;
const IN_BATCH = 300;

/** A ledger that told a channel of three thousand records, of which each tenth is still owed. */
async function told(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  const write = (entries: readonly LedgerEntry[]): Promise<void> =>
    ledger.transact(() => ({ entries, result: undefined }));
  const of = { channel: "chat", target: "a", kind: "slack" };
  await write([{ type: "channel_configured", ...STAMP, ...of }]);
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const numbers = Array.from({ length: IN_BATCH }, (_, i) => batch * IN_BATCH + i + 1);
    await write(
      numbers.flatMap((number): readonly LedgerEntry[] => {
        const raised = record(number);
        const attempted: LedgerEntry = {
          ...{ type: "notification_attempted", ...STAMP, message: `msg_${number}` },
          ...{ record: raised.id, event: "raised", channel: "chat", attempt: 1 },
          ...{ outcome: "delivered", status: 200, detail: "200", nextMs: null },
        };
        return [
          { type: "nonconformity_raised", ...STAMP, fingerprint: `m ${number}`, record: raised },
          ...(number % 10 === 0 ? [] : [attempted]),
        ];
      }),
    );
  }
  return ledger;
}

test("the first look after a start lets others in between, and sees what a look at once sees", async () => {
  const ledger = await told();
  const entries = ledger.state.announcements.length + ledger.state.notifications.length;
  let turns = 0;
  let isOn = true;
  const turn = (): void => {
    turns += 1;
    if (isOn) setImmediate(turn);
  };
  turn();
  const bookOf = createBook(() => false);
  const log = createMessageLog(bookOf);
  await log.inSlices(() => ledger.state);
  isOn = false;
  // Of the book and of the log no more than five hundred entries at once.
  expect(turns).toBeGreaterThan(entries / 500);
  const atOnce = createMessageLog(createBook(() => false));
  expect(log.messages(ledger.state)).toEqual(atOnce.messages(ledger.state));
  expect(log.channels(ledger.state)).toEqual(atOnce.channels(ledger.state));
  expect(log.waiting(ledger.state)).toEqual(atOnce.waiting(ledger.state));
  expect(log.channels(ledger.state)).toMatchObject([
    { channel: "chat", waiting: (BATCHES * IN_BATCH) / 10, deliveredMs: 1_000 },
  ]);
});

test("a look in the middle of the slices is whole, and the slices go on behind it", async () => {
  const ledger = await told();
  const bookOf = createBook(() => false);
  const log = createMessageLog(bookOf);
  const slices = log.inSlices(() => ledger.state);
  const whole = log.waiting(ledger.state).length;
  await slices;
  expect([whole, log.waiting(ledger.state).length]).toEqual([300, 300]);
});
