import { expect, test } from "vitest";
import {
  control,
  declared,
  HOUR,
  inHouse,
  living,
  predictions,
  START,
} from "../collector/evaluator/house.ts";
import { expectNothingEndsByAbsence, hours, inLedger, linesOf, series, tickAt } from "./story.ts";

const tiered = control({
  id: "errors",
  minSample: 50,
  limit: { max: 0.4 },
  recover: { limit: { max: 0.4 }, for: { windows: 1 } },
  tiers: {
    high: { limit: { max: 0.1 }, recover: { max: 0.02 }, minSample: 20 },
    limited: { limit: { max: 0.2 }, warn: { max: 0.05 } },
  },
});

test("each system is judged by the terms of its tier: limit, recovery, warning and sample", async () => {
  const records = ["strict", "middle", "lax", "unknown"].flatMap((system) => [
    ...predictions({ hour: 0, system, count: 100, failed: 0.15 }),
    ...predictions({ hour: 1, system, count: 100, failed: 0.05 }),
    ...predictions({ hour: 2, system, count: 30, failed: 0 }),
  ]);
  const inventory = [
    declared({ id: "strict", riskTier: "high" }),
    declared({ id: "middle", riskTier: "limited" }),
    declared({ id: "lax", riskTier: "minimal" }),
  ];
  await inHouse({ records, controls: [tiered], inventory }, async (house) => {
    await tickAt(house, 1, 2, 3);
    expect(linesOf(house, "strict")).toEqual([
      "errors strict/v1 1h breach firing",
      "errors strict/v1 2h pass firing", // inside 0.1, outside of the recovery limit
      "errors strict/v1 3h pass ok",
    ]);
    expect(linesOf(house, "middle")).toEqual([
      "errors middle/v1 1h pass ok",
      "errors middle/v1 2h pass ok",
      "errors middle/v1 3h inconclusive ok",
    ]);
    expect(linesOf(house, "lax").at(-1)).toBe("errors lax/v1 3h inconclusive ok");
    expect(linesOf(house, "unknown").at(-1)).toBe("errors unknown/v1 3h inconclusive ok");
    const warned = house.rows.filter(({ verdict }) => verdict.kind === "pass" && verdict.warned);
    expect(warned.map(({ instance }) => instance["system"])).toEqual(["middle"]);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.statement).toContain("shall be at most 10 %");
    expect(house.requests).toHaveLength(3); // one question an hour for all tiers
    await expectNothingEndsByAbsence(house);
  });
});

test("a change of tier restarts nothing: the episode goes on, and ends by the terms of the new tier", async () => {
  const records = series([0.3, 0.3, 0.3], (hour, failed) => predictions({ hour, failed }));
  const inventory = [declared({ id: "credit", riskTier: "high" })];
  await inHouse({ records, controls: [tiered], inventory }, async (house) => {
    await tickAt(house, 1);
    house.inventory = [declared({ id: "credit", riskTier: "limited" })];
    await tickAt(house, 2);
    house.inventory = [declared({ id: "credit", riskTier: "minimal" })];
    await tickAt(house, 3);
    expect(linesOf(house, "credit")).toEqual([
      "errors credit/v1 1h breach firing",
      "errors credit/v1 2h breach firing",
      "errors credit/v1 3h pass ok",
    ]);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.steps.at(-1)).toMatchObject({ kind: "episode_ended", text: "recovered" });
    await expectNothingEndsByAbsence(house);
  });
});

test("a change of tier gathers a budget's evidence anew where the limit is another", async () => {
  const budgeted = control({
    id: "errors",
    proof: { kind: "budget", alarms: 1, perMs: 365 * 24 * HOUR, correctFor: [] },
    tiers: { high: { limit: { max: 0.2 } }, limited: { minSample: 5 } },
  });
  const records = series(Array<number>(4).fill(0.3), (hour, failed) =>
    predictions({ hour, failed }),
  );
  const gathered = async (tier: "high" | "limited" | null) => {
    let result: unknown;
    const inventory = [declared({ id: "credit" })];
    await inHouse({ records, controls: [budgeted], inventory }, async (house) => {
      await tickAt(house, 1, 2, 3);
      house.inventory = [declared({ id: "credit", riskTier: tier })];
      await tickAt(house, 4);
      result = house.rows.at(-1)?.state.gathered;
    });
    return result;
  };
  const [same, sampled, limited] = [
    await gathered(null),
    await gathered("limited"),
    await gathered("high"),
  ];
  expect(sampled).toEqual(same);
  expect(limited).not.toEqual(same);
  expect(limited).toMatchObject({ against: '{"max":0.2}' });
});

test("of all that lack a sample, the one nearest to its own tier's is what is waited for", async () => {
  const records = [
    ...predictions({ hour: 0, system: "strict", count: 15 }),
    ...predictions({ hour: 0, system: "lax", count: 40 }),
  ];
  const inventory = [declared({ id: "strict", riskTier: "high" }), declared({ id: "lax" })];
  await inHouse({ records, controls: [tiered], inventory }, async (house) => {
    await living(house, async ({ evaluator }) => {
      await evaluator.tick(START + HOUR);
      expect(evaluator.due(tiered, START + HOUR)).toContain("after 5 more predictions");
    });
  });
});

test("tiers that differ in how soon ask the store apart, and the others together", async () => {
  const controls = [
    control({
      id: "slow",
      measure: "error_rate",
      withinMs: HOUR,
      tiers: { high: { withinMs: HOUR / 4 }, limited: { withinMs: HOUR } },
    }),
  ];
  const inventory = [declared({ id: "strict", riskTier: "high" }), declared({ id: "lax" })];
  const records = ["strict", "lax"].flatMap((system) => predictions({ hour: 0, system }));
  await inHouse({ records, controls, inventory }, async (house) => {
    await tickAt(house, 1);
    expect(house.requests.map(({ withinMs }) => withinMs)).toEqual([HOUR, HOUR / 4]);
    expect(linesOf(house, "slow").toSorted()).toEqual([
      "slow lax/v1 1h pass ok",
      "slow strict/v1 1h pass ok",
    ]);
    await tickAt(house, ...hours(2));
  });
});

test("a list of the inventory is each system's own; without one nothing is proven, and nothing ends", async () => {
  const approved = control({
    id: "model",
    measure: "model_version",
    by: ["system"],
    limit: { oneOf: { from: "inventory", list: "approved_versions" } },
    recover: {
      limit: { oneOf: { from: "inventory", list: "approved_versions" } },
      for: { windows: 1 },
    },
  });
  const records = [0, 1, 2].flatMap((hour) => [
    ...predictions({ hour, system: "named" }),
    ...predictions({ hour, system: "nobody's" }),
  ]);
  const named = (names: readonly string[]) => [
    declared({ id: "named", lists: { approved_versions: names } }),
    declared({ id: "nobody's" }),
  ];
  await inHouse({ records, controls: [approved], inventory: named(["v0"]) }, async (house) => {
    await tickAt(house, 1);
    house.inventory = [declared({ id: "named" }), declared({ id: "nobody's" })];
    await tickAt(house, 2);
    house.inventory = named(["v0", "v1"]);
    await tickAt(house, 3);
    expect(linesOf(house, "model named")).toEqual([
      "model named 1h breach firing",
      "model named 2h inconclusive firing",
      "model named 3h pass ok",
    ]);
    expect(linesOf(house, "nobody's").at(-1)).toBe("model nobody's 3h inconclusive ok");
    await expectNothingEndsByAbsence(house);
  });
});
