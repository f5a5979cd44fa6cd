import { reviewerAuthorisation } from "@tiltmeter/rules";
import { expect, test } from "vitest";

const decided = (reviewer: string, day: string, decisions: number) => ({
  ...{ system: "credit", role: "r", reviewer, day, decisions },
});
const anna = { id: "p-anna", role: "r", systems: ["credit"], until: "2026-11-20" };

test("decisions are counted by whether whoever made them was allowed to on that day", () => {
  const [found] = reviewerAuthorisation({
    decisions: [
      decided("p-anna", "2026-11-20", 5),
      decided("p-anna", "2026-11-21", 2),
      decided("p-eve", "2026-11-20", 3),
      decided("p-max", "2026-11-20", 7),
      decided("", "2026-11-20", 1),
    ],
    reviewers: [anna],
    lists: new Map([["credit", [{ name: "p-max", until: null }]]]),
  });
  expect(found).toEqual({
    ...{ system: "credit", role: "r", decisions: 18, authorised: 12, expired: 2 },
    ...{ unlisted: 3, anonymous: 1, reviewers: 3 },
  });
});

test("an authorisation for another system is none, and few people are not counted", () => {
  const [found] = reviewerAuthorisation({
    decisions: [decided("p-anna", "2026-11-01", 5)],
    reviewers: [{ ...anna, systems: ["chat"] }],
    lists: new Map(),
  });
  expect(found).toMatchObject({ authorised: 0, unlisted: 5, reviewers: null });
  expect(JSON.stringify(found)).not.toContain("anna");
});
