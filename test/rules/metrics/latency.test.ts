import { expect, test } from "vitest";
import { latencyCell } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

test("a percentile is read within 1 %, with the cell that holds it and bounds where the sample allows", () => {
  const cells: Record<string, number> = {};
  for (let i = 1; i <= 1000; i++) {
    const cell = String(latencyCell(i / 1000));
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  const family = [group({ kind: "latencies", cells })];
  const [p95] = measure("latency_p95", family);
  if (p95?.kind !== "measured") throw new Error("not measured");
  expect(Math.abs(p95.value / 0.95 - 1)).toBeLessThan(0.01);
  expect(p95.lower).toBeLessThan(0.95);
  expect(p95.upper).toBeGreaterThan(0.95);
  expect(
    measure("latency_p99", [group({ kind: "latencies", cells: { "0": 10 } })])[0],
  ).toMatchObject({
    kind: "measured",
    upper: null,
  });
  expect(measure("latency_p50", family, { minSample: 1001 })[0]).toMatchObject({
    kind: "insufficient",
    reason: "1000 latencies, needs 1001",
  });
});
