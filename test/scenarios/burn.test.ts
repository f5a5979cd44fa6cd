import type { EvidenceRecord } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { control, HOUR, inHouse, predictions, START } from "../collector/evaluator/house.ts";
import { expectNothingEndsByAbsence, hours, inLedger, linesOf, tickAt } from "./story.ts";

/** 99 % of answers are good; a window may be at most 10 % bad, and so may its last 15 minutes. */
const burn = control({
  id: "slo",
  measure: "bad_answer_rate",
  good: { status: "ok", latencyMax: null },
  burn: {
    objective: 0.99,
    overMs: 720 * HOUR,
    spend: 0.02,
    confirmMs: HOUR / 4,
    badEventsMin: 5,
  },
  minSample: 1,
});

/** One prediction a minute, of which those of some minutes failed. */
function minutes(hour: number, isBad: (minute: number) => boolean): readonly EvidenceRecord[] {
  return predictions({ hour, count: 60 }).map((record, minute) =>
    record.statement.kind === "prediction" && isBad(minute)
      ? { ...record, statement: { ...record.statement, status: "error" as const } }
      : record,
  );
}

test("a burn rate breaches where it is beyond the limit and goes on; what is over does not", async () => {
  const records = [
    ...minutes(0, (minute) => minute >= 40), // it goes on
    ...minutes(1, (minute) => minute < 20), // as bad, but over
    ...minutes(2, (minute) => minute % 20 === 0), // 5 %
    ...minutes(3, (minute) => minute >= 56), // 6.7 % of the hour
  ];
  await inHouse({ records, controls: [burn] }, async (house) => {
    expect(await tickAt(house, ...hours(4))).toEqual(["NC-2026-0001"]);
    expect(linesOf(house, "slo")).toEqual([
      "slo credit/v1 1h breach firing",
      "slo credit/v1 2h pass ok",
      "slo credit/v1 3h pass ok",
      "slo credit/v1 4h pass ok",
    ]);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.statement).toContain(
      "In the last part of the window it was 100 % of 15: it goes on.",
    );
    await expectNothingEndsByAbsence(house);
  });
});

test("few bad answers are no alarm, and a silent last part neither breaches nor ends one", async () => {
  const quiet = minutes(2, (minute) => minute < 30).slice(0, 44); // nothing after minute 43
  const records = [
    ...minutes(0, (minute) => minute >= 40),
    ...minutes(1, (minute) => minute % 15 === 14).filter((_, i) => i % 3 === 2), // 4 of 20 are bad
    ...quiet,
  ];
  await inHouse({ records, controls: [burn] }, async (house) => {
    await tickAt(house, ...hours(4));
    expect(linesOf(house, "slo")).toEqual([
      "slo credit/v1 1h breach firing",
      "slo credit/v1 2h inconclusive firing",
      "slo credit/v1 3h inconclusive firing",
      "slo credit/v1 4h no_data firing",
    ]);
    await expectNothingEndsByAbsence(house);
  });
});

test("alarms of one objective over one hour share both questions with each other", async () => {
  const controls = [burn, control({ ...burn, id: "slo-too", limit: { max: 0.2 } })];
  await inHouse({ records: minutes(0, () => false), controls }, async (house) => {
    await tickAt(house, 1);
    expect(house.requests.map(({ fromMs, toMs }) => [fromMs - START, toMs - START])).toEqual([
      [0, HOUR],
      [HOUR - HOUR / 4, HOUR],
    ]);
  });
});
