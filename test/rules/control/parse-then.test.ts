import { expect, test } from "vitest";
import { controlOf } from "../control-of.ts";

const lines = "measure: error_rate\nwindow: 1h\nlimit: { max: 1% }\nrequirement: r\n";

test("a control may propose a suspension, and hold one at once for some tiers", () => {
  const control = controlOf(
    `${lines}then: [{ suspend: at_once, risk_tier: [limited, high] }, { raise: candidate }, { propose: suspend }]`,
  );
  expect(control).toMatchObject({
    raises: "candidate",
    suspends: [
      { when: "propose", riskTiers: [] },
      { when: "at_once", riskTiers: ["high", "limited"] },
    ],
  });
  const other = controlOf(
    `${lines}then: [{ raise: candidate }, { propose: suspend }, { suspend: at_once, risk_tier: [high, limited] }]`,
  );
  expect(other.revision).toBe(control.revision);
});

test.each([
  "[{ propose: suspend }]",
  "[{ raise: nonconformity }, { propose: suspend, suspend: at_once }]",
  "[{ raise: nonconformity }, { propose: suspend }, { propose: suspend, risk_tier: high }]",
  "[{ raise: nonconformity, risk_tier: high }]",
])("%s is refused", (then) => {
  expect(() => controlOf(`${lines}then: ${then}`)).toThrow("bad-value");
});

test("silence may look at the hours of the calendar, and have words for what it tells apart", () => {
  const control = controlOf(
    "measure: silence\nrequirement: r\nlimit: { max: 15m }\nactive_hours: calendar\ntell_apart: { no_heartbeat: agent down }",
  );
  expect(control).toMatchObject({
    activeHours: "calendar",
    tellApart: { no_heartbeat: "agent down" },
  });
});

test("late truths may restate a window, and a baseline may be written at length", () => {
  const control = controlOf(
    "measure: estimated_accuracy\nrequirement: r\nwindow: 1d\nlimit: { min: 90% }\nbaseline: { source: approved, bins: deciles }",
  );
  expect(control.baseline).toBe("approved");
  const late = controlOf(
    "measure: accuracy\nrequirement: r\nwindow: 1d\nlimit: { min: 90% }\noutcomes: { wait: 3d, late: restate_window }",
  );
  expect(late.outcomes).toEqual({ waitMs: 259_200_000, minCoverage: 0, late: "restate_window" });
});

test("there is no verdict without data that ends an episode", () => {
  expect(() => controlOf(`${lines}no_data: resolve`)).toThrow("there is no no_data: resolve");
});
