import { expect, test } from "vitest";
import { formatValue } from "../../../rules/index.ts";

test("values read as a person would say them", () => {
  const shown = [
    formatValue("error_rate", 0.0934),
    formatValue("error_rate", 0),
    formatValue("psi", 0.21449),
    formatValue("selection_rate_ratio", 0.8),
    formatValue("count", 208892),
    formatValue("latency_p95", 0.0123),
    formatValue("latency_p95", 1.5),
    formatValue("silence", 900),
    formatValue("silence", 90_000),
    formatValue("silence", 900_000),
    formatValue("no such metric", 1.23456),
  ];
  expect(shown).toEqual([
    "9.34 %",
    "0 %",
    "0.214",
    "0.8",
    "208892",
    "12.3 ms",
    "1.5 s",
    "15 min",
    "25 h",
    "10.4 days",
    "1.23",
  ]);
});
