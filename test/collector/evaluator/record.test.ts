import type { EvaluationRow } from "tiltmeter/evaluator/row";
import { expect, test } from "vitest";
import { control, HOUR, type House, inHouse, living, predictions, START } from "./house.ts";

const HOURS = 4;

/** Two systems that breach and recover at different hours, under three controls: raises, joins and ends. */
const records = Array.from({ length: HOURS }, (_, hour) => [
  ...predictions({ hour, failed: [0, 0.3, 0, 0.4][hour] ?? 0 }),
  ...predictions({ hour, version: "v2", failed: hour === 1 ? 0.9 : 0 }),
  ...predictions({ hour, system: "other", failed: [0.2, 0.2, 0, 0][hour] ?? 0 }),
]).flat();

const controls = [
  control({ id: "errors" }),
  control({ id: "sustained", for: { windows: 2 }, groupBy: ["system", "model_version"] }),
  control({ id: "watched", status: "shadow" }),
];

class Crash extends Error {}

/** Ticks through all hours. Whenever an effect throws `Crash`, everything in memory is lost and a new life begins. */
async function live(house: House): Promise<number> {
  let lives = 0;
  for (let hour = 1; hour <= HOURS; ) {
    lives += 1;
    await living(house, async ({ evaluator }) => {
      try {
        for (; hour <= HOURS; hour += 1) {
          const report = await evaluator.tick(START + hour * HOUR);
          const crashed = report.errors.find(({ error }) => error instanceof Crash);
          if (crashed !== undefined) throw crashed.error;
        }
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    });
  }
  return lives;
}

/** What governance and the store hold in the end, without when it was written. */
async function outcome(house: House): Promise<unknown> {
  const rows = new Map<string, unknown>();
  for (const row of house.rows) {
    const { control: id, instanceKey, windowEndMs, verdict, state } = row;
    const key = `${id} ${instanceKey} ${windowEndMs}`;
    const value = { kind: verdict.kind, state };
    if (rows.has(key)) expect(value).toEqual(rows.get(key)); // a repeated row says the same
    rows.set(key, value);
  }
  return living(house, async ({ ledger }) => {
    const entries: unknown[] = [];
    for await (const { entry } of ledger.entries()) entries.push(entry);
    return { entries, rows: [...rows].sort() };
  });
}

test("a crash between any two steps of any tick replays to the same records, ids and evidence", async () => {
  const moments: string[] = [];
  let expected: unknown;
  await inHouse({ records, controls }, async (house) => {
    house.at = (moment) => moments.push(moment);
    expect(await live(house)).toBe(1);
    house.at = () => undefined;
    expected = await outcome(house);
    await living(house, async ({ ledger }) => {
      expect([...ledger.state.nonconformities.keys()]).toEqual([
        "NC-2026-0001",
        "NC-2026-0002",
        "NC-2026-0003",
      ]);
    });
  });
  expect(new Set(moments)).toEqual(
    new Set(
      ["read rows", "look", "fetch", "content", "append", "rows"].flatMap((step) => [
        `before ${step}`,
        `after ${step}`,
      ]),
    ),
  );
  // A failed fetch is an answer (verdict `error`), not a crash: it has its own test.
  const crashes = moments.flatMap((moment, i) => (moment.endsWith("fetch") ? [] : [i]));
  for (const at of crashes) {
    await inHouse({ records, controls }, async (house) => {
      let moment = 0;
      // A process that died has no further effect in that life.
      house.at = () => {
        if (house.lives === 1 && moment++ >= at) throw new Crash(moments[at]);
      };
      expect(await live(house), moments[at]).toBe(2);
      house.at = () => undefined;
      expect(await outcome(house), `${moments[at]} (${at})`).toEqual(expected);
    });
  }
});

test("one effect that fails for a moment, while the process lives on, loses and repeats nothing", async () => {
  const matters = async (house: House): Promise<unknown> =>
    living(house, async ({ ledger }) => {
      const all = [...ledger.state.nonconformities.values()].map((record) => ({
        control: record.control,
        system: record.system,
        episodes: record.episodes,
        evidence: record.evidence,
      }));
      return all.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    });
  let expected: unknown;
  let count = 0;
  await inHouse({ records, controls }, async (house) => {
    house.at = (moment) => {
      if (!moment.endsWith("fetch")) count += 1;
    };
    await live(house);
    expected = await matters(house);
  });
  for (let at = 0; at < count; at += 1) {
    await inHouse({ records, controls }, async (house) => {
      let moment = 0;
      house.at = (name) => {
        if (!name.endsWith("fetch") && moment++ === at) throw new Error(name);
      };
      await living(house, async ({ evaluator }) => {
        for (let hour = 1; hour <= HOURS; hour += 1) {
          const nowMs = START + hour * HOUR;
          await evaluator.tick(nowMs).catch(() => undefined);
          await evaluator.tick(nowMs); // the next turn of the loop, before the next window
        }
      });
      expect(await matters(house), String(at)).toEqual(expected);
    });
  }
});

test("rows that the store lost, all or some, change no record", async () => {
  let expected: unknown;
  await inHouse({ records, controls }, async (house) => {
    await live(house);
    expected = ((await outcome(house)) as { entries: unknown }).entries;
  });
  const losses: readonly ((row: EvaluationRow, i: number) => boolean)[] = [
    () => true,
    (_, i) => i % 2 === 0,
    (row) => row.instance["system"] === "credit",
    (row) => row.windowEndMs > START + 2 * HOUR,
  ];
  for (const isLost of losses) {
    for (let upTo = 1; upTo < HOURS; upTo += 1) {
      await inHouse({ records, controls }, async (house) => {
        await living(house, async ({ evaluator }) => {
          for (let hour = 1; hour <= upTo; hour += 1) await evaluator.tick(START + hour * HOUR);
        });
        house.rows.splice(0, house.rows.length, ...house.rows.filter((row, i) => !isLost(row, i)));
        await living(house, async ({ evaluator, ledger }) => {
          for (let hour = upTo; hour <= HOURS; hour += 1) await evaluator.tick(START + hour * HOUR);
          const entries: unknown[] = [];
          for await (const { entry } of ledger.entries()) entries.push(entry);
          expect(entries).toEqual(expected);
        });
      });
    }
  }
});
