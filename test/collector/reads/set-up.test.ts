import { setUpSteps } from "tiltmeter/reads/set-up";
import { expect, test } from "vitest";

const nothing = { url: "http://localhost", systems: [], controls: 0, channels: 0 };
const left = (of: Parameters<typeof setUpSteps>[0]): readonly string[] =>
  setUpSteps(of).flatMap(({ title, done }) => (done ? [] : [title]));

test("a new installation has everything to do, in the order in which it is done", () => {
  expect(left(nothing)).toEqual([
    "Send a first prediction",
    "Declare the system",
    "Approve a baseline",
    "Record a first review",
    "Put controls in force",
    "Say who is told",
  ]);
});

test("a declaration is done with owner and tier, a review with its date; of one system", () => {
  const system = (lacks: readonly string[]) => ({ id: "a", lacks, predictions: 1, baseline: null });
  const of = (...lacks: readonly string[]) => left({ ...nothing, systems: [system(lacks)] });
  expect(of("declaration")).toContain("Declare the system");
  expect(of("declaration")).toContain("Record a first review");
  expect(of("owner", "first review")).toContain("Declare the system");
  expect(of("first review")).not.toContain("Declare the system");
  expect(of("first review")).toContain("Record a first review");
  expect(of("purpose")).toEqual(["Approve a baseline", "Put controls in force", "Say who is told"]);
});

test("what to paste names the system that is there", () => {
  const systems = [{ id: "credit", lacks: ["declaration"], predictions: 3, baseline: null }];
  const [, declare] = setUpSteps({ ...nothing, systems });
  expect(declare?.command).toContain("id: credit");
});
