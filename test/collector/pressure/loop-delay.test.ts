import { watchLoopDelay } from "tiltmeter/pressure/loop-delay";
import { expect, onTestFinished, test } from "vitest";

test("turns that take long are measured within a window, and forgotten after the next", async () => {
  const delay = watchLoopDelay(1_000);
  onTestFinished(() => delay.stop());
  expect(delay.p99Ms()).toBe(0);
  // Until a window has seen them: on a busy machine the first one may begin late.
  while (delay.p99Ms() < 200) {
    const until = performance.now() + 300;
    while (performance.now() < until);
    await new Promise(setImmediate);
  }
  await expect.poll(() => delay.p99Ms(), { timeout: 30_000 }).toBeLessThan(200);
});
