import { expect, test } from "vitest";
import {
  control,
  declared,
  HOUR,
  inHouse,
  predictions,
  START,
} from "../collector/evaluator/house.ts";
import { expectNothingEndsByAbsence, hours, inLedger, linesOf, tickAt } from "./story.ts";

const errors = control({ id: "errors" });

const v1Fires = predictions({ hour: 0, failed: 0.5 });
const v2 = (from: number, to: number, failed = 0) =>
  Array.from({ length: to - from }, (_, i) =>
    predictions({ hour: from + i, version: "v2", failed }),
  ).flat();

test("a model version that was replaced while its episode fires ends as retired, after six silent windows", async () => {
  const records = [...v1Fires, ...v2(1, 9)];
  await inHouse({ records, controls: [errors] }, async (house) => {
    await tickAt(house, ...hours(8));
    expect(linesOf(house, "credit/v1")).toEqual([
      "errors credit/v1 1h breach firing",
      ...[2, 3, 4, 5, 6].map((hour) => `errors credit/v1 ${hour}h no_data firing`),
      "errors credit/v1 7h no_data ok",
      "errors credit/v1 8h no_data ok",
    ]);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.steps.at(-1)).toMatchObject({ kind: "episode_ended", text: "retired" });
    expect(record?.episodes[0]?.endedMs).toBe(START + 7 * HOUR);
    await expectNothingEndsByAbsence(house);
  });
});

test("a restart in every hour counts the silent windows all the same", async () => {
  const records = [...v1Fires, ...v2(1, 9)];
  await inHouse({ records, controls: [errors] }, async (house) => {
    for (const hour of hours(7)) await tickAt(house, hour);
    expect(linesOf(house, "credit/v1").slice(-2)).toEqual([
      "errors credit/v1 6h no_data firing",
      "errors credit/v1 7h no_data ok",
    ]);
    await expectNothingEndsByAbsence(house);
  });
});

test("without traffic of a successor an episode lasts, however long nothing comes", async () => {
  const cases = [
    v1Fires,
    // An older version that goes on is no successor.
    [...v2(-1, 12), ...v1Fires],
    // A successor that fell silent too.
    [...v1Fires, ...v2(1, 3)],
    // Another system's version.
    [
      ...v1Fires,
      ...hours(12).flatMap((hour) => predictions({ hour, system: "other", version: "v2" })),
    ],
  ];
  for (const records of cases) {
    await inHouse({ records, controls: [errors] }, async (house) => {
      await tickAt(house, 0, ...hours(12));
      expect(linesOf(house, "credit/v1").at(-1)).toBe("errors credit/v1 12h no_data firing");
      await expectNothingEndsByAbsence(house);
    });
  }
});

test("evidence that cannot be read is no silence: six errors retire nothing", async () => {
  const records = [...v1Fires, ...v2(1, 12)];
  await inHouse({ records, controls: [errors] }, async (house) => {
    await tickAt(house, 1, 2, 3);
    house.at = (moment) => {
      if (moment === "before fetch") throw new Error("engine down");
    };
    for (const hour of [4, 5, 6, 7, 8, 9]) await tickAt(house, hour).catch(() => undefined);
    house.at = () => undefined;
    await tickAt(house, 10);
    expect(linesOf(house, "credit/v1").at(-1)).toBe("errors credit/v1 10h no_data firing");
    await expectNothingEndsByAbsence(house);
  });
});

test("a version that comes back after its retirement fires anew, and joins the open record", async () => {
  const records = [...v1Fires, ...v2(1, 9), ...predictions({ hour: 8, failed: 0.4 })];
  await inHouse({ records, controls: [errors] }, async (house) => {
    expect(await tickAt(house, ...hours(9))).toEqual(["NC-2026-0001"]);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.episodes.map(({ endedMs }) => endedMs)).toEqual([START + 7 * HOUR, null]);
    await expectNothingEndsByAbsence(house);
  });
});

test("a system that is declared retired ends what it had open, and one that is suspended does not", async () => {
  const records = [...v1Fires, ...predictions({ hour: 0, system: "other", failed: 0.5 })];
  const inventory = [declared({ id: "credit" }), declared({ id: "other" })];
  await inHouse({ records, controls: [errors], inventory }, async (house) => {
    await tickAt(house, 1);
    house.inventory = [
      declared({ id: "credit", status: "retired" }),
      declared({ id: "other", suspendedSinceMs: START + HOUR }),
    ];
    await tickAt(house, ...[2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(linesOf(house, "credit/v1").slice(0, 2)).toEqual([
      "errors credit/v1 1h breach firing",
      "errors credit/v1 2h no_data ok",
    ]);
    expect(linesOf(house, "other/v1").at(-1)).toBe("errors other/v1 10h no_data firing");
    await expectNothingEndsByAbsence(house);
  });
});
