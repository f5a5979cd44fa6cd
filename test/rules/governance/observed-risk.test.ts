import { observeRisks, type Risk } from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";

const risk: Risk = {
  ...{ id: "R", description: "d", owner: null, systems: [], controls: ["c"] },
  ...{ likelihood: 2, severity: 4, treatment: null },
};
const total = (half: "earlier" | "later", passed: number, breached: number, system = "s") => ({
  ...{ control: "c", system, half, passed, breached },
});
const observe = (of: Partial<Parameters<typeof observeRisks>[0]>) =>
  observeRisks({ risks: [risk], totals: [], controls: ["c"], ...of })[0];

test("a risk has the grade of its realised rate, and its score is that grade times the severity", () => {
  expect(observe({ totals: [total("earlier", 85, 15)] })).toMatchObject({
    ...{ grade: 4, guessedScore: 8, observedScore: 16, unmeasured: null },
    observed: { breached: 15, decided: 100, rate: 0.15 },
  });
  expect(observe({ totals: [total("later", 2000, 1)] })).toMatchObject({ grade: 1 });
});

test("a trend is told only where it is beyond chance", () => {
  expect(observe({ totals: [total("earlier", 99, 1), total("later", 70, 30)] })?.trend).toBe(
    "rising",
  );
  expect(observe({ totals: [total("earlier", 70, 30), total("later", 99, 1)] })?.trend).toBe(
    "falling",
  );
  expect(observe({ totals: [total("earlier", 9, 1), total("later", 8, 2)] })?.trend).toBe("steady");
  expect(observe({ totals: [total("later", 8, 2)] })?.trend).toBe("unknown");
});

test("what nothing measures says why, and is never a rate of zero", () => {
  expect(observe({})).toMatchObject({
    observed: null,
    unmeasured: expect.stringContaining("none of its controls gave"),
  });
  expect(observe({ controls: [] })?.unmeasured).toBe("not in force: c");
  expect(observe({ risks: [{ ...risk, controls: [] }] })?.unmeasured).toBe(
    "no control is linked to it",
  );
});

test("a risk of some systems is observed on these alone", () => {
  const totals = [total("later", 10, 0, "s"), total("later", 0, 10, "other")];
  expect(observe({ risks: [{ ...risk, systems: ["s"] }], totals })?.observed?.breached).toBe(0);
  expect(observe({ totals })?.observed?.breached).toBe(10);
});

test("the rate lies within its bounds, whatever was counted", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (passed, breached) => {
      const observed = observe({ totals: [total("later", passed, breached)] })?.observed;
      if (observed === null || observed === undefined) return passed + breached === 0;
      return observed.lower <= observed.rate && observed.rate <= observed.upper;
    }),
    { numRuns: 50 },
  );
});
