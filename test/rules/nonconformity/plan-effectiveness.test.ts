import { expect, test } from "vitest";
import {
  canonicalJson,
  clopperPearsonBounds,
  planEffectiveness,
  type RecentWindow,
  type Verdict,
} from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";
import {
  DONE,
  errorRecord,
  errors,
  HOUR_MS,
  passing,
  planned,
  tooFew,
  V1,
} from "./effectiveness-facts.ts";
import { drift, record } from "./record.ts";

const recent = (verdicts: readonly Verdict[]): readonly RecentWindow[] =>
  verdicts.map((verdict, i) => ({ instance: V1, windowEndMs: DONE - i * HOUR_MS, verdict }));
const times = (count: number, verdict: Verdict): Verdict[] => Array(count).fill(verdict);

test("the plan says what has to be shown, by what, and how long that takes at the present traffic", () => {
  const plan = planned({ recent: recent(times(24, passing({ value: 0.01, n: 400 }))) });
  expect(plan).toMatchObject({
    limit: { min: null, max: 0.05 },
    proof: "bound",
    confidence: 0.95,
    windows: 5,
    refutedBy: 1,
    instances: [{ system: "credit" }],
    sample: { usual: 400, conclusive: 1, isReachable: true },
  });
  expect(plan.sample.takesMs).toBe(5 * HOUR_MS + HOUR_MS + errors.dataDelayMs);
  expect(plan.statement).toBe(
    "Control under-test (revision " +
      errors.revision.slice(0, 8) +
      ") has to show Error rate at most 5 % in 5 conclusive windows of 1 hour in a row, all of which begin after the actions are done. " +
      "Over all of that time together the 95 % bound has to be inside the limit. " +
      "At least 95 % of these windows have to be conclusive, and no episode may fire. " +
      `A window needs a sample of about ${plan.sample.needed}; of late it had 400 (median). ` +
      `At the present traffic the 5 windows take about ${Math.round((plan.sample.takesMs ?? 0) / HOUR_MS)} hours after the actions are done; the effectiveness clock leaves 60 days.`,
  );
});

test("the sample that is told is one with which a rate as low as it was passes, and not many times that", () => {
  const { needed } = planned({ recent: recent(times(9, passing({ value: 0.02, n: 900 }))) }).sample;
  const upper = (trials: number): number =>
    clopperPearsonBounds({ successes: Math.ceil(0.02 * trials), trials, confidence: 0.95 }).upper;
  expect(upper(needed ?? 0)).toBeLessThanOrEqual(0.05);
  expect(upper(Math.floor((needed ?? 0) * 0.8))).toBeGreaterThan(0.05);
});

test("with traffic that can never tell, the plan says that at once", () => {
  const plan = planned({ recent: recent(times(24, tooFew)) });
  expect(plan.sample).toMatchObject({ usual: 0, conclusive: 0, takesMs: null, isReachable: false });
  expect(plan.statement).toContain("it cannot be shown at all");
});

test("with traffic that rarely suffices, the run takes longer than the clock leaves", () => {
  const half = Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? passing() : tooFew));
  const plan = planned({ recent: recent(half), clockMs: 10 * HOUR_MS });
  expect(plan.sample.isReachable).toBe(false);
  expect(plan.sample.takesMs).toBeGreaterThan(100 * HOUR_MS);
  expect(plan.statement).toContain("it cannot be shown in time unless there is more traffic");
});

test("without evaluations nothing is promised", () => {
  const plan = planned({ recent: null });
  expect(plan.sample).toMatchObject({ takesMs: null, isReachable: null });
  expect(plan.statement).toContain("cannot be told");
});

test("a control that was loosened since the breach does not make the test easier", () => {
  const looser = { ...errors, limit: { max: 0.1 }, revision: "loose" };
  expect(planned({ control: looser }).limit.max).toBe(0.05);
  const tighter = { ...errors, limit: { max: 0.02 }, revision: "tight" };
  expect(planned({ control: tighter }).limit.max).toBe(0.02);
});

test("what is graver has to last longer, and overlapping windows span two that share no data", () => {
  const critical = planned({}, { ...errorRecord, severity: "critical" });
  expect(critical.windows).toBeGreaterThan(planned().windows);
  const sliding = planned({ control: { ...errors, windowMs: 24 * HOUR_MS } });
  expect(sliding.windows).toBe(48);
});

test("a record that no control can judge is for people, and says why", () => {
  const facts = { nowMs: DONE, control: null, breached: null, baseline: null, recent: null };
  expect(planEffectiveness(errorRecord, facts)).toMatchObject({
    kind: "unmeasured",
    reason: "no control under-test is in force",
  });
  const shadow = { ...facts, control: { ...errors, status: "shadow" as const } };
  expect(planEffectiveness(errorRecord, shadow)).toMatchObject({ kind: "unmeasured" });
  const ratio = controlOf(`
    title: t
    requirement: r
    measure: error_rate
    baseline: approved
    window: 1h
    limit: { max_ratio: 2, of: baseline }
    severity: low
  `);
  expect(planEffectiveness(errorRecord, { ...facts, control: ratio })).toMatchObject({
    reason: expect.stringContaining("no approved baseline"),
  });
});

test("a plan is plain data that the ledger takes, whatever the measure", () => {
  const plan = planEffectiveness(record(), {
    ...{ nowMs: DONE, control: drift, breached: drift, baseline: null, recent: null },
  });
  expect(plan).toMatchObject({
    kind: "measured",
    instances: [{ system: "credit", feature: "age" }],
  });
  expect(JSON.parse(canonicalJson(plan))).toEqual(plan);
});
