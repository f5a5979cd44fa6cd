import { expect, test } from "vitest";
import { writtenLimit } from "../../../dashboards/formats/limit.ts";

test("the limit is told in words, with its bounds to draw", () => {
  const drift = "- id: a\n  measure: psi\n  limit: { max: 0.20 }  # agreed\n  warn: { max: 0.1 }";
  expect(writtenLimit(drift)).toEqual({
    words: "at most 0.2",
    min: null,
    max: 0.2,
    worse: "higher",
  });
  expect(writtenLimit("measure: accuracy\nlimit: { min: 92% }")).toEqual({
    words: "at least 92 %",
    min: 0.92,
    max: null,
    worse: "lower",
  });
  expect(writtenLimit("measure: latency_p95\nlimit: { max: 250ms }")?.words).toBe("at most 250 ms");
  expect(writtenLimit("measure: silence\nlimit: { max: 2m }")?.max).toBe(120);
  expect(writtenLimit("  limit:\n    min: 0.1\n    max: 0.25\n  for: 2")).toEqual({
    words: "at least 0.1 and at most 0.25",
    min: 0.1,
    max: 0.25,
    worse: null,
  });
});

test("a limit by ratio is told by its ratio and has no bound of its own to draw", () => {
  expect(writtenLimit("limit: { max_ratio: 1.5, of: baseline }")).toEqual({
    words: "at most 1.5 times the baseline's",
    min: null,
    max: null,
    worse: "higher",
  });
});

test("a false-alarm budget is told beside the limit", () => {
  const words = (proof: string): string | undefined =>
    writtenLimit(`measure: psi\nlimit: { max: 0.2 }\nproof: { ${proof} }`)?.words;
  expect(words("false_alarms: 1 per year, correct_for: [feature]")).toBe(
    "at most 0.2, with at most 1 false alarm a year",
  );
  expect(words("false_alarms: 2 per quarter")).toBe(
    "at most 0.2, with at most 2 false alarms a quarter",
  );
  expect(words('"false_alarms": "1 per 90d"')).toBe("at most 0.2");
  expect(words("false_alarms: 1 per 90d")).toBe("at most 0.2, with at most 1 false alarm in 90d");
});

test("a limit that says neither is quoted, and none is none", () => {
  expect(writtenLimit("limit: { sometime: 3 }")?.words).toBe("{ sometime: 3 }");
  expect(writtenLimit("id: none")).toBe(null);
});
