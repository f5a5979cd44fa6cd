import fc from "fast-check";
import { expect, test } from "vitest";
import { type Episode, judgeEffectiveness, type Verdict } from "../../../rules/index.ts";
import {
  breach,
  breaching,
  DONE,
  errorRecord,
  errors,
  facts,
  HOUR_MS,
  hours,
  measured,
  nothing,
  passing,
  planned,
  tooFew,
  V1,
  V2,
} from "./effectiveness-facts.ts";
import { episode } from "./record.ts";

const plan = planned();
const times = (count: number, verdict: Verdict): Verdict[] => Array(count).fill(verdict);
const codes = (of: Parameters<typeof facts>[0]) =>
  judgeEffectiveness(plan, facts(of)).reasons.map(({ code }) => code);
const result = (of: Parameters<typeof facts>[0]) => judgeEffectiveness(plan, facts(of)).result;

test("nothing is demonstrated before the planned number of windows has passed, and then it is", () => {
  expect(plan.windows).toBe(5);
  for (let passed = 0; passed < 5; passed += 1) {
    const judged = judgeEffectiveness(
      plan,
      facts({ evaluations: hours(times(passed, passing())) }),
    );
    expect(judged).toMatchObject({ result: "not_demonstrated", windows: { run: passed } });
  }
  const judged = judgeEffectiveness(plan, facts({ evaluations: hours(times(5, passing())) }));
  expect(judged).toMatchObject({
    result: "demonstrated",
    windows: { scheduled: 5, passed: 5, breached: 0, open: 0, run: 5, coverage: 1 },
    pooled: { value: 0.01, n: 4000 },
    toMs: DONE + 5 * HOUR_MS,
  });
});

test("only an explicit pass brings a plan nearer: no verdict that knows less ever helps", () => {
  const kinds: readonly Verdict[] = [
    passing(),
    tooFew,
    nothing,
    { kind: "error", reason: "the store did not answer" },
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...kinds), { maxLength: 40 }),
      fc.nat(39),
      fc.constantFrom(...kinds.slice(1)),
      (verdicts, at, unknown) => {
        const less = verdicts.map((verdict, i) => (i === at ? unknown : verdict));
        const [before, after] = [verdicts, less].map(
          (each) => judgeEffectiveness(plan, facts({ evaluations: hours(each) })).result,
        );
        return before === "demonstrated" || after === "not_demonstrated";
      },
    ),
  );
});

test("any breach that raises an episode refutes, whatever passed before and after", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), (before, after) => {
      const verdicts = [...times(before, passing()), breaching(), ...times(after, passing())];
      return result({ evaluations: hours(verdicts) }) === "refuted";
    }),
  );
});

test("a window that began before the actions were done counts neither for nor against them", () => {
  const evaluations = [
    ...hours([breaching()], { fromHour: 0 }),
    ...hours(times(5, passing()), { fromHour: 1 }),
  ];
  expect(result({ evaluations })).toBe("demonstrated");
  // Done at half past: the window of that hour is mixed.
  expect(result({ evaluations, startMs: DONE + HOUR_MS / 2 })).toBe("not_demonstrated");
});

test("a gap breaks a run that is too short to bear it, and a long run bears one in twenty", () => {
  const withGap = (passed: number): Verdict[] => [
    ...times(passed, passing()),
    nothing,
    ...times(4, passing()),
  ];
  expect(codes({ evaluations: hours(withGap(4)) })).toEqual(["windows_missing", "coverage"]);
  const long = planned({
    control: { ...errors, recover: { ...errors.recover, for: { windows: 18 } } },
  });
  expect(long.windows).toBe(19);
  const covered = judgeEffectiveness(long, facts({ evaluations: hours(withGap(15)) }));
  expect(covered).toMatchObject({ result: "demonstrated", windows: { run: 19, coverage: 0.95 } });
});

test("windows that were never evaluated are gaps, not passes", () => {
  const evaluations = [
    ...hours(times(3, passing())),
    ...hours(times(3, passing()), { fromHour: 6 }),
  ];
  expect(judgeEffectiveness(plan, facts({ evaluations }))).toMatchObject({
    result: "not_demonstrated",
    windows: { scheduled: 8, passed: 6, open: 2, run: 3 },
  });
});

test("a collector that stood still judges what it finds: the same facts give the same answer later", () => {
  const evaluations = hours([...times(5, passing()), ...times(30, nothing)]);
  expect(result({ evaluations })).toBe("demonstrated");
});

test("traffic too low to tell is not demonstrated, and says so", () => {
  const judged = judgeEffectiveness(plan, facts({ evaluations: hours(times(30, tooFew)) }));
  expect(judged.result).toBe("not_demonstrated");
  expect(judged.reasons.map(({ text }) => text).join(" ")).toContain(
    "30 of 30 windows of credit said nothing",
  );
  expect(codes({ evaluations: hours(times(3, nothing)), note: "credit is suspended" })[0]).toBe(
    "no_data",
  );
});

test("windows that pass are not enough while the bound over all of the time is not inside the limit", () => {
  const evaluations = hours(times(6, passing()));
  const near = [{ instance: V1, measurement: measured(0.048, 600) }];
  expect(codes({ evaluations, pooled: near })).toEqual(["bound"]);
  expect(codes({ evaluations, pooled: null, note: "the store did not answer" })).toEqual([
    "not_pooled",
  ]);
  const beyond = [{ instance: V1, measurement: measured(0.2, 4000) }];
  expect(codes({ evaluations, pooled: beyond })).toEqual(["pooled_breach"]);
});

test("late data that turn a window into a breach refute what was demonstrated", () => {
  const verdicts = times(6, passing());
  expect(result({ evaluations: hours(verdicts) })).toBe("demonstrated");
  const restated = verdicts.map((verdict, i) => (i === 2 ? breaching() : verdict));
  expect(result({ evaluations: hours(restated) })).toBe("refuted");
});

test("an episode that fired after the actions refutes; one that lasts from before waits for its windows", () => {
  const evaluations = hours(times(6, passing()));
  const later = episode({ id: "e2", instance: V1, firstBreachMs: DONE + 3 * HOUR_MS });
  expect(codes({ evaluations, episodes: [breach, later] })).toEqual(["episode"]);
  const straddling = episode({ id: "e3", instance: V1, firstBreachMs: DONE + HOUR_MS / 2 });
  expect(result({ evaluations, episodes: [breach, straddling] })).toBe("demonstrated");
});

test("where a control waits several windows before it fires, as many in a row refute, and one only interrupts", () => {
  const patient = planned({ control: { ...errors, for: { windows: 3 } } });
  const judge = (verdicts: readonly Verdict[]) =>
    judgeEffectiveness(patient, facts({ evaluations: hours(verdicts) }));
  const once = [...times(4, passing()), breaching(), ...times(4, passing())];
  expect(judge(once)).toMatchObject({ result: "not_demonstrated", windows: { run: 4 } });
  expect(judge([...once, passing()]).result).toBe("demonstrated");
  expect(judge([breaching(), tooFew, breaching(), breaching()]).result).toBe("refuted");
});

test("a breach in a planned maintenance refutes nothing and shows nothing", () => {
  const evaluations = [
    ...hours(times(5, passing())),
    ...hours([breaching()], { fromHour: 6, isMuted: true }),
  ];
  expect(result({ evaluations })).toBe("demonstrated");
});

test("a model that was replaced is judged on its successor, which is named", () => {
  const evaluations = [
    ...hours(times(6, nothing), { instance: V1 }),
    ...hours(times(6, passing()), { instance: V2 }),
  ];
  const pooled = [{ instance: V2, measurement: measured(0.01, 2400) }];
  expect(judgeEffectiveness(plan, facts({ evaluations, pooled }))).toMatchObject({
    result: "demonstrated",
    successors: ["v2"],
  });
  const failing = [
    ...hours(times(6, nothing), { instance: V1 }),
    ...hours(times(2, breaching()), { instance: V2 }),
  ];
  expect(result({ evaluations: failing })).toBe("refuted");
});

test("while both versions have traffic both have to pass", () => {
  const evaluations = [
    ...hours(times(6, tooFew), { instance: V1 }),
    ...hours(times(6, passing()), { instance: V2 }),
  ];
  expect(result({ evaluations })).toBe("not_demonstrated");
});

test("every instance has to pass, and one that episodes added since the plan, too", () => {
  const of = (region: string) => ({ ...V1, "segment.region": region });
  const south = episode({ id: "e1", instance: of("south"), firstBreachMs: DONE - 10 * HOUR_MS });
  const north = episode({ id: "e2", instance: of("north"), firstBreachMs: DONE - 9 * HOUR_MS });
  const byRegion = { ...errors, by: [...errors.by, "segment.region" as const] };
  const split = planned({ control: byRegion }, { ...errorRecord, episodes: [south] });
  expect(split.instances).toEqual([{ system: "credit", "segment.region": "south" }]);
  const evaluations = hours(times(6, passing()), { instance: of("south") });
  const pooled = [{ instance: of("south"), measurement: measured(0.01, 2400) }];
  const judge = (episodes: readonly Episode[]) =>
    judgeEffectiveness(split, facts({ evaluations, episodes, pooled }));
  expect(judge([south]).result).toBe("demonstrated");
  const both = judge([south, north]);
  expect(both.result).toBe("not_demonstrated");
  expect(both.reasons[0]?.text).toContain("nothing was measured of credit, region north");
});

test("a control that was weakened, gone or not comparable demonstrates nothing, and says why", () => {
  const evaluations = hours(times(6, passing()), { revision: "r2" });
  const weakened = { evaluations, revision: "r2", weaker: { r2: ["limit"] } };
  const judged = judgeEffectiveness(plan, facts(weakened));
  expect(judged.result).toBe("not_demonstrated");
  expect(judged.reasons[0]).toMatchObject({
    code: "control_weakened",
    text: expect.stringContaining("demands less now (limit)"),
  });
  expect(codes({ evaluations, revision: "r2", weaker: { r2: null } })[0]).toBe("control_weakened");
  expect(codes({ evaluations: hours(times(6, passing())), revision: null })).toEqual([
    "control_gone",
  ]);
});

test("windows of a weaker revision do not count even after it was restored", () => {
  const evaluations = [
    ...hours(times(3, passing())),
    ...hours(times(3, passing()), { fromHour: 4, revision: "r2" }),
    ...hours(times(3, passing()), { fromHour: 7 }),
  ];
  const judged = judgeEffectiveness(plan, facts({ evaluations, weaker: { r2: ["min_sample"] } }));
  expect(judged).toMatchObject({ result: "not_demonstrated", windows: { run: 3, open: 3 } });
});

test("a revision that demands as much goes on counting, and a changed baseline is said", () => {
  const evaluations = hours(times(6, passing()), { revision: "r2" });
  expect(codes({ evaluations, revision: "r2", weaker: { r2: [] }, baseline: "b2" })).toEqual([
    "shown",
    "control_revised",
    "baseline_changed",
  ]);
});

test("a pass that a looser limit allows is none by the plan", () => {
  expect(result({ evaluations: hours(times(6, passing({ value: 0.06 }))) })).toBe(
    "not_demonstrated",
  );
});

test("episodes of another control, which a merged record carries on, do not have to pass here", () => {
  const evaluations = hours(times(6, passing()));
  const merged = episode({ id: "e9", instance: { system: "other", "segment.region": "north" } });
  expect(result({ evaluations, episodes: [breach, merged] })).toBe("demonstrated");
});
