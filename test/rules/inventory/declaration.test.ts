import { expect, test } from "vitest";
import {
  BARE_DECLARATION,
  changedFields,
  declarationChanges,
  declaredLists,
  isInSetUp,
  SET_UP_MS,
  setUpGaps,
} from "../../../rules/index.ts";

const bare = { id: "credit", ...BARE_DECLARATION };

test("what changed is named as in the file, and told with what was and what is", () => {
  const reviewers = [{ name: "jo", until: "2027-03-31" }];
  const after = { ...bare, owner: "team", reviewers, reactionMs: 900_000 };
  expect(changedFields(bare, after)).toEqual(["owner", "reviewers", "reaction_time"]);
  expect(changedFields(null, bare)).toEqual(["status"]);
  expect(declarationChanges(bare, after)).toEqual([
    { field: "owner", from: null, to: "team" },
    { field: "reviewers", from: null, to: "jo until 2027-03-31" },
    { field: "reaction_time", from: null, to: "15m" },
  ]);
  expect(declarationChanges(after, null)).toEqual([
    { field: "system", from: "declared", to: null },
  ]);
});

test("the order of keys is no change: a ledger sorts them", () => {
  const assessment = { date: "2026-05-01", everyMs: 1 };
  const sorted = { everyMs: 1, date: "2026-05-01" };
  expect(changedFields({ ...bare, assessment }, { ...bare, assessment: sorted })).toEqual([]);
});

test("what an older version could not say has not changed since", () => {
  const { reviewers: _, calendar: __, ...older } = bare;
  expect(changedFields(older, bare)).toEqual([]);
});

test("a list that nobody declared is absent, and a reviewer is on it until the last day", () => {
  expect(declaredLists(bare, "2026-11-27")).toEqual({});
  const reviewers = [
    { name: "mara", until: null },
    { name: "jo", until: "2026-11-27" },
  ];
  const lists = { ...bare, suppliers: [], approvedVersions: ["v7"], reviewers };
  expect(declaredLists(lists, "2026-11-27")).toEqual({
    suppliers: [],
    approved_versions: ["v7"],
    reviewers: ["mara", "jo"],
  });
  expect(declaredLists(lists, "2026-11-28").reviewers).toEqual(["mara"]);
});

test("a system is being set up until it has owner, tier, baseline and review, or a week has passed", () => {
  const assessment = { date: "2026-05-01", everyMs: 1 };
  const basic = { ...bare, owner: "team", riskTier: "high" as const, assessment };
  expect(setUpGaps(basic, false).map(({ what }) => what)).toEqual([
    "baseline",
    "purpose",
    "oversight role",
  ]);
  const inSetUp = (declared: typeof bare | null, hasBaseline: boolean, ageMs: number): boolean =>
    isInSetUp(setUpGaps(declared, hasBaseline), 0, ageMs);
  expect(inSetUp(basic, true, 0)).toBe(false);
  expect(inSetUp(basic, false, SET_UP_MS - 1)).toBe(true);
  expect(inSetUp(basic, false, SET_UP_MS)).toBe(false);
  expect(inSetUp({ ...basic, owner: null }, true, 0)).toBe(true);
  expect(inSetUp(null, true, 0)).toBe(true);
  expect(setUpGaps({ ...basic, purpose: "p", oversightRole: "r" }, true)).toEqual([]);
});
