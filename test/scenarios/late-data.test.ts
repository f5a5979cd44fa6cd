import type { EvidenceRecord } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import {
  arrive,
  control,
  HOUR,
  type House,
  inHouse,
  living,
  predictions,
  START,
} from "../collector/evaluator/house.ts";
import { expectNothingEndsByAbsence, inLedger, tickAt } from "./story.ts";

const errors = control({ id: "errors" });

/** `1h #2 breach firing`: window, data revision, verdict, state. */
function revisions(house: House): readonly string[] {
  return house.rows.map(
    ({ windowEndMs, dataRevision, verdict, state }) =>
      `${(windowEndMs - START) / HOUR}h #${dataRevision} ${verdict.kind} ${state.phase}`,
  );
}

const records = (house: House) =>
  inLedger(house, ({ state }) => [...state.nonconformities.values()]);

/** More predictions of an hour that failed, with ids of their own. */
function failing(hour: number, count: number): readonly EvidenceRecord[] {
  return predictions({ hour, count, failed: 1 }).map((record) =>
    record.statement.kind === "prediction"
      ? { ...record, statement: { ...record.statement, id: `late ${record.statement.id}` } }
      : record,
  );
}

test("late data make a revision of the window, which says so and moves no state", async () => {
  await inHouse({ controls: [errors] }, async (house) => {
    arrive(house, 0.5, predictions({ hour: 0 }));
    arrive(house, 1.5, predictions({ hour: 1 }));
    await tickAt(house, 1, 2);
    arrive(house, 2.5, failing(0, 5)); // 5 of 105: still inside
    await tickAt(house, 3);
    expect(revisions(house)).toEqual([
      "1h #1 pass ok",
      "2h #1 pass ok",
      "3h #1 no_data ok",
      "1h #2 pass ok",
    ]);
    expect(house.rows.at(-1)).toMatchObject({
      evaluatedMs: START + 3 * HOUR,
      watermarkMs: START + 3 * HOUR,
      verdict: { measured: { n: 105 } },
    });
    // Nothing new came: nothing more is said, also by a process that starts.
    await tickAt(house, 4);
    expect(house.rows).toHaveLength(5);
    await expectNothingEndsByAbsence(house);
  });
});

test("a breach that late data show is raised once, marked late, over with its window; the state stays", async () => {
  await inHouse({ controls: [errors] }, async (house) => {
    for (const hour of [0, 1, 2, 3]) arrive(house, hour + 0.5, predictions({ hour }));
    await tickAt(house, 1, 2, 3);
    arrive(house, 3.5, [...failing(0, 50), ...failing(1, 60)]);
    expect(await tickAt(house, 4)).toEqual(["NC-2026-0001"]);
    expect(revisions(house).slice(-3)).toEqual([
      "4h #1 pass ok",
      "2h #2 breach ok",
      "1h #2 breach ok",
    ]);
    const [record] = await records(house);
    expect(record?.statement).toContain("Found late: the window was judged pass before all");
    expect(record?.episodes).toMatchObject([
      { firstBreachMs: START + HOUR, endedMs: START + 2 * HOUR, value: 50 / 150 },
    ]);
    arrive(house, 4.5, failing(0, 70).slice(50));
    expect(await tickAt(house, 5)).toEqual([]);
    expect(revisions(house).at(-1)).toBe("1h #3 breach ok");
    expect(await records(house)).toHaveLength(1);
    await expectNothingEndsByAbsence(house);
  });
});

test("a breach that an episode covers, a mute or a shadow covers, is a row and no record", async () => {
  const shadow = control({ id: "shadow", status: "shadow" });
  const maintenance = [
    {
      name: "move",
      ...{ systems: [], controls: ["muted"], owner: "ann", reason: "" },
      ...{ fromMs: START, untilMs: START + 9 * HOUR },
    },
  ];
  const controls = [errors, shadow, control({ id: "muted" })];
  await inHouse({ controls, maintenance }, async (house) => {
    arrive(house, 0.5, predictions({ hour: 0, failed: 0.5 }));
    arrive(house, 1.5, predictions({ hour: 1, failed: 0.05 }));
    await tickAt(house, 1); // fires in hour 1 …
    house.records = house.records.slice(0, 100);
    await tickAt(house, 2); // … and hears nothing in hour 2
    arrive(house, 2.5, failing(1, 50));
    expect(await tickAt(house, 3)).toEqual([]);
    const late = house.rows.filter(({ dataRevision }) => dataRevision === 2);
    expect(late.map((row) => `${row.control} ${row.verdict.kind} ${row.muted}`)).toEqual([
      "errors breach null",
      "shadow breach null",
      "muted breach move",
    ]);
    expect(await records(house)).toHaveLength(1);
    await expectNothingEndsByAbsence(house);
  });
});

test("a late pass ends no episode that was open, and a late breach reopens none that has ended", async () => {
  await inHouse({ controls: [errors] }, async (house) => {
    arrive(house, 0.5, predictions({ hour: 0, count: 20, failed: 0.5 }));
    await tickAt(house, 1, 2);
    arrive(house, 2.5, predictions({ hour: 1 })); // a pass for the window that was silent
    await tickAt(house, 3);
    expect(revisions(house).slice(-2)).toEqual(["3h #1 no_data firing", "2h #2 pass firing"]);
    arrive(house, 3.5, predictions({ hour: 3 }));
    await tickAt(house, 4);
    expect(revisions(house).at(-1)).toBe("4h #1 pass ok");
    arrive(house, 4.5, failing(2, 20)); // while it was open
    expect(await tickAt(house, 5)).toEqual([]);
    expect(revisions(house).slice(-1)).toEqual(["3h #2 breach firing"]);
    const [record] = await records(house);
    expect(record?.episodes).toMatchObject([{ endedMs: START + 4 * HOUR }]);
    await expectNothingEndsByAbsence(house);
  });
});

test("truths that come after the wait restate their window where the control asks for it, and else do not", async () => {
  const accuracy = (late: "restate_window" | "ignore") =>
    control({
      id: late,
      measure: "accuracy",
      limit: { min: 0.9 },
      recover: { limit: { min: 0.9 }, for: { windows: 1 } },
      outcomes: { waitMs: HOUR, minCoverage: 0.2, late },
    });
  const truth = (from: number, to: number, label: string): readonly EvidenceRecord[] =>
    predictions({ hour: 0 })
      .slice(from, to)
      .map(({ origin, statement }) => ({
        origin,
        statement: {
          kind: "outcome",
          id: statement.kind === "prediction" ? statement.id : "",
          timeMs: START,
          label: label || (statement.kind === "prediction" ? statement.label : ""),
          value: null,
        },
      }));
  await inHouse({ controls: [accuracy("restate_window"), accuracy("ignore")] }, async (house) => {
    arrive(house, 0.5, predictions({ hour: 0 }));
    arrive(house, 1.5, truth(0, 40, ""));
    await tickAt(house, 2);
    arrive(house, 2.5, truth(40, 90, "neither"));
    expect(await tickAt(house, 3)).toEqual(["NC-2026-0001"]);
    const of = (id: string) =>
      house.rows
        .filter((row) => row.control === id && row.windowEndMs === START + HOUR)
        .map((row) => `#${row.dataRevision} ${row.verdict.kind}`);
    expect(of("restate_window")).toEqual(["#1 pass", "#2 breach"]);
    expect(of("ignore")).toEqual(["#1 pass"]);
  });
});

test("a false-alarm budget does not gather again: the row says what the window alone says", async () => {
  const budgeted = control({
    id: "errors",
    proof: { kind: "budget", alarms: 1, perMs: 365 * 24 * HOUR, correctFor: [] },
  });
  await inHouse({ controls: [budgeted] }, async (house) => {
    for (const hour of [0, 1, 2]) arrive(house, hour + 0.5, predictions({ hour, failed: 0.05 }));
    await tickAt(house, 1, 2);
    const gathered = house.rows.at(-1)?.state.gathered;
    arrive(house, 2.5, failing(0, 500));
    expect(await tickAt(house, 3)).toEqual([]);
    const late = house.rows.at(-1);
    expect(late).toMatchObject({
      dataRevision: 2,
      verdict: { kind: "inconclusive", measured: { n: 600 } },
      state: { phase: "ok" },
    });
    expect(late?.verdict).toHaveProperty("reason", expect.stringContaining("the window alone"));
    expect(late?.state.gathered).toBeUndefined();
    expect(gathered).toBeDefined();
    const third = house.rows.find(({ windowEndMs }) => windowEndMs === START + 3 * HOUR);
    await inHouse({ controls: [budgeted] }, async (other) => {
      for (const hour of [0, 1, 2]) arrive(other, hour + 0.5, predictions({ hour, failed: 0.05 }));
      await tickAt(other, 1, 2, 3);
      expect(third?.state).toEqual(other.rows.at(-1)?.state);
    });
  });
});

test("windows judged under another revision of the control, and windows never judged, are left alone", async () => {
  await inHouse({ controls: [errors] }, async (house) => {
    arrive(house, 1.5, predictions({ hour: 1 }));
    await tickAt(house, 2);
    house.controls = [control({ id: "errors", title: "Errors stay rarer" })];
    arrive(house, 2.25, failing(2, 50).slice(0, 0));
    await tickAt(house, 3);
    arrive(house, 3.5, [...failing(0, 50), ...failing(1, 50)]);
    expect(await tickAt(house, 4)).toEqual([]);
    expect(house.rows.every(({ dataRevision }) => dataRevision === 1)).toBe(true);
  });
});

test("a large late batch is worked off over several ticks, and a restart between them loses none of it", async () => {
  const minute = control({ id: "errors", windowMs: 60_000, everyMs: 60_000, minSample: 1 });
  await inHouse({ controls: [minute] }, async (house) => {
    arrive(house, 0, predictions({ hour: 0, count: 600 }));
    await tickAt(house, 1 / 60, 2, 6);
    arrive(
      house,
      6.01,
      [0, 1, 2, 3, 4, 5].flatMap((hour) => failing(hour, 60)),
    );
    await tickAt(house, 6 + 2 / 60);
    const before = house.rows.filter(({ dataRevision }) => dataRevision > 1).length;
    expect(before).toBeGreaterThan(100);
    await living(house, async ({ evaluator }) => {
      let waiting = Number.POSITIVE_INFINITY;
      for (let minute = 3; waiting > 0; minute += 1) {
        const report = await evaluator.tick(START + 6 * HOUR + minute * 60_000);
        expect(report.errors).toEqual([]);
        waiting = report.lateWindows;
        expect(minute).toBeLessThan(9);
      }
    });
    const amended = house.rows.filter(({ dataRevision }) => dataRevision > 1);
    const windows = new Set(amended.map(({ windowEndMs }) => windowEndMs));
    const judged = new Set(house.rows.map(({ windowEndMs }) => windowEndMs));
    // Each judged window with late data, once.
    expect(windows.size).toBe([...judged].filter((end) => end <= START + 6 * HOUR).length);
    expect(amended).toHaveLength(windows.size);
    expect(amended.every(({ dataRevision }) => dataRevision === 2)).toBe(true);
  });
});

test("a crash anywhere while late data are restated raises and says the same", async () => {
  const tell = async (at: (house: House, moment: string) => void) => {
    let result: unknown;
    await inHouse({ controls: [errors] }, async (house) => {
      for (const hour of [0, 1, 2, 3]) arrive(house, hour + 0.5, predictions({ hour }));
      await tickAt(house, 1, 2, 3);
      arrive(house, 3.5, failing(0, 50));
      house.at = (moment) => at(house, moment);
      for (let tries = 0; tries < 3; tries += 1) await tickAt(house, 4).catch(() => undefined);
      house.at = () => undefined;
      const ledger = await records(house);
      result = [
        [...new Set(revisions(house))].toSorted(),
        ledger.map(({ id, episodes }) => [id, episodes]),
      ];
    });
    return result;
  };
  const whole = await tell(() => undefined);
  expect(JSON.stringify(whole)).toContain("NC-2026-0001");
  for (const moment of ["look", "content", "append", "rows"].flatMap((name) => [
    `before ${name}`,
    `after ${name}`,
  ])) {
    let crashes = 0;
    const crashed = await tell((_, now) => {
      if (now === moment && crashes++ === 0) throw new Error(moment);
    });
    expect(crashes, moment).toBeGreaterThan(0);
    expect(crashed, moment).toEqual(whole);
  }
});
