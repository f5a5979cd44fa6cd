import { originWindow } from "tiltmeter/reads/origin-window";
import { expect, test } from "vitest";

test("a baseline of a window says which, one of a file says none", () => {
  const window = { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 8) };
  const text = "window 2026-11-01T00:00:00.000Z/2026-11-08T00:00:00.000Z";
  expect(originWindow(text)).toEqual(window);
  expect(originWindow(`rolling, 7 days every 1 as approved with abc: ${text}`)).toEqual(window);
  for (const other of [
    "columns",
    "file window.csv",
    "window a/b",
    "window 2026-11-08/2026-11-01",
  ]) {
    expect(originWindow(other)).toBe(null);
  }
});
