import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { openEngine } from "tiltmeter/store/engine/open";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterEach, expect, test } from "vitest";
import { START_MS } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { batchesOf, expectSame, rollAll, worldOf } from "./world-questions.ts";

// A control must not judge otherwise because sums were read in place of records. What the sums are
// compared with is the reference in memory.

const SEED = 20_261_125;
/** The engine opens one folder at a time, also after a test that failed. */
const open: Store[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

async function opened(folder: string): Promise<Store> {
  const store = await openStore({ folder });
  open.push(store);
  return store;
}

const step = fc.record({
  /** Batches that arrive before the roll. */
  arrive: fc.nat({ max: 9 }),
  rowsMax: fc.constantFrom(0, 1, 20, 200),
  baselines: fc.constantFrom(0, 1, 2),
});

test("however records and rolls follow one another, sums answer as the records do", async () => {
  const store = await opened(await temporaryFolder());
  let name = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 5 }), fc.nat({ max: 3 }), async (steps, seed) => {
      name += 1;
      const of = worldOf(`told ${name}`, SEED + seed);
      const journal = randomUUID();
      const batches = batchesOf(of.records, 20);
      let arrived = 0;
      for (const { arrive, rowsMax, baselines } of steps) {
        await store.apply(batches.slice(arrived, arrived + arrive), { journal, uncertain: false });
        arrived = Math.min(batches.length, arrived + arrive);
        await store.roll({ rowsMax, baselines: of.baselines.slice(0, baselines) });
      }
      await expectSame(store, of, of.records.slice(0, arrived * 20));
    }),
    { numRuns: 4, seed: SEED, endOnFailure: true },
  );
});

test("what is rolled is not read again: its records may be gone", async () => {
  const folder = await temporaryFolder();
  const of = worldOf("kept", SEED);
  const store = await opened(folder);
  await store.apply(batchesOf(of.records, 30), { journal: randomUUID(), uncertain: false });
  expect(await rollAll(store, of)).toBeGreaterThan(100);
  expect(await rollAll(store, of)).toBe(0);
  await store.close();

  const engine = await openEngine({ folder });
  for (const table of ["predictions_v1", "features_v1", "outcomes_v1"]) {
    await engine.client.command({ query: `TRUNCATE TABLE ${table}` });
  }
  await engine.close();
  await expectSame(await opened(folder), of);
});

test("rows that no commit names count nowhere, and the next roll is not misled by them", async () => {
  const folder = await temporaryFolder();
  const of = worldOf("left behind", SEED + 1);
  const store = await opened(folder);
  const journal = randomUUID();
  await store.apply(batchesOf(of.records, 30), { journal, uncertain: false });
  await rollAll(store, of);
  await store.close();

  // As a process leaves it that is killed before its commit: with every row, and without one.
  const engine = await openEngine({ folder });
  for (const what of ["= ''", "!= ''"]) {
    await engine.client.command({
      query: `ALTER TABLE rolls_v1 DELETE WHERE what ${what} SETTINGS mutations_sync = 2`,
    });
  }
  await engine.close();
  const again = await opened(folder);
  expect(again.rollsFound.lostRolls).toBe(0);
  expect(again.rollsFound.strayRows).toBeGreaterThan(100);
  await expectSame(again, of);
  const last = batchesOf(of.records, 30).length;
  const { rolled } = await again.roll({
    baselines: of.baselines,
    rowsMax: 1_000_000,
    applied: { journal, seq: last },
  });
  expect(rolled).toBeGreaterThan(100);
  await expectSame(again, of);
});

test.each([
  ["minutes_v1", "predictions = 1"],
  ["decisions_v1", "truth != ''"],
  ["call_minutes_v1", "calls = 1"],
  ["cells_v1", "roll = 1"],
])("rows that %s lost are noticed: the records are read, and rolled again", async (table, lost) => {
  const folder = await temporaryFolder();
  const of = worldOf(`lost from ${table}`, SEED + 4);
  const store = await opened(folder);
  const journal = randomUUID();
  const batches = batchesOf(of.records, 30);
  await store.apply(batches, { journal, uncertain: false });
  for (let i = 0; i < 4; i++) await store.roll({ baselines: of.baselines, rowsMax: 40 });
  await rollAll(store, of);
  expect(store.rollsFound).toEqual({ lostRolls: 0, strayRows: 0 });
  await store.close();

  // As the engine leaves a table whose damaged part it has set aside.
  const engine = await openEngine({ folder });
  const query = `ALTER TABLE ${table} DELETE WHERE ${lost} SETTINGS mutations_sync = 2`;
  await engine.client.command({ query });
  await engine.close();
  const again = await opened(folder);
  expect(again.rollsFound.lostRolls).toBeGreaterThan(0);
  await expectSame(again, of);
  const applied = { journal, seq: batches.length };
  const { rolled } = await again.roll({ baselines: of.baselines, rowsMax: 1_000_000, applied });
  expect(rolled).toBeGreaterThan(0);
  await expectSame(again, of);
});

test("few rows are left for later, and what a call may roll is bounded", async () => {
  const store = await opened(await temporaryFolder());
  const of = worldOf("few", SEED + 2);
  await store.apply(batchesOf(of.records, 10), { journal: randomUUID(), uncertain: false });
  const roll = (rowsMax: number, rowsMin: number) =>
    store.roll({ baselines: [], rowsMax, rowsMin });
  expect(await roll(1_000_000, 1_000_000)).toEqual({ rolled: 0, behind: 0 });
  const { rolled, behind } = await roll(50, 1);
  expect(rolled).toBeGreaterThan(0);
  expect(rolled).toBeLessThanOrEqual(50);
  expect(behind).toBeGreaterThan(0);
  expect(await roll(1_000_000, 1)).toEqual({ rolled: behind, behind: 0 });
});

test("a question that is asked while records arrive and are rolled counts each once", async () => {
  const store = await opened(await temporaryFolder());
  const of = worldOf("meanwhile", SEED + 3);
  const journal = randomUUID();
  const counted: number[] = [];
  let isDone = false;
  const count = async (): Promise<void> => {
    const groups = await store.fetchEvidence({
      kind: "volume",
      by: ["system"],
      systems: of.systems,
      fromMs: START_MS,
      toMs: START_MS + 86_400_000,
    });
    const sum = groups.reduce(
      (total, { evidence }) => total + (evidence.kind === "volume" ? evidence.predictions : 0),
      0,
    );
    counted.push(sum);
    if (!isDone) await count();
  };
  const asking = count();
  const roll = async (): Promise<void> => {
    while (!isDone) {
      await store.roll({ baselines: of.baselines, rowsMax: 40 });
      // With nothing to roll a call asks nobody, and would leave no room for the rest.
      await new Promise(setImmediate);
    }
  };
  const rolling = roll();
  try {
    for (const batch of batchesOf(of.records, 25)) {
      await store.apply([batch], { journal, uncertain: false });
    }
  } finally {
    isDone = true;
    await Promise.all([asking, rolling]);
  }
  expect(counted).toEqual([...counted].sort((a, b) => a - b));
  await expectSame(store, of);
});
