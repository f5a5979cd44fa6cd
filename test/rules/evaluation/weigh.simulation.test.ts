import { expect, test } from "vitest";
import { type KeptState, type Measurement, weigh } from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";
import { poissonUpper } from "../statistics/sequential/budget.ts";
import { random } from "../statistics/sequential/random.ts";
import { binomialWindows } from "../statistics/sequential/streams.ts";

// One false alarm a year is allowed; 50 years are judged, hour by hour, each from its first window on.
const YEARS = 50;
const HOURS = 8760;
const TRIALS = 200;
const control = controlOf(`
  measure: error_rate
  window: 1h
  limit: { max: 5% }
  proof: { false_alarms: 1 per year }
`);

test("fifty years at nine tenths of the limit: fewer alarms than a budget of one a year allows", () => {
  let alarms = 0;
  for (let year = 1; year <= YEARS; year++) {
    const next = binomialWindows(TRIALS, 0.045, random(year));
    let state: KeptState = { phase: "ok" };
    for (let hour = 0; hour < HOURS; hour++) {
      const successes = next();
      const measurement: Measurement = {
        kind: "measured",
        value: successes / TRIALS,
        lower: null,
        upper: null,
        n: TRIALS,
        proportion: { successes, trials: TRIALS },
        detail: {},
      };
      const { verdict, gathered } = weigh(state, {
        control,
        measurement,
        evidence: null,
        feature: null,
        baseline: null,
        members: 1,
      });
      if (verdict.kind === "breach") alarms++;
      state = gathered === null ? { phase: "ok" } : { phase: "ok", gathered };
    }
  }
  expect(poissonUpper(alarms) / YEARS).toBeLessThan(1);
});
