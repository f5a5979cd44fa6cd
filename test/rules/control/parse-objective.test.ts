import fc from "fast-check";
import { expect, test } from "vitest";
import { parseControls, printControl, writtenId } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

function parse(lines: readonly string[]): ReturnType<typeof parseControls> {
  const text = `version: 1\nset: s\nowner: o\ncontrols:\n  - id: slo\n    requirement: r\n${lines
    .map((line) => `    ${line}\n`)
    .join("")}`;
  return parseControls(text, "f.yaml", sha256);
}

const good = 'measure: { good: "status = ok and latency <= 1.5s", of: all }';
const burn =
  "limit: { objective: 99.5%, over: 30d, burn: [{ spend: 2%, in: 1h, confirm: 5m, severity: high }, { spend: 10%, in: 3d, confirm: 6h }] }";

test("each burn rate is a control of its own, with the rate that spends its part of the budget", () => {
  const { controls, findings } = parse([good, burn]);
  expect(findings).toEqual([]);
  expect(controls).toMatchObject([
    {
      id: "slo.1h",
      measure: "bad_answer_rate",
      good: { status: "ok", latencyMax: 1.5 },
      severity: "high",
      windowMs: 3_600_000,
      everyMs: 300_000,
      // 14.4 times as fast as the budget of 0.5 % lasts.
      limit: { max: 0.072 },
      recover: { limit: { max: 0.072 } },
      proof: { kind: "measured" },
      minSample: 0,
      burn: {
        objective: 0.995,
        overMs: 30 * 86_400_000,
        spend: 0.02,
        confirmMs: 300_000,
        badEventsMin: 5,
      },
    },
    { id: "slo.3d", severity: "medium", everyMs: 21_600_000, limit: { max: 0.005 } },
  ]);
  expect(new Set(controls.map(({ revision }) => revision)).size).toBe(2);
  expect(controls.map(writtenId)).toEqual(["slo", "slo"]);
});

test("an alarm is printed as an objective with one burn rate, and read back", () => {
  const part = fc.integer({ min: 1, max: 1000 }).map((n) => n / 1000);
  const arbitrary = fc.record({
    objective: fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100_000),
    spend: part,
    inS: fc.integer({ min: 1, max: 100_000 }),
    part,
    times: fc.integer({ min: 1, max: 1000 }),
    badEvents: fc.integer({ min: 1, max: 100 }),
    latency: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  });
  fc.assert(
    fc.property(arbitrary, ({ objective, spend, inS, part: share, times, badEvents, latency }) => {
      const max = spend * times * (1 - objective);
      fc.pre(max < 0.999);
      const confirm = Math.max(1, Math.floor(inS * share));
      const { controls } = parse([
        `measure: { good: "${latency === null ? "status = ok" : `latency <= ${latency}ms`}" }`,
        `limit: { objective: ${objective}, over: ${inS * times}s, burn: [{ spend: ${spend}, in: ${inS}s, confirm: ${confirm}s }] }`,
        `min_sample: { bad_events: ${badEvents} }`,
      ]);
      const [control] = controls;
      if (control === undefined) throw new Error("no control");
      expect(control.limit.max).toBeCloseTo(max, 9);
      const { text: _, ...expected } = control;
      const [again] = parseControls(printControl(control), "printed", sha256).controls;
      expect(again).toMatchObject(expected);
    }),
  );
});

test("an objective without burn rates is a plain limit", () => {
  const { controls } = parse([good, "window: 1h", "limit: { objective: 99.5% }"]);
  expect(controls).toMatchObject([{ id: "slo", limit: { max: 0.005 }, burn: null }]);
  const { controls: same } = parse([good, "window: 1h", "limit: { max: 0.5% }"]);
  expect(same[0]?.revision).toBe(controls[0]?.revision);
});

test.each([
  ["errors alone cannot spend it", burn.replace("2%", "100%").replace("99.5%", "10%"), "bad-value"],
  ["two alarms of one window", burn.replace("in: 3d", "in: 60m"), "bad-value"],
  ["no objective", burn.replace("objective: 99.5%, ", ""), "missing-key"],
  ["no time of the objective", burn.replace("over: 30d, ", ""), "missing-key"],
  [
    "a confirmation longer than the window",
    burn.replace("confirm: 5m", "confirm: 2h"),
    "bad-value",
  ],
  ["an objective of everything", burn.replace("99.5%", "100%"), "bad-value"],
  ["no alarm", "limit: { objective: 99.5%, over: 30d, burn: [] }", "bad-value"],
  ["a window of its own", `${burn}\n    window: 1h`, "bad-value"],
  ["a confidence", `${burn}\n    proof: { confidence: 95% }`, "bad-value"],
])("%s is refused", (_, limit, code) => {
  const { controls, findings } = parse([good, limit]);
  expect(controls).toEqual([]);
  expect(findings.map((finding) => finding.code)).toContain(code);
});
