import { createAllowance } from "tiltmeter/export/allowance";
import { expect, test } from "vitest";

test("each asker has so many in any span, and is told when the next is theirs", () => {
  let nowMs = 0;
  const allowance = createAllowance({ now: () => nowMs, max: 3, spanMs: 1_000 });
  for (nowMs of [0, 100, 200]) expect(allowance.take("ann")).toBeNull();
  nowMs = 300;
  expect(allowance.take("ann")).toBe(700);
  expect(allowance.take("bob")).toBeNull();
  // To be refused costs nothing.
  nowMs = 999;
  expect(allowance.take("ann")).toBe(1);
  nowMs = 1_000;
  expect(allowance.take("ann")).toBeNull();
  expect(allowance.take("ann")).toBe(100);
});

test("whoever asks in many names makes nobody else wait, and no more is remembered than there is room for", () => {
  const allowance = createAllowance({ now: () => 0, max: 1, spanMs: 1_000 });
  expect(allowance.take("ann")).toBeNull();
  for (let i = 0; i < 9_999; i += 1) expect(allowance.take(`stranger ${i}`)).toBeNull();
  expect(allowance.take("ann")).toBe(1_000);
  expect(allowance.take("one more")).toBeNull();
  expect(allowance.take("ann")).toBeNull();
});
