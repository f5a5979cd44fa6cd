import { type SeenModel, type Supplier, supplierRegister } from "@tiltmeter/rules";
import { expect, test } from "vitest";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 27);
const supplier: Supplier = {
  ...{ id: "S", name: "S", providers: ["openai"], models: ["gpt-4o"], regions: ["eu"] },
  ...{ assessed: "2026-01-01", validUntil: "2027-12-31", terms: [], notice: null, document: null },
};
const seen: SeenModel = {
  ...{ system: "credit", supplier: "openai", model: "gpt-4o", version: "1", region: "eu" },
  ...{ predictions: 5, firstSeenMs: NOW - DAY, lastSeenMs: NOW },
};
const register = (suppliers: readonly Supplier[], all: readonly SeenModel[]) =>
  supplierRegister({
    ...{ suppliers, seen: all, nowMs: NOW },
    dayOf: (ms) => new Date(ms).toISOString().slice(0, 10),
  });

test("traffic of nobody on the register is found, and what names nobody is counted apart", () => {
  const found = register(
    [supplier],
    [seen, { ...seen, supplier: "new.ai" }, { ...seen, supplier: "" }],
  );
  expect(found.unregistered).toMatchObject([{ provider: "new.ai", predictions: 5 }]);
  expect(found.unnamed).toBe(5);
  expect(found.lines).toMatchObject([{ standing: "assessed", predictions: 5, outside: [] }]);
});

test("models and regions beyond the assessment are named with their systems", () => {
  const found = register(
    [supplier],
    [
      { ...seen, model: "o3" },
      { ...seen, region: "us", system: "chat" },
    ],
  );
  expect(found.lines[0]?.outside).toEqual([
    { what: "model", name: "o3", systems: ["credit"], predictions: 5 },
    { what: "region", name: "us", systems: ["chat"], predictions: 5 },
  ]);
  // What is not said is not known to be outside.
  expect(register([supplier], [{ ...seen, region: "" }]).lines[0]?.outside).toEqual([]);
});

test("an assessment holds on its last day, and not on the next", () => {
  const standing = (validUntil: string | null, assessed: string | null = "2026-01-01") =>
    register([{ ...supplier, validUntil, assessed }], [seen]).lines[0]?.standing;
  expect(standing("2026-11-26")).toBe("expired");
  expect(standing("2026-11-27")).toBe("ends_soon");
  expect(standing("2027-11-27")).toBe("assessed");
  expect(standing(null)).toBe("assessed");
  expect(standing(null, null)).toBe("not_assessed");
});
