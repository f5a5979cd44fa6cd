import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { fold } from "tiltmeter/ledger/fold";
import { decodeSnapshot, encodeSnapshot } from "tiltmeter/ledger/snapshot-bytes";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { record } from "./entries.ts";

const stamp = { atMs: 1, by: "tiltmeter" };
const entries: readonly LedgerEntry[] = Array.from({ length: 1_200 }, (_, i) => i).flatMap(
  (i): LedgerEntry[] => [
    { ...stamp, type: "nonconformity_raised", fingerprint: `f${i}`, record: record(i) },
    {
      ...stamp,
      type: "key_created",
      ...{ id: `k${i}`, role: "ingest", name: `k${i}`, hash: "0".repeat(64), systems: null },
    },
    {
      ...stamp,
      type: "notification_attempted",
      ...{ message: `m${i}`, record: record(i % 7).id, event: "raised", channel: "ops" },
      ...{ attempt: 1, outcome: "delivered", status: 200, detail: "", nextMs: null },
    },
  ],
);

test("a state of many records comes back as it was, and folds on as it would have", async () => {
  const half = fold(EMPTY_STATE, entries.slice(0, 1_900));
  const bytes = await encodeSnapshot(half, "code");
  const back = decodeSnapshot(bytes, "code");
  if (back === null) throw new Error("the snapshot is not read");
  expect(back).toEqual(half);
  expect([...back.nonconformities.keys()]).toEqual([...half.nonconformities.keys()]);
  expect(fold(back, entries.slice(1_900))).toEqual(fold(EMPTY_STATE, entries));
});

test("a snapshot of other code, cut or without a field is none", async () => {
  const state = fold(EMPTY_STATE, entries.slice(0, 40));
  const bytes = await encodeSnapshot(state, "code");
  expect(decodeSnapshot(bytes, "other")).toBeNull();
  for (const length of [0, 3, 9, 100, bytes.length - 1]) {
    expect(decodeSnapshot(bytes.subarray(0, length), "code")).toBeNull();
  }
  const { keys: _, ...rest } = state;
  const without = await encodeSnapshot(rest as typeof state, "code"); // as an older version would have it
  expect(decodeSnapshot(without, "code")).toBeNull();
});
