import fc from "fast-check";
import type { Batch } from "tiltmeter/store/apply/batch";
import { openEngine } from "tiltmeter/store/engine/open";
import { openStore, type Store } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { createExpiry, type ExpiryEntry } from "../../../collector/retention/expiry.ts";
import type { RetentionDays } from "../../../collector/retention/groups.ts";
import type { ExpirySeal } from "../../../collector/retention/seal-cover.ts";
import { createGone } from "../../../collector/seals/gone.ts";
import { SEED } from "../../seed.ts";
import { outcome, prediction, START_MS, telemetry } from "../store/telemetry.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

const JOURNAL = "11111111-2222-4333-8444-555555555555";
const DAY_MS = 86_400_000;
const FOR_GOOD = {
  ...{ predictions: null, features: null, calls: null, statements: null, corrections: null },
  ...{ profiles: null, evaluations: null, quarantine: null },
};
const SYSTEMS = ["credit", "triage", "o'clock \\ ü"];

/** What a collector has of an expiry: a store with seals, and a ledger that only grows. */
async function world(of: { readonly config: RetentionDays; readonly nowMs: number }) {
  const folder = await temporaryFolder();
  const store = await openStore({ folder });
  const seals: { index: number; seal: ExpirySeal }[] = [];
  const entries: ExpiryEntry[] = [];
  const holds = new Map<string, { id: string; system: string; released: object | null }>();
  const clock = { nowMs: of.nowMs, uptimeMs: 0 };
  let remembered: Readonly<Record<string, number>> = {};
  const fault = { next: false };
  const destroyed = () => ({
    erasures: [],
    expiries: entries,
  });
  const check = (seal: ExpirySeal) => store.seals.check(seal, createGone(destroyed(), seal));
  const expiry = createExpiry({
    config: of.config,
    now: () => clock.nowMs,
    uptimeMs: () => clock.uptimeMs,
    state: () => ({ size: entries.length, holds }),
    transact: async (decide) => {
      const { entries: made, result } = decide({ size: entries.length, holds });
      entries.push(...made);
      return result;
    },
    store: {
      ...store.retention,
      seals: async function* () {
        yield* seals;
      },
      check,
      keepLeaves: store.seals.keepLeaves,
      expire: async (due) => {
        if (fault.next) {
          fault.next = false;
          throw new Error("the power went");
        }
        return store.retention.expire(due);
      },
    },
    settle: async () => undefined,
    memory: {
      read: () => remembered,
      write: async (next) => {
        remembered = next;
      },
    },
  });
  /** Applies batches and seals them together. */
  const take = async (batches: readonly Batch[]): Promise<void> => {
    await store.apply(batches, { journal: JOURNAL, uncertain: false });
    const [first, last] = [batches[0], batches.at(-1)];
    if (first === undefined || last === undefined) return;
    const range = { journal: JOURNAL, fromSeq: first.seq, toSeq: last.seq };
    const made = await store.seals.make(range);
    const received = {
      receivedFromMs: made.receivedFromMs ?? 0,
      receivedToMs: made.receivedToMs ?? 0,
    };
    seals.push({ index: seals.length, seal: { ...range, ...made, ...received } });
  };
  const verdicts = async (): Promise<readonly string[]> => {
    const all = await Promise.all(seals.map(({ seal }) => check(seal)));
    return all.flat().map(({ table, verdict }) => `${table} ${verdict.kind}`);
  };
  return { folder, store, expiry, take, verdicts, holds, entries, clock, fault };
}

function batch(seq: number, receivedMs: number, systems: readonly string[]): Batch {
  const records = systems.flatMap((system, row) => {
    const id = `${seq}-${row}`;
    return [
      telemetry(prediction(id, { timeMs: receivedMs }), { system }),
      ...(row % 3 === 0 ? [telemetry(outcome(id, { timeMs: receivedMs }), { system })] : []),
    ];
  });
  return { seq, receivedMs, records };
}

async function systemsLeft(store: Store): Promise<ReadonlyMap<string, number>> {
  return new Map((await store.systems()).map(({ id, predictions }) => [id, predictions]));
}

/** Rows of features of one system that came before an instant. */
function features(store: Store, system: string, beforeMs: number): Promise<number> {
  const of = { table: "features_v1", beforeMs, system, except: [], staying: [] };
  return store.retention.due(of).then(({ rows }) => rows);
}

test("what a crash leaves undone between the ledger's word and the deletion, the next run ends", async () => {
  const config = { days: { ...FOR_GOOD, features: 10 }, systems: {} };
  const { store, expiry, take, verdicts, entries, fault } = await world({
    config,
    nowMs: START_MS + 12 * DAY_MS,
  });
  await take([batch(1, START_MS, SYSTEMS), batch(2, START_MS + 60_000, SYSTEMS)]);
  fault.next = true;
  await expect(expiry.run({ isDry: false, isConfirmed: true })).rejects.toThrow("the power went");
  expect(entries).toHaveLength(1);
  expect(await verdicts()).toContain("features_v1 verified");
  const { expired } = await expiry.run({ isDry: false, isConfirmed: true });
  expect(expired).toMatchObject([{ tables: [{ table: "features_v1", rows: 6 }] }]);
  expect(await verdicts()).toEqual([
    "features_v1 expired",
    "outcomes_v1 verified",
    "predictions_v1 verified",
  ]);
  await store.close();
});

test("rows that are not what was sealed stay, and rows that went too soon are missing", async () => {
  const config = { days: { ...FOR_GOOD, features: 10 }, systems: {} };
  const one = await world({ config, nowMs: START_MS + 12 * DAY_MS });
  await one.take([batch(1, START_MS, SYSTEMS)]);
  await one.take([batch(2, START_MS + 60_000, SYSTEMS)]);
  await one.take([batch(3, START_MS + 5 * DAY_MS, SYSTEMS)]);
  await one.store.retention.expire({
    ...{ table: "features_v1", beforeMs: START_MS + 30_000, system: "credit" },
    ...{ except: [], staying: [] },
  });
  await one.store.retention.expire({
    ...{ table: "features_v1", beforeMs: START_MS + 6 * DAY_MS, system: "triage", except: [] },
    staying: [{ journal: JOURNAL, fromSeq: 1, toSeq: 2 }],
  });
  const report = await one.expiry.run({ isDry: false, isConfirmed: true });
  expect(report.expired).toMatchObject([{ tables: [{ table: "features_v1", rows: 3 }] }]);
  expect(report.stayed).toMatchObject([
    {
      class: "features",
      reason: expect.stringContaining("features_v1 of batches 1 to 1 is missing"),
    },
  ]);
  expect((await one.verdicts()).filter((each) => each.startsWith("features"))).toEqual([
    "features_v1 expired",
    "features_v1 expired",
    "features_v1 missing",
  ]);
  await one.store.close();
});

test("a month that is over goes as a partition, and is written anew where some of it is held", async () => {
  const folder = await temporaryFolder();
  const store = await openStore({ folder });
  const months = [0, 31, 62].map((days) => START_MS + days * DAY_MS);
  for (const [i, at] of months.entries()) {
    await store.apply([batch(i + 1, at, SYSTEMS)], { journal: JOURNAL, uncertain: false });
  }
  const due = { table: "predictions_v1", beforeMs: START_MS + 32 * DAY_MS, system: null };
  const held = { ...due, except: ["o'clock \\ ü"], staying: [] };
  expect(await store.retention.expire(held)).toEqual({ rows: 4, dropped: 0, rewritten: 2 });
  expect(await store.retention.expire(held)).toEqual({ rows: 0, dropped: 0, rewritten: 0 });
  const rest = { ...due, except: [], staying: [] };
  expect(await store.retention.expire(rest)).toEqual({ rows: 2, dropped: 2, rewritten: 0 });
  expect([...(await systemsLeft(store)).values()]).toEqual([1, 1, 1]);
  await store.close();
  // Nothing of a deletion hangs: the next start has no mutation to end.
  const engine = await openEngine({ folder });
  const left = await engine.client.query({
    query: "SELECT count() AS n FROM system.mutations WHERE NOT is_done",
    format: "JSONEachRow",
  });
  expect(await left.json()).toEqual([{ n: 0 }]);
  await engine.close();
});

test("whatever is kept for however long and whatever is held: what is due goes, all else stays and verifies", async () => {
  const days = fc.constantFrom(null, 5, 20, 40);
  const perSystem = fc.dictionary(fc.constantFrom(...SYSTEMS), days);
  const arrivals = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 50 }), fc.subarray(SYSTEMS, { minLength: 1 })),
    { minLength: 1, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(
      ...([
        days,
        perSystem,
        fc.subarray(SYSTEMS),
        arrivals,
        fc.integer({ min: 30, max: 90 }),
      ] as const),
      async (all, own, held, came, today) => {
        const nowMs = START_MS + today * DAY_MS;
        const systems = Object.fromEntries(
          Object.entries(own).map(([system, each]) => [system, { features: each }]),
        );
        const config = { days: { ...FOR_GOOD, features: all }, systems };
        const one = await world({ config, nowMs });
        try {
          for (const system of held) one.holds.set(system, { id: system, system, released: null });
          const inOrder = [...came].sort(([a], [b]) => a - b);
          for (const [i, [day, of]] of inOrder.entries()) {
            await one.take([batch(i + 1, START_MS + day * DAY_MS, of)]);
          }
          await one.expiry.run({ isDry: false, isConfirmed: true });
          for (const system of SYSTEMS) {
            const mine = system in own ? (own[system] ?? null) : all;
            const isKept = mine === null || held.includes(system);
            // An hour before the day is over goes what came by then; the days of this story are whole ones.
            const left = inOrder.filter(
              ([day, of]) => of.includes(system) && (isKept || day >= today - (mine ?? 0)),
            );
            expect(await features(one.store, system, START_MS + 99 * DAY_MS)).toBe(left.length);
          }
          for (const verdict of await one.verdicts()) {
            expect(verdict).toMatch(/ (verified|expired)$/);
          }
        } finally {
          await one.store.close();
        }
      },
    ),
    {
      seed: SEED,
      endOnFailure: true,
      numRuns: Number(process.env["TILTMETER_RETENTION_RUNS"] ?? 2),
    },
  );
}, 120_000);
