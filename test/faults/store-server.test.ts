import { randomUUID } from "node:crypto";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { columnsOf, isPlainPrediction } from "tiltmeter/columns/columns-of";
import type { Batch } from "tiltmeter/store/apply/batch";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Fault, type HttpFront, startHttpFront } from "../collector/store/http-front.ts";
import { outcome, prediction, profile, START_MS, telemetry } from "../collector/store/telemetry.ts";
import { temporaryFolder } from "../collector/store/temporary-folder.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";

// A server that fails in every way that one can, in any mix, under an apply of many batches. Whatever fails,
// each record that was acknowledged is stored once; what is stored is counted past our own code.

/** How many batches; each meets faults of a random kind at any of its statements. */
const BATCHES = sizeOf("TILTMETER_STORE_FAULTS", 40);
const BATCHES_A_CHUNK = 4;

const KINDS: readonly NonNullable<Fault>[] = [
  { when: "before", how: "500" },
  { when: "after", how: "500" },
  { when: "before", how: "reset" },
  { when: "mid", how: "reset" },
  { when: "after", how: "reset" },
  { when: "before", how: "401" },
  { when: "before", how: "readonly table" },
  { when: "before", how: "too many parts" },
  { when: "mid", how: "partial" },
  { when: "mid", how: "late" },
  { when: "after", how: "truncated" },
  { when: "after", how: "cut off" },
  { when: "after", how: "exception in header" },
  { when: "after", how: "exception in body" },
  { when: "after", how: "slow" },
  { when: "after", how: "close" },
];
const STALLS: readonly NonNullable<Fault>[] = [
  { when: "before", how: "stall" },
  { when: "after", how: "stall" },
];

let front: HttpFront;
let store: Store;

beforeAll(async () => {
  front = await startHttpFront(await temporaryFolder());
  // Longer than any statement here takes on a slow machine, short enough that some may stall.
  const user = { username: "default", password: "" };
  store = await openStore({ url: front.url, ...user, timeoutMs: 8_000 });
});
afterEach(() => front.setFault(() => null));
afterAll(async () => {
  await store.close();
  await front.close();
});

test.each([...KINDS, ...STALLS.slice(BATCHES > 1_000 ? 0 : 1)])(
  "$how $when, at statements of an apply in turn: every record is in once",
  { timeout: 120_000 },
  async (fault) => {
    const journal = randomUUID();
    // Inserts of two tables, and the question of what is there. Stalls take their time: one of them is enough.
    const names = [/^INSERT INTO pred/, /UNION ALL/, /^INSERT INTO (out|prof)/];
    const left = new Set(fault.how === "stall" ? names.slice(0, 1) : names);
    front.setFault((sql) => {
      const name = [...left].find((each) => each.test(sql));
      // Partial or late is an insert; a question cannot be that.
      if (name === undefined || (fault.when === "mid" && !sql.startsWith("INSERT"))) return null;
      left.delete(name);
      return fault;
    });
    await applied(journal, [batch(1, `kind ${fault.how} ${fault.when}`)]);
    front.setFault(() => null);
    await expectOnce(journal, 1);
    expect(left.size).toBe(fault.when === "mid" ? 1 : 0);
  },
);

test(`any mix of faults, seed ${SEED}, over ${BATCHES} batches: every record is in once`, {
  timeout: 60_000 + BATCHES * 6_000,
}, async () => {
  const random = generator(SEED);
  const journal = randomUUID();
  const met = new Map<string, number>();
  let stalls = Math.ceil(BATCHES / 200);
  front.setFault((sql) => {
    if (random() > 0.15) return null;
    const isStall = stalls > 0 && random() < 0.02;
    const kinds = isStall ? STALLS : KINDS;
    const fault = kinds[Math.floor(random() * kinds.length)] ?? null;
    if (fault?.when === "mid" && !sql.startsWith("INSERT")) return null;
    if (isStall) stalls -= 1;
    const name = `${fault?.how} ${fault?.when}`;
    met.set(name, (met.get(name) ?? 0) + 1);
    return fault;
  });
  const system = `mix ${SEED}`;
  for (let seq = 1; seq <= BATCHES; seq += BATCHES_A_CHUNK) {
    const chunk = Array.from({ length: Math.min(BATCHES_A_CHUNK, BATCHES - seq + 1) }, (_, i) =>
      batch(seq + i, system),
    );
    await applied(journal, chunk);
  }
  front.setFault(() => null);
  await expectOnce(journal, BATCHES);
  expect(met.size).toBeGreaterThan(0);
  tellFigures({
    batches: BATCHES,
    faults: [...met.values()].reduce((sum, times) => sum + times, 0),
  });
});

const RECORDS = 6;

/** Five predictions' worth of records, one of which was in the batch before; two kinds without an id beside them. */
function batch(seq: number, system: string): Batch {
  const of = { system };
  const records: Telemetry[] = [
    telemetry(prediction(`p${seq}`), of),
    telemetry(prediction(`q${seq}`, { numericFeatures: {}, categoricalFeatures: {} }), of),
    telemetry(prediction(`p${seq - 1}`), of),
    telemetry(outcome(`p${seq}`), of),
    telemetry(outcome(`q${seq}`), of),
    telemetry(profile("income"), of),
  ];
  const receivedMs = START_MS + 60_000 + seq;
  if (!isByColumn(seq)) return { seq, receivedMs, records };
  const placed = records.map((each, place) => ({ place, telemetry: each }));
  return {
    ...{ seq, receivedMs, records: records.filter((each) => !isPlainPrediction(each)) },
    predictions: columnsOf(placed.filter((each) => isPlainPrediction(each.telemetry))),
  };
}

/** Whole chunks come by column, as most do, and one in three with batches that do not. */
function isByColumn(seq: number): boolean {
  return seq % 12 < 9;
}

/** As the applier does it: again and again, uncertain after the first failure. */
async function applied(journal: string, chunk: readonly Batch[]): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      await store.apply(chunk, { journal, uncertain: failures > 0 });
      return;
    } catch (error) {
      if (failures > 60) throw error;
    }
  }
}

/** Asked of the stand-in itself, without the store's code. */
async function expectOnce(journal: string, count: number): Promise<void> {
  const tables = ["predictions_v1", "outcomes_v1", "profiles_v1", "corrections_v1"];
  const rows = tables.map(
    (table) => `SELECT _seq, _row FROM tiltmeter.${table} WHERE _journal = '${journal}'`,
  );
  const sql = `SELECT count(), uniqExact(_seq, _row), uniqExact(_seq) FROM (${rows.join(" UNION ALL ")})`;
  const answer = await fetch(front.url, { method: "POST", body: sql });
  const all = RECORDS * count;
  expect((await answer.text()).trim().split("\t").map(Number)).toEqual([all, all, count]);
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
