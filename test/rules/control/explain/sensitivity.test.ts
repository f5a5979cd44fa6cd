import fc from "fast-check";
import { expect, test } from "vitest";
import { sensitivityOf } from "../../../../rules/control/explain/sensitivity.ts";
import { clopperPearsonBounds } from "../../../../rules/index.ts";
import { controlOf } from "../../control-of.ts";

test("at its edges a sample just proves a pass and just proves a breach", () => {
  const percent = fc.integer({ min: 1, max: 90 });
  fc.assert(
    fc.property(percent, fc.integer({ min: 60, max: 99 }), fc.nat(400), (max, sure, minSample) => {
      const confidence = sure / 100;
      const found = sensitivityOf(
        controlOf(
          `measure: error_rate\nwindow: 1h\nlimit: { max: ${max}% }\nmin_sample: ${minSample}\nproof: { confidence: ${sure}% }`,
        ),
      );
      if (found === null) throw new Error("a rate has one");
      const { sample, passSample, passShare, breachShare } = found;
      const of = (bad: number, trials: number): { lower: number; upper: number } =>
        clopperPearsonBounds({ successes: Math.round(bad), trials, confidence });
      const limit = max / 100;
      expect(of(0, passSample).upper).toBeLessThanOrEqual(limit + 1e-9);
      if (passSample > 1) expect(of(0, passSample - 1).upper).toBeGreaterThan(limit - 1e-9);
      expect(of(passShare * sample, sample).upper).toBeLessThanOrEqual(limit + 1e-9);
      if (breachShare === null) return;
      expect(of(breachShare * sample, sample).lower).toBeGreaterThan(limit);
      expect(of(breachShare * sample - 1, sample).lower).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 50 },
  );
});

test("what the file alone does not say is not guessed", () => {
  const of = (lines: string) => sensitivityOf(controlOf(lines));
  expect(of("measure: latency_p95\nwindow: 1h\nlimit: { max: 2s }")).toBeNull();
  expect(of("measure: error_rate\nwindow: 1h\nlimit: { max: 0% }")).toBeNull();
  expect(of("measure: error_rate\nwindow: 1h\nlimit: { max: 2% }\nproof: measured")).toBeNull();
});
