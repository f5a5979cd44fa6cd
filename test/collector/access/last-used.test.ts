import { createLastUsed } from "tiltmeter/access/last-used";
import { expect, test } from "vitest";

test("use is known to five minutes, kept over a restart, and asks to be kept only when it moved", () => {
  const clock = { nowMs: Date.parse("2026-11-27T10:03:21Z") };
  const used = createLastUsed(null, () => clock.nowMs);
  expect([used.of("a"), used.unsaved()]).toEqual([null, null]);
  used.note("a");
  expect(new Date(used.of("a") ?? 0).toISOString()).toBe("2026-11-27T10:00:00.000Z");
  const kept = used.unsaved();
  clock.nowMs += 60_000;
  used.note("a");
  expect(used.unsaved()).toBeNull();
  expect(createLastUsed(kept, () => 0).of("a")).toBe(used.of("a"));
  for (const text of ["", "{", "[1]", '[["a","b"]]']) {
    expect(createLastUsed(text, () => 0).of("a")).toBeNull();
  }
});
