import { startChecker } from "tiltmeter/seals/checker";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const seal = { journal: "j", fromSeq: 1, toSeq: 1, tables: [], encoder: 2 };

/** Seals as a ledger reads them: with a file open from the first to the last. */
function ledger() {
  const state = { open: 0 };
  async function* seals() {
    state.open += 1;
    try {
      for (let index = 0; index < 3; index += 1) yield { index, seal };
    } finally {
      state.open -= 1;
    }
  }
  return { state, seals };
}

test("a round that is cut short lets go of what it reads, by a failure and by the end", async () => {
  const { state, seals } = ledger();
  let fails = false;
  const errors: unknown[] = [];
  const checker = startChecker({
    seals,
    check: async () => {
      if (fails) throw new Error("the store is down");
      return [];
    },
    sealedSeq: () => 1,
    appliedSeq: () => 1,
    now: () => 1,
    onError: (error) => errors.push(error),
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([state.open, checker.progress().seals]).toEqual([1, 1]);
  fails = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect([state.open, errors.length]).toEqual([0, 1]);
  fails = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state.open).toBe(1);
  await checker.stop();
  expect(state.open).toBe(0);
});

test("after many rows the next seal waits longer", async () => {
  const { seals } = ledger();
  const checker = startChecker({
    seals,
    check: async () => [{ table: "outcomes_v1", verdict: { kind: "verified", rows: 100_000 } }],
    sealedSeq: () => 1,
    appliedSeq: () => 1,
    now: () => 1,
    onError: () => undefined,
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(checker.progress().seals).toBe(1);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(checker.progress().seals).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(checker.progress().seals).toBe(2);
  await checker.stop();
});
