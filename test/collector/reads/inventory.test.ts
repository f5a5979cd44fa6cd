import { BARE_DECLARATION, type SystemDeclaration } from "@tiltmeter/rules";
import {
  type DeclarationChange,
  type InventorySources,
  readDeclarations,
  readInventory,
} from "tiltmeter/reads/inventory";
import { expect, test } from "vitest";

const NOW = Date.UTC(2026, 10, 27);
const credit: SystemDeclaration = {
  ...BARE_DECLARATION,
  id: "credit",
  owner: "team",
  approvedModels: ["scorecard"],
  calendar: {
    zone: "UTC",
    hours: [{ day: 0, fromMinute: 480, toMinute: 1080 }],
    holidays: [],
  },
};

function sources(of: Partial<InventorySources> = {}): InventorySources {
  return {
    nowMs: () => NOW,
    declared: () => new Map([["credit", { ...credit, declaredMs: NOW - 1000 }]]),
    declarations: () => [],
    standing: (_, lastSeenMs) => (lastSeenMs === null ? "silent" : "live"),
    seen: async () => [],
    hasBaseline: () => false,
    ...of,
  };
}

const seen = (id: string, ...models: readonly string[]) => ({
  ...{ id, environments: ["production"], firstSeenMs: 1, lastSeenMs: 2 },
  ...{ predictions: 7, outcomes: 0, oversight: 0 },
  models: models.map((name) => ({ name, version: "1", predictions: 1 })),
});

test("what is declared and what was seen stand together, with what is missing", async () => {
  const of = sources({ seen: async () => [seen("credit", "scorecard", "gpt"), seen("bot", "x")] });
  const [bot, declared] = await readInventory(of);
  expect(declared).toMatchObject({
    ...{ id: "credit", standing: "live", owner: "team", predictions: 7, declaredMs: NOW - 1000 },
    calendar: "Mon 08:00–18:00 (UTC)",
    models: [
      { name: "scorecard", approved: true },
      { name: "gpt", approved: false },
    ],
  });
  expect(declared?.missing.map(({ what }) => what)).toEqual([
    ...["risk tier", "baseline", "first review", "purpose", "oversight role"],
  ]);
  expect(bot).toMatchObject({ id: "bot", owner: null, declaredMs: null, history: [] });
  expect(bot?.models[0]?.approved).toBeNull();
  expect(bot?.missing.map(({ what }) => what)).toEqual(["declaration"]);
});

test("a declared system that never reported is there, not absent", async () => {
  const [silent] = await readInventory(sources());
  expect(silent).toMatchObject({ id: "credit", standing: "silent", lastSeenMs: null });
});

test("the history is told newest first, one line for each thing that changed", () => {
  const changes: readonly DeclarationChange[] = [
    { atMs: 1, by: "tiltmeter", declaration: { ...BARE_DECLARATION, id: "credit", owner: "team" } },
    {
      atMs: 2,
      by: "tiltmeter",
      declaration: { ...BARE_DECLARATION, id: "credit", owner: "other", riskTier: "high" },
    },
    { atMs: 3, by: "tiltmeter", declaration: null },
  ];
  const of = sources({ declarations: (id) => (id === "credit" ? changes : []) });
  expect(
    readDeclarations("credit", of)?.map(({ atMs, field, from, to }) => [atMs, field, from, to]),
  ).toEqual([
    [3, "system", "declared", null],
    [2, "risk_tier", null, "high"],
    [2, "owner", "team", "other"],
    [1, "owner", null, "team"],
    [1, "status", null, "live"],
  ]);
  expect(readDeclarations("bot", of)).toBeNull();
});
