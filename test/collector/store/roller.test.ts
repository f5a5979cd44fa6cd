import { startRoller } from "tiltmeter/store/roller";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a roll that fails is told and tried again, and nothing is rolled after the end", async () => {
  const failures: unknown[] = [];
  let calls = 0;
  const roller = startRoller({
    roll: async () => {
      calls += 1;
      if (calls === 1) throw new Error("the store is down");
      return { behind: calls === 2 ? 100 : 0 };
    },
    onError: (error) => failures.push(error),
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([calls, failures.length]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(calls).toBe(2);
  // What is behind is caught up with sooner.
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls).toBe(3);
  await roller.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([calls, failures.length]).toEqual([3, 1]);
});
