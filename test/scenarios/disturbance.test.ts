import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arrive,
  control,
  HOUR,
  inHouse,
  living,
  predictions,
  START,
  strip,
} from "../collector/evaluator/house.ts";
import { expectNothingEndsByAbsence, hours, inLedger, linesOf, series, tickAt } from "./story.ts";

const errors = control({ id: "errors" });
const shares = (of: readonly (number | null)[]) =>
  series(of, (hour, failed) => predictions({ hour, failed }));

test("a gap in the data, however long, leaves an episode open; the next pass ends it", async () => {
  const silent = Array<null>(40).fill(null);
  await inHouse({ records: shares([0.5, ...silent, 0]), controls: [errors] }, async (house) => {
    await tickAt(house, ...hours(41));
    expect(linesOf(house, "credit").at(-1)).toBe("errors credit/v1 41h no_data firing");
    await tickAt(house, 42);
    expect(linesOf(house, "credit").at(-1)).toBe("errors credit/v1 42h pass ok");
    await expectNothingEndsByAbsence(house);
  });
});

test("downtime is made up for in order, and says so; what is too far back is counted as missed", async () => {
  const records = shares([0, 0.5, 0.5, 0, 0, 0]);
  const ruled = control({ id: "errors", for: { windows: 2 } });
  await inHouse({ records, controls: [ruled] }, async (house) => {
    await tickAt(house, 1);
    expect(await tickAt(house, 6)).toEqual(["NC-2026-0001"]);
    expect(linesOf(house, "credit")).toEqual([
      "errors credit/v1 1h pass ok",
      "errors credit/v1 2h breach pending",
      "errors credit/v1 3h breach firing",
      "errors credit/v1 4h pass ok",
      "errors credit/v1 5h pass ok",
      "errors credit/v1 6h pass ok",
    ]);
    // Hour 5 was judged at 6: one `every` late is no back-fill.
    const backfilled = house.rows.filter(({ isBackfilled }) => isBackfilled);
    expect(backfilled.map(({ windowEndMs }) => (windowEndMs - START) / HOUR)).toEqual([2, 3, 4]);
    await living(house, async ({ evaluator }) => {
      expect((await evaluator.tick(START + 2000 * HOUR)).missed).toBe(1994 - 1440);
    });
    await expectNothingEndsByAbsence(house);
  });
});

test("a clock that jumps ahead ends nothing; set back, it judges no window twice, and late data still count", async () => {
  await inHouse({ controls: [errors] }, async (house) => {
    arrive(house, 0.5, predictions({ hour: 0, failed: 0.5 }));
    await tickAt(house, 1);
    await tickAt(house, 30); // a day ahead of the truth
    expect(linesOf(house, "credit").at(-1)).toBe("errors credit/v1 30h no_data firing");
    const before = house.rows.length;
    await tickAt(house, 2, 3);
    expect(house.rows).toHaveLength(before);
    // What happens meanwhile is found late: a second system that breaches at once.
    arrive(house, 3.5, predictions({ hour: 3, system: "other", failed: 0.9 }));
    expect(await tickAt(house, 4, 5)).toEqual(["NC-2026-0002"]);
    expect(strip(house.rows).at(-1)).toBe("errors other/v1 4h breach ok");
    expect(house.rows.at(-1)?.dataRevision).toBe(2);
    await tickAt(house, 31);
    expect(linesOf(house, "credit").at(-1)).toBe("errors credit/v1 31h no_data firing");
    await expectNothingEndsByAbsence(house);
  });
});

test("a revision in the middle of an episode ends it as superseded, and what still breaches is a new one", async () => {
  await inHouse({ records: shares([0.5, 0.5, 0.5]), controls: [errors] }, async (house) => {
    await tickAt(house, 1, 2);
    house.controls = [control({ id: "errors", limit: { max: 0.2 } })];
    await tickAt(house, 3);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.episodes.map(({ endedMs }) => endedMs)).toEqual([START + 3 * HOUR, null]);
    expect(record?.steps.find(({ kind }) => kind === "episode_ended")?.text).toBe("superseded");
    expect(linesOf(house, "credit").at(-1)).toBe("errors credit/v1 3h breach firing");
    await expectNothingEndsByAbsence(house);
  });
});

test("a revision while nothing comes ends the old episode as superseded, never as recovered", async () => {
  await inHouse({ records: shares([0.5]), controls: [errors] }, async (house) => {
    await tickAt(house, 1);
    house.controls = [control({ id: "errors", title: "Errors stay rarer" })];
    await tickAt(house, 2);
    const record = await inLedger(house, ({ state }) => state.nonconformities.get("NC-2026-0001"));
    expect(record?.steps.at(-1)).toMatchObject({ kind: "episode_ended", text: "superseded" });
    await expectNothingEndsByAbsence(house);
  });
});

test("flapping is one record with an episode a time, and `recover` keeps it one episode where it asks for two", async () => {
  const flapping = shares([0.5, 0, 0.5, 0, 0.5, 0, 0]);
  const calm = control({
    id: "calm",
    recover: { limit: { max: 0.1 }, for: { windows: 2 } },
  });
  await inHouse({ records: flapping, controls: [errors, calm] }, async (house) => {
    expect(await tickAt(house, ...hours(7))).toEqual(["NC-2026-0001", "NC-2026-0002"]);
    const episodes = await inLedger(house, ({ state }) =>
      [...state.nonconformities.values()].map((record) => [
        record.control,
        record.episodes.map(({ endedMs }) => ((endedMs ?? 0) - START) / HOUR),
      ]),
    );
    expect(episodes).toEqual([
      ["errors", [2, 4, 6]],
      ["calm", [7]],
    ]);
    await expectNothingEndsByAbsence(house);
  });
});

test("low traffic is inconclusive: it raises nothing, ends nothing, and says how much is lacking", async () => {
  const few = [1, 2, 3].flatMap((hour) => predictions({ hour, count: 9, failed: 0 }));
  const bad = predictions({ hour: 0, failed: 0.5 });
  const other = predictions({ hour: 0, system: "quiet", count: 9, failed: 1 });
  await inHouse({ records: [...bad, ...few, ...other], controls: [errors] }, async (house) => {
    expect(await tickAt(house, ...hours(4))).toEqual(["NC-2026-0001"]);
    expect(linesOf(house, "credit").slice(1)).toEqual(
      [2, 3, 4].map((hour) => `errors credit/v1 ${hour}h inconclusive firing`),
    );
    expect(linesOf(house, "quiet")[0]).toBe("errors quiet/v1 1h inconclusive ok");
    const quiet = house.rows.find(({ instance }) => instance["system"] === "quiet");
    expect(quiet?.verdict).toHaveProperty("reason", "9 predictions, needs 10");
    await expectNothingEndsByAbsence(house);
  });
});

test("the first evaluation after a start judges the newest window, and nothing before it", async () => {
  await inHouse({ records: shares([0.5, 0.5, 0]), controls: [errors] }, async (house) => {
    expect(await tickAt(house, 3.9)).toEqual([]);
    expect(strip(house.rows)).toEqual(["errors credit/v1 3h pass ok"]);
    expect(house.rows[0]?.isBackfilled).toBe(false);
  });
});

test("10,000 instances that fire at once are one summary; every step is kept, and its cost is bounded", async () => {
  const records = Array.from({ length: 10_000 }, (_, i) =>
    predictions({ hour: 0, system: `s${i}`, count: 10, failed: 0.2 + (i % 50) / 100 }),
  ).flat();
  await inHouse({ records, controls: [errors] }, async (house) => {
    const started = performance.now();
    expect(await tickAt(house, 1)).toEqual(["NC-2026-0001"]);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(house.rows).toHaveLength(10_000);
    expect(house.rows.every(({ state }) => state.phase === "firing")).toBe(true);
    await living(house, async ({ ledger }) => {
      expect(ledger.state.transitions.get("errors")?.size).toBe(10_000);
      expect(ledger.state.nonconformities.size).toBe(1);
      expect(ledger.size).toBeLessThanOrEqual(10_000 + 501);
    });
    // What goes silent stays firing, every one of them.
    await tickAt(house, 2);
    expect(house.rows.slice(10_000).every(({ state }) => state.phase === "firing")).toBe(true);
  });
});

test("whatever a history holds, no episode ends but by an explicit pass, or as superseded or retired", async () => {
  const plan = fc.array(
    fc.record({
      failed: fc.constantFrom(null, 0, 0.05, 0.3, 0.9),
      count: fc.constantFrom(5, 40),
      version: fc.constantFrom("v1", "v2"),
      late: fc.constantFrom(0, 0, 1, 4),
      restart: fc.boolean(),
      skip: fc.constantFrom(false, false, true),
      broken: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 3, maxLength: 12 },
  );
  const ruled = control({
    id: "errors",
    for: { windows: 2 },
    recover: { limit: { max: 0.05 }, for: { windows: 2 } },
  });
  let ended = 0;
  await fc.assert(
    fc.asyncProperty(plan, async (steps) => {
      await inHouse({ controls: [errors, { ...ruled, id: "ruled" }] }, async (house) => {
        const waiting = steps.flatMap(({ failed, count, version, late }, hour) =>
          failed === null
            ? []
            : [{ at: hour + 0.5 + late, records: predictions({ hour, failed, count, version }) }],
        );
        let live: number[] = [];
        for (const [hour, { restart, skip, broken }] of steps.entries()) {
          for (const { at, records } of waiting) {
            if (at > hour && at <= hour + 1) arrive(house, at, records);
          }
          if (skip) continue;
          live = restart ? [] : live;
          house.at = (moment) => {
            if (broken && moment === "before fetch") throw new Error("engine down");
          };
          await living(house, ({ evaluator }) => evaluator.tick(START + (hour + 1) * HOUR));
          house.at = () => undefined;
        }
        await expectNothingEndsByAbsence(house);
        ended += await inLedger(
          house,
          ({ state }) =>
            [...state.nonconformities.values()]
              .flatMap(({ episodes }) => episodes)
              .filter(({ endedMs }) => endedMs !== null).length,
        );
      });
    }),
    { numRuns: 40 },
  );
  expect(ended).toBeGreaterThan(0);
});
