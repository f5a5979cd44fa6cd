import { createVitals } from "tiltmeter/wiring/run-watchdog";
import { expect, test } from "vitest";

const MINUTE = 60_000;

function alive() {
  const state = {
    ...{ nowMs: 0, tickedMs: 0, lastSeq: 0, appliedSeq: 0 },
    notReady: null as string | null,
    store: null as Error | null,
    nextAttemptMs: null as number | null,
  };
  const vitals = createVitals({
    now: () => state.nowMs,
    tickedMs: () => state.tickedMs,
    evaluateEveryMs: 1_000,
    lastSeq: () => state.lastSeq,
    appliedSeq: () => state.appliedSeq,
    notReady: () => state.notReady,
    askStore: async () => {
      if (state.store !== null) throw state.store;
    },
    nextAttemptMs: () => state.nextAttemptMs,
  });
  const at = (minutes: number, of: Partial<typeof state>): Promise<string | null> => {
    Object.assign(state, { nowMs: minutes * MINUTE, tickedMs: minutes * MINUTE }, of);
    return vitals();
  };
  return at;
}

test("each part that stands still is named: ticks, journal, store, outbox; a restart of the store is none", async () => {
  const at = alive();
  expect(await at(1, {})).toBeNull();
  expect(await at(9, { tickedMs: MINUTE })).toBe("controls were not judged for 480 s");
  expect(await at(10, { notReady: "the disk is full" })).toBeNull();
  expect(await at(10.5, {})).toBeNull();
  expect(await at(11, {})).toBe("the disk is full");
  expect(await at(11.5, { notReady: null })).toBeNull();
  expect(await at(12, { lastSeq: 5 })).toBeNull();
  expect(await at(15, {})).toBeNull();
  expect(await at(17, {})).toBe("nothing of the journal went into the store for 330 s");
  expect(await at(18, { appliedSeq: 2 })).toBeNull();
  expect(await at(19, { appliedSeq: 5, nextAttemptMs: 12 * MINUTE })).toBe(
    "a notification is overdue by 420 s",
  );
  expect(await at(20, { nextAttemptMs: 30 * MINUTE })).toBeNull();
  expect(await at(21, { store: new Error("connection refused") })).toBe(
    "the store does not answer: connection refused",
  );
});
