import fc from "fast-check";
import { expect, test } from "vitest";
import { choices, moved, shownComparison } from "../../dashboards/comparison.ts";
import { rangeQuery, shownRange, stepped } from "../../dashboards/range.ts";
import type { SystemSummary } from "../../dashboards/reads.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 32, 10);
const HOUR = 3_600_000;
const LIFE = { firstSeenMs: NOW - 90 * 24 * HOUR, lastSeenMs: NOW };
const BASELINE = { name: "first-groups", digest: "d", approvedMs: NOW };

const models = ["1", "2"].map((version) => ({ name: "m", version, predictions: 1 }));
const system = (
  baseline: SystemSummary["baseline"],
): Pick<SystemSummary, "baseline" | "models"> => ({ baseline, models });

function compared(compare: string, of = system(null), range = "6h") {
  const shown = shownRange({ range, compare }, NOW, LIFE);
  return shownComparison(shown, stepped(shown, 96), of, NOW);
}

test("an earlier time is moved by whole steps, so that its points stand under those of the present", () => {
  const ranges = fc.record({
    fromMs: fc.integer({ min: NOW - 80 * 24 * HOUR, max: NOW - HOUR }),
    lengthMs: fc.integer({ min: 60_000, max: 60 * 24 * HOUR }),
    compare: fc.constantFrom("previous", "week"),
    pointsMax: fc.integer({ min: 8, max: 96 }),
  });
  fc.assert(
    fc.property(ranges, ({ fromMs, lengthMs, compare, pointsMax }) => {
      const [from, to] = [fromMs, fromMs + lengthMs].map((ms) => new Date(ms).toISOString());
      const range = shownRange({ from: from ?? "", to: to ?? "", compare }, NOW, LIFE);
      const steps = stepped(range, pointsMax);
      const found = shownComparison(range, steps, system(null), NOW);
      if (found.kind !== "earlier") throw new Error(`got ${found.kind}`);
      const byMs = steps.range.fromMs - found.range.fromMs;
      expect(byMs).toBeGreaterThan(0);
      expect(byMs % steps.stepMs).toBe(0);
      expect(found.range.toMs - found.range.fromMs).toBe(steps.range.toMs - steps.range.fromMs);
      const point = { by: {}, value: 1, n: 1, lower: null, upper: null, note: null };
      const [there] = moved([{ ...point, timeMs: found.range.fromMs }], byMs);
      expect(there?.timeMs).toBe(steps.range.fromMs);
    }),
  );
});

test("the period before ends where the present one begins", () => {
  const range = shownRange({ range: "6h", compare: "previous" }, NOW, LIFE);
  const steps = stepped(range, 96);
  const found = compared("previous");
  expect(found).toMatchObject({ kind: "earlier", word: "the 6 h before" });
  expect(found.kind === "earlier" && found.range.toMs).toBe(steps.range.fromMs);
});

test("a baseline is compared with over its own time, and one of a file says that it has none", () => {
  const window = { fromMs: NOW - 9 * HOUR, toMs: NOW - 8 * HOUR };
  expect(compared("baseline", system({ ...BASELINE, window }))).toMatchObject({
    ...{ kind: "baseline", range: window },
  });
  expect(compared("baseline", system({ ...BASELINE, window: null }))).toMatchObject({
    ...{ kind: "none", problem: expect.stringContaining("made from a file") },
  });
  const rates = { accuracy: 0.95 };
  expect(compared("baseline", system({ ...BASELINE, window: null, rates }))).toMatchObject({
    ...{ kind: "baseline", range: null, rates },
  });
  expect(compared("baseline")).toMatchObject({
    problem: expect.stringContaining("no approved baseline"),
  });
});

test("a version is one that the system had; anything else says what there is", () => {
  expect(compared("version:2")).toMatchObject({ kind: "version", version: "2" });
  for (const compare of ["version:9", "yesterday", "version:"]) {
    expect(compared(compare)).toMatchObject({
      kind: "none",
      problem: expect.stringContaining(`got ${compare}`),
    });
  }
});

test("everything that is offered is understood, and stays in the address", () => {
  const of = system({ ...BASELINE, window: { fromMs: 0, toMs: HOUR } });
  for (const { value } of choices(of)) {
    expect(compared(value, of).kind).not.toBe("none");
    const shown = shownRange({ range: "6h", compare: value }, NOW, LIFE);
    const query = new URLSearchParams(rangeQuery(shown));
    expect([query.get("range"), query.get("compare")]).toEqual(["6h", value]);
  }
});
