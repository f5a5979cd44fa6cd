import { startConductor } from "tiltmeter/evaluator/conductor";
import { expect, test, vi } from "vitest";

/** Conditions come about within milliseconds; a busy machine may take longer. */
const PATIENCE = { timeout: 20_000, interval: 5 };

test("ticks come at scheduled instants, never two at a time, and failures are counted and reported", async () => {
  let nowMs = 10_007;
  let running = 0;
  const seen: number[] = [];
  const errors: unknown[] = [];
  const conductor = startConductor({
    clock: { now: () => nowMs },
    everyMs: 5,
    onError: (error) => errors.push(error),
    tick: async (at) => {
      running += 1;
      expect(running).toBe(1);
      seen.push(at);
      nowMs += 12;
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (seen.length === 2) throw new Error("second");
    },
  });
  await vi.waitUntil(() => seen.length >= 5, PATIENCE);
  await conductor.stop();
  const { length } = seen;
  expect(running).toBe(0);
  expect(seen.every((at) => at % 5 === 0)).toBe(true);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  expect(errors).toMatchObject([{ message: "second" }]);
  expect(conductor.failures).toBe(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toHaveLength(length);
});

test("a clock that stands still or goes back ticks nothing until it is ahead again", async () => {
  const instants = [1000, 1000, 400, 1004, 1005, 1010];
  const seen: number[] = [];
  let asked = 0;
  const conductor = startConductor({
    clock: { now: () => instants[Math.min(asked++, instants.length - 1)] ?? 0 },
    everyMs: 5,
    onError: () => undefined,
    tick: (at) => Promise.resolve(seen.push(at)),
  });
  await vi.waitUntil(() => asked > instants.length, PATIENCE);
  await conductor.stop();
  expect(seen).toEqual([1000, 1005, 1010]);
});
