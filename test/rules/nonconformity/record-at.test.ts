import { expect, test } from "vitest";
import {
  addEpisode,
  foldStep,
  isUntestedClosure,
  type Nonconformity,
  recordAt,
  recurrencesWithin,
} from "../../../rules/index.ts";
import { episode, RAISED, record } from "./record.ts";

const DAY_MS = 86_400_000;

/** The record after moves at days after its raise. */
function moved(
  from: Nonconformity,
  ...steps: readonly (readonly [number, Nonconformity["state"], Record<string, string>?])[]
): Nonconformity {
  return steps.reduce(
    (at, [days, to, fields = {}]) =>
      foldStep(at, {
        type: "nonconformity_moved",
        atMs: RAISED + days * DAY_MS,
        by: "mara",
        to,
        fields,
        text: "",
      }),
    from,
  );
}

test("a record stands at an instant as it stood then, whatever came of it", () => {
  const now = moved(
    record(),
    [1, "assessing", { owner: "mara" }],
    [2, "containing", { severity: "critical", serious_incident: "suspected" }],
    [9, "void"],
  );
  expect(recordAt(now, RAISED)).toBeNull();
  expect(recordAt(now, RAISED + 1)).toMatchObject({ state: "raised", from: null, fields: {} });
  const assessing = recordAt(now, RAISED + 1.5 * DAY_MS);
  expect(assessing).toMatchObject({
    state: "assessing",
    from: "raised",
    fields: { owner: "mara" },
  });
  const containing = recordAt(now, RAISED + 3 * DAY_MS);
  expect(containing).toMatchObject({ state: "containing", severity: "critical" });
  expect(containing?.sinceMs).toBe(RAISED + 2 * DAY_MS);
  expect(recordAt(now, RAISED + 10 * DAY_MS)?.state).toBe("void");
  expect(recordAt(addEpisode(now, { ...episode(), id: "e1" }, RAISED), RAISED + 1)?.state).toBe(
    "raised",
  );
});

test("a closure is tested when its result is effective and somebody else saw it", () => {
  const closed = (
    fields: Record<string, string>,
    severity: Nonconformity["severity"] = "high",
  ) => ({
    ...({ state: "closed", severity, fields, sinceMs: 0, from: "closing" } as const),
    reviewedBy: null,
    actedBy: [],
  });
  const tested = { result: "effective", reviewer: "jo", action_owner: "mara" };
  expect(isUntestedClosure(closed(tested))).toBe(false);
  expect(isUntestedClosure(closed({ ...tested, reviewer: "mara" }))).toBe(true);
  expect(isUntestedClosure(closed({ ...tested, reviewer: "mara" }, "medium"))).toBe(false);
  expect(isUntestedClosure(closed({ ...tested, result: "not demonstrated" }))).toBe(true);
  expect(isUntestedClosure(closed({}, "low"))).toBe(true);
  expect(isUntestedClosure({ ...closed({}, "low"), from: "assessing" })).toBe(false);
  expect(isUntestedClosure({ ...closed({}), state: "dismissed" })).toBe(false);
});

test("what was closed and comes back within 90 days is a recurrence; what was dismissed is none", () => {
  const first = record({ number: 1 });
  const closed = moved(first, [10, "closed"]);
  const again = (days: number): Nonconformity => ({
    ...record({ number: 2, raisedMs: RAISED + days * DAY_MS }),
    // A new version with the old fault is the same matter.
    group: { system: "credit", model_version: "v8" },
  });
  const found = (before: Nonconformity, after: Nonconformity): readonly string[] => {
    const span = { fromMs: after.raisedMs, toMs: after.raisedMs + 1 };
    return recurrencesWithin([before, after], span).map(({ id }) => id);
  };
  expect(found(closed, again(50))).toEqual(["NC-2027-0002"]);
  expect(found(closed, again(101))).toEqual([]);
  expect(found(moved(first, [10, "dismissed"]), again(50))).toEqual([]);
  expect(recurrencesWithin([closed, again(50)], { fromMs: RAISED, toMs: RAISED + 1 })).toEqual([]);
});

test("the same control on three systems within 90 days is one pattern", () => {
  const of = (number: number, system: string, days: number): Nonconformity =>
    record({ number, group: { system }, raisedMs: RAISED + days * DAY_MS });
  const three = [of(1, "a", 0), of(2, "b", 30), of(3, "c", 60)];
  const span = { fromMs: RAISED, toMs: RAISED + 100 * DAY_MS };
  expect(recurrencesWithin(three, span).map(({ system }) => system)).toEqual(["c"]);
  expect(recurrencesWithin([of(1, "a", 0), of(2, "b", 30), of(3, "c", 95)], span)).toEqual([]);
  expect(recurrencesWithin([of(1, "a", 0), of(2, "a", 1), of(3, "a", 2)], span)).toEqual([]);
});
