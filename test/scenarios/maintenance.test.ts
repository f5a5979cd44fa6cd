import type { Maintenance } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { control, HOUR, inHouse, predictions, START } from "../collector/evaluator/house.ts";
import { expectNothingEndsByAbsence, hours, inLedger, linesOf, series, tickAt } from "./story.ts";

const errors = control({ id: "errors" });
/** Windows that end at 2 h and 3 h are in it; the one that ends at 4 h is not. */
const planned: Maintenance = {
  name: "move of the feature store",
  systems: ["credit"],
  controls: [],
  owner: "ann",
  reason: "the new one is faster",
  fromMs: START + 2 * HOUR,
  untilMs: START + 4 * HOUR,
};
const shares = (of: readonly (number | null)[]) =>
  series(of, (hour, failed) => predictions({ hour, failed }));

test("during a planned maintenance detection goes on and nothing is raised; what still fires is raised after it", async () => {
  const records = shares([0, 0.4, 0.5, 0.3, 0.3]);
  await inHouse({ records, controls: [errors], maintenance: [planned] }, async (house) => {
    expect(await tickAt(house, 1, 2, 3)).toEqual([]);
    expect(await tickAt(house, 4)).toEqual(["NC-2026-0001"]);
    expect(await tickAt(house, 5)).toEqual([]);
    expect(linesOf(house, "credit")).toEqual([
      "errors credit/v1 1h pass ok",
      "errors credit/v1 2h breach firing",
      "errors credit/v1 3h breach firing",
      "errors credit/v1 4h breach firing",
      "errors credit/v1 5h breach firing",
    ]);
    expect(house.rows.map(({ muted }) => muted)).toEqual([
      null,
      planned.name,
      planned.name,
      null,
      null,
    ]);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.statement).toContain(`It fired during ${planned.name} and went on after it.`);
    expect(record?.episodes).toMatchObject([
      { firstBreachMs: START + 2 * HOUR, firedMs: START + 2 * HOUR, endedMs: null, value: 0.3 },
    ]);
    await expectNothingEndsByAbsence(house);
  });
});

test("what fired and recovered during the maintenance raises nothing, and is in the rows and the ledger", async () => {
  const records = shares([0, 0.4, 0, 0, 0]);
  await inHouse({ records, controls: [errors], maintenance: [planned] }, async (house) => {
    expect(await tickAt(house, ...hours(5))).toEqual([]);
    expect(linesOf(house, "firing")).toEqual(["errors credit/v1 2h breach firing"]);
    expect(
      await inLedger(house, ({ state }) => [
        state.nonconformities.size,
        [...(state.transitions.get("errors")?.values() ?? [])][0]?.size,
      ]),
    ).toEqual([0, 2]);
    await expectNothingEndsByAbsence(house);
  });
});

test("after the maintenance silence is no recovery: the episode is raised with the breach that fired it", async () => {
  const records = shares([0, 0.4, null, null, null]);
  await inHouse({ records, controls: [errors], maintenance: [planned] }, async (house) => {
    for (const hour of hours(3)) expect(await tickAt(house, hour)).toEqual([]);
    expect(await tickAt(house, 4)).toEqual(["NC-2026-0001"]);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.episodes).toMatchObject([{ value: 0.4, endedMs: null }]);
    await expectNothingEndsByAbsence(house);
  });
});

test("other systems and other controls raise as ever", async () => {
  const records = [...shares([0, 0.4]), ...predictions({ hour: 1, system: "other", failed: 0.5 })];
  const maintenance = [{ ...planned, controls: ["errors"] }];
  const controls = [errors, control({ id: "errors-too" })];
  await inHouse({ records, controls, maintenance }, async (house) => {
    expect(await tickAt(house, 1, 2)).toHaveLength(3);
    const raised = await inLedger(house, ({ state }) =>
      [...state.nonconformities.values()].map((record) => `${record.control} ${record.system}`),
    );
    expect(raised.toSorted()).toEqual(["errors other", "errors-too credit", "errors-too other"]);
  });
});

test("a crash at any effect of the tick that raises after the maintenance raises once", async () => {
  const records = shares([0, 0.4, 0.5, 0.3]);
  for (const moment of ["before append", "after append", "before rows", "after rows"]) {
    await inHouse({ records, controls: [errors], maintenance: [planned] }, async (house) => {
      await tickAt(house, 1, 2, 3);
      let crashes = 0;
      house.at = (now) => {
        if (now === moment && crashes++ === 0) throw new Error("crash");
      };
      await tickAt(house, 4).catch(() => undefined);
      await tickAt(house, 4);
      expect(crashes).toBeGreaterThan(0);
      const records = await inLedger(house, ({ state }) => [...state.nonconformities.values()]);
      expect(records.map(({ episodes }) => episodes.length)).toEqual([1]);
    });
  }
});
