import { expect, test } from "vitest";
import { canReplay, type JudgedWindow, judge, replay } from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";

const HOUR_MS = 3_600_000;
const terms = (max: string, more = ""): ReturnType<typeof controlOf> =>
  controlOf(
    `measure: count\nwindow: 1h\nlimit: { max: ${max} }\nrequirement: r\nrecover: { for: 1 windows }${more}`,
  );
const [strict, loose] = [terms("10"), terms("20")];

/** Windows of one system with these values, judged by the loose revision. */
function windows(system: string, values: readonly (number | null)[]): readonly JudgedWindow[] {
  return values.map((value, hour) => {
    const verdict =
      value === null
        ? ({ kind: "no_data", reason: "nothing" } as const)
        : judge(
            loose,
            { kind: "measured", value, lower: null, upper: null, n: value, detail: {} },
            null,
          );
    return {
      instanceKey: system,
      labels: { system },
      windowStartMs: hour * HOUR_MS,
      windowEndMs: (hour + 1) * HOUR_MS,
      verdict,
      isFiring: verdict.kind === "breach",
    };
  });
}

const by = (control: typeof strict) => ({ termsOf: () => control, baselineOf: () => null });

test("what the former limit would have raised, and the new one did not, is counted once an episode", () => {
  const found = replay(windows("a", [5, 15, 15, 5, 15, 25, 5]), by(strict));
  expect(found.windows).toBe(7);
  expect(found.raises.map(({ atMs }) => atMs / HOUR_MS)).toEqual([2, 5]);
  expect(replay(windows("a", [5, 15, 15, 5]), by(loose)).raises).toEqual([]);
});

test("what both revisions raised is no loss", () => {
  expect(replay(windows("a", [5, 25, 25, 5]), by(strict)).raises).toEqual([]);
});

test("instances are apart, and missing data neither raises nor recovers", () => {
  const both = [...windows("a", [15, null, 15]), ...windows("b", [5, 15, null])].toSorted(
    (x, y) => x.windowEndMs - y.windowEndMs,
  );
  expect(replay(both, by(strict)).raises.map(({ labels }) => labels["system"])).toEqual(["a", "b"]);
  expect(replay(windows("a", [null, null]), by(strict)).raises).toEqual([]);
});

test("a false-alarm budget is weighed from stored trials, window by window", () => {
  const budget = (max: string): ReturnType<typeof controlOf> =>
    controlOf(
      `measure: error_rate\nwindow: 1h\nlimit: { max: ${max} }\nrequirement: r\nproof: { false_alarms: 1 per year }`,
    );
  const rates = windows(
    "a",
    Array.from({ length: 48 }, () => 0),
  ).map((each) => ({
    ...each,
    isFiring: false,
    verdict: {
      kind: "inconclusive" as const,
      reason: "not yet",
      measured: {
        kind: "measured" as const,
        ...{ value: 0.1, lower: 0.05, upper: 0.15, n: 200, detail: {} },
        proportion: { successes: 20, trials: 200 },
      },
    },
  }));
  expect(replay(rates, by(budget("2%"))).raises).toHaveLength(1);
  expect(replay(rates, by(budget("20%"))).raises).toEqual([]);
});

test("only a revision that measures the same can be replayed", () => {
  expect(canReplay(strict, loose)).toBe(true);
  expect(canReplay({ ...strict, windowMs: 1 }, loose)).toBe(false);
  expect(canReplay({ ...strict, by: ["system"] }, loose)).toBe(false);
  expect(canReplay({ ...strict, measure: "silence" }, loose)).toBe(false);
  // The cells of a histogram are not stored with a verdict.
  const psi = controlOf(
    "measure: psi\nbaseline: approved\nwindow: 1h\nlimit: { max: 0.2 }\nrequirement: r\nproof: { false_alarms: 1 per year }",
  );
  expect(canReplay(psi, psi)).toBe(false);
});
