import { expect, test } from "vitest";
import { partialFrom } from "../../../dashboards/charts/chart-data.ts";
import { TimeChart } from "../../../dashboards/charts/time-chart.tsx";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 14);
const point = (minute: number, value: number | null, n = 10) => ({
  ...{ timeMs: START + minute * MINUTE, by: {}, value, n, note: null },
  ...{ lower: value === null ? null : value - 0.1, upper: value === null ? null : value + 0.1 },
});

function drawn(nowMinute: number): string {
  return String(
    TimeChart({
      metric: "error_rate",
      points: [point(1, 0.2), point(3, 0.4, 30), point(4, 0.3)],
      compared: { word: "the day before", points: [point(1, 0.1), point(3, 0.1)] },
      steps: { range: { fromMs: START, toMs: START + 6 * MINUTE }, stepMs: MINUTE },
      changes: [{ timeMs: START + 3.5 * MINUTE, change: "deployment", summary: "model 7" }],
      now: START + nowMinute * MINUTE,
    }),
  );
}

test("the table of a chart has a row a step, newest first, a gap as a gap, and what changed in words", () => {
  const rows = [...drawn(60).matchAll(/<th scope="row">(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    row
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
  expect(rows).toEqual([
    "14:04 to 14:05 UTC 30.0 % 20.0 % to 40.0 % 10 not measured",
    "14:03 to 14:04 UTC model 7 40.0 % 30.0 % to 50.0 % 30 10.0 %",
    "14:02 to 14:03 UTC not measured 0 not measured",
    "14:01 to 14:02 UTC 20.0 % 10.0 % to 30.0 % 10 10.0 %",
  ]);
});

test("the number of the whole stands beside that of the comparison, with the difference", () => {
  const text = drawn(60)
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
  // (2 + 12 + 3) of 50, against 2 of 20.
  expect(text).toContain("34.0 % of 50");
  expect(text).toContain("the day before: 10.0 %, now 24.0 points more");
});

test("the step that is still filling is marked, in the drawing and in the table", () => {
  expect(drawn(60)).not.toContain("chart-partial");
  expect(drawn(4.5)).toContain("chart-partial");
  expect(drawn(4.5)).toContain("so far");
  const times = [0, 1, 2].map((minute) => START + minute * MINUTE);
  const at = (nowMs: number) => partialFrom({ times, stepMs: MINUTE, nowMs });
  expect(at(START + 1.5 * MINUTE)).toBe(START + MINUTE);
  expect(at(START + 3 * MINUTE)).toBe(null);
  expect(at(START - 1)).toBe(null);
});
