import { dueInWords } from "tiltmeter/evaluator/due";
import type { InventorySystem } from "tiltmeter/evaluator/scope";
import { expect, test } from "vitest";
import { control, HOUR, inHouse, living, predictions, START } from "./house.ts";

const errors = control({ id: "errors", minSample: 500 });
const of = { control: errors, lastEndMs: null, sample: null, hasBaseline: true, nowMs: START + 1 };

test("a control says when its next verdict is due", () => {
  expect(dueInWords(of)).toBe("at 01:00 UTC");
  expect(dueInWords({ ...of, lastEndMs: START + HOUR })).toBe("at 02:00 UTC");
  const late = control({ id: "late", dataDelayMs: 90_000 });
  expect(dueInWords({ ...of, control: late })).toBe("at 00:01:30 UTC");
  const daily = control({ id: "daily", everyMs: 24 * HOUR, windowMs: 24 * HOUR });
  expect(dueInWords({ ...of, control: daily })).toBe("at 2026-11-24 00:00 UTC");
});

test("where it waits for a sample or a baseline, it says that", () => {
  expect(dueInWords({ ...of, sample: 88 })).toBe(
    "after 412 more predictions (looks again at 01:00 UTC)",
  );
  const reviews = control({ id: "o", measure: "override_rate", minSample: 20 });
  expect(dueInWords({ ...of, control: reviews, sample: 1 })).toContain("after 19 more decisions");
  const drift = control({ id: "drift", measure: "psi", baseline: "approved" });
  expect(dueInWords({ ...of, control: drift, hasBaseline: false })).toBe(
    "after a baseline is approved",
  );
  expect(dueInWords({ ...of, control: control({ id: "x", status: "draft" }) })).toBe(
    "not in force: it is a draft until its conditions hold",
  );
});

const declared = (of: Partial<InventorySystem> = {}): InventorySystem => ({
  ...{ id: "credit", riskTier: null, environment: null, status: "live" as const },
  ...{ positiveLabel: null, lists: {}, declaredMs: 0, suspendedSinceMs: null, resumedMs: null },
  ...of,
});

test("where the inventory has to say something first, it names it", () => {
  const models = control({
    ...{ id: "models", measure: "response_model" },
    limit: { oneOf: { from: "inventory", list: "approved_models" } },
  });
  const asked = { ...of, control: models };
  const wanting = "after the inventory declares approved_models";
  expect(dueInWords({ ...asked, inventory: [] })).toBe(wanting);
  expect(dueInWords({ ...asked, inventory: [declared()] })).toBe(wanting);
  const lists = { approved_models: ["m"] };
  expect(dueInWords({ ...asked, inventory: [declared({ lists, status: "retired" })] })).toBe(
    wanting,
  );
  expect(dueInWords({ ...asked, inventory: [declared(), declared({ lists })] })).toBe(
    "at 01:00 UTC",
  );

  const tiered = control({
    id: "t",
    appliesTo: { systems: [], environments: [], riskTiers: ["high", "limited"] },
  });
  const lowOnly = [declared({ riskTier: "minimal" })];
  expect(dueInWords({ ...of, control: tiered, inventory: lowOnly })).toBe(
    "after the inventory declares a live system of high or limited risk",
  );
  const high = [declared({ riskTier: "high" })];
  expect(dueInWords({ ...of, control: tiered, inventory: high })).toBe("at 01:00 UTC");
  const silence = control({ id: "s", measure: "silence" });
  expect(dueInWords({ ...of, control: silence, inventory: [] })).toBe(
    "after the inventory declares a live system",
  );
});

test("what nobody sent yet is named, before the first look as a condition", () => {
  const checked = control({ id: "c", check: "pii" });
  const unfed = { ...of, isFed: false };
  expect(dueInWords({ ...unfed, control: checked })).toBe(
    "at 01:00 UTC, if the check pii is sent by then",
  );
  expect(dueInWords({ ...unfed, control: checked, lastEndMs: START })).toBe(
    "after the check pii is sent (looks again at 01:00 UTC)",
  );
  expect(dueInWords({ ...unfed, isFed: true, control: checked, lastEndMs: START })).toBe(
    "at 01:00 UTC",
  );
  const by = control({ id: "f", by: ["system", "segment.group"] });
  expect(dueInWords({ ...unfed, control: by })).toContain("if predictions carry segment.group");
  expect(dueInWords({ ...unfed, control: errors })).toBe("at 01:00 UTC");
});

test("the fullest sample of the last window is what is still lacking", async () => {
  const records = [
    ...predictions({ hour: 0, count: 88 }),
    ...predictions({ hour: 0, count: 20, version: "v2" }),
    ...predictions({ hour: 1, count: 600 }),
  ];
  await inHouse({ records, controls: [errors] }, (house) =>
    living(house, async ({ evaluator }) => {
      expect(evaluator.due(errors, START + 1)).toBe("at 01:00 UTC");
      await evaluator.tick(START + HOUR);
      expect(evaluator.due(errors, START + HOUR)).toContain("after 412 more predictions");
      await evaluator.tick(START + 2 * HOUR);
      expect(evaluator.due(errors, START + 2 * HOUR)).toBe("at 03:00 UTC");
    }),
  );
});
