import { parseControls } from "@tiltmeter/rules";
import { type Interruption, instants } from "tiltmeter/replay/instants";
import { expect, test } from "vitest";

const HOUR = 3_600_000;
/** A window that ends at 0 is judged by then. */
const DELAY = HOUR / 30;
const { controls } = parseControls(
  `version: 1
set: s
owner: o
controls:
  - { id: hourly, title: t, requirement: r, clauses: { iso42001: ["9.1"] }, severity: low, measure: error_rate, window: 1h, every: 1h, data_delay: 2m, limit: { max: 10% }, proof: measured, then: [{ raise: nonconformity }] }
  - { id: daily, title: t, requirement: r, clauses: { iso42001: ["9.1"] }, severity: low, measure: error_rate, window: 24h, every: 24h, data_delay: 0s, limit: { max: 10% }, proof: measured, then: [{ raise: nonconformity }] }
`,
  "c.yaml",
  (text) => text.slice(0, 8),
);

function ticks(toHours: number, interruptions: readonly Interruption[] = []): readonly string[] {
  const all = [...instants({ controls, fromMs: DELAY, toMs: toHours * HOUR, interruptions })];
  return all.map(
    ({ atMs, nowMs, starts }) =>
      `${atMs / HOUR}${atMs === nowMs ? "" : ` shows ${nowMs / HOUR}`}${starts ? " new" : ""}`,
  );
}

test("there is a tick whenever a window closes, and at no other time", () => {
  expect(controls).toHaveLength(2);
  expect(ticks(3)).toEqual([`${1 + 1 / 30} new`, `${2 + 1 / 30}`]);
  expect(ticks(24).at(-1)).toBe("24");
});

test("a process that starts again ticks at once, and none ticks while it is down", () => {
  const down: Interruption = { kind: "restart", atMs: 1.5 * HOUR, downMs: 1.25 * HOUR };
  expect(ticks(4, [down])).toEqual([`${1 + 1 / 30} new`, "2.75 new", `${3 + 1 / 30}`]);
});

test("a clock that jumps ahead makes windows due at once; one that goes back waits until it is ahead again", () => {
  const ahead: Interruption = { kind: "clock", atMs: 1.5 * HOUR, byMs: 2 * HOUR };
  const [first, jumped, ...later] = ticks(3, [ahead]);
  expect([first, jumped]).toEqual([`${1 + 1 / 30} new`, "1.5 shows 3.5"]);
  expect(later[0]).toMatch(/shows 4\.03/);
  const back: Interruption = { kind: "clock", atMs: 2.5 * HOUR, byMs: -2 * HOUR };
  const shown = [
    ...instants({ controls, fromMs: DELAY, toMs: 6 * HOUR, interruptions: [back] }),
  ].map(({ nowMs }) => nowMs);
  expect(shown).toEqual([...shown].sort((a, b) => a - b));
  expect(new Set(shown).size).toBe(shown.length);
});
