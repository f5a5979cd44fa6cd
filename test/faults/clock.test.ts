import assert from "node:assert/strict";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { Journal } from "tiltmeter/journal/journal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at } from "../collector/log/damage.ts";
import { seeded } from "../collector/log/seeded.ts";
import { SimulatedFileSystem } from "../collector/log/simulated-file-system.ts";
import { items, startCollector } from "../end-to-end/collector.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";

// Clocks of machines are set, wrong by a year, or an hour back; a local time may come twice. What was acknowledged is there
// whatever they say, and what is counted is counted once.

const SCHEDULES = sizeOf("TILTMETER_CLOCKS", 300);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
const JUMPS_MS = [0, 1, 1_500, 11 * 60_000, HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, YEAR_MS, -YEAR_MS];
/** The night in which Berlin's clocks go back: 01:00 UTC is the second 02:00 there. */
const CHANGE_MS = Date.UTC(2026, 9, 25, 1);

const zone = process.env["TZ"];
beforeAll(() => {
  process.env["TZ"] = "Europe/Berlin";
});
afterAll(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

function recordsOf(n: number): readonly Telemetry[] {
  const origin = { system: "s", systemVersion: "", environment: "", producer: "p" };
  const statement = { kind: "outcome", id: `o-${n}`, timeMs: n, label: "", value: null } as const;
  return [{ origin, seq: n, traceId: "", spanId: "", statement: { ...statement, source: "" } }];
}

function batchOf(n: number): Parameters<Journal["append"]>[0] {
  const batchId = Buffer.alloc(16);
  batchId.writeUInt32BE(n, 12);
  return { batchId, records: recordsOf(n), reply: Buffer.from(`${n}`) };
}

/** A journal whose clock jumps between any two steps; the number of steps. */
async function jumpingJournal(random: () => number): Promise<number> {
  const disk = new SimulatedFileSystem(random);
  let nowMs = CHANGE_MS - HOUR_MS;
  /** The most that the clock has gone forward since a batch's receipt: beyond a day its id may be forgotten. */
  const known = new Map<number, { seq: number; leastMs: number; aheadMs: number }>();
  const open = (): Promise<Journal> =>
    Journal.open({ folder: "/j", now: () => nowMs, fileSystem: disk, segmentBytesMax: 1_500 });
  let journal = await open();
  let sent = 0;
  let appliedSeq = 0;
  const steps = 20 + at(random, 30);
  for (let step = 0; step < steps; step += 1) {
    nowMs += JUMPS_MS[at(random, JUMPS_MS.length)] ?? 0;
    for (const each of known.values()) {
      each.leastMs = Math.min(each.leastMs, nowMs);
      each.aheadMs = Math.max(each.aheadMs, nowMs - each.leastMs);
    }
    const act = random();
    if (act < 0.5) {
      sent += 1;
      const { seq, duplicate } = await journal.append(batchOf(sent));
      assert.equal(duplicate, false);
      known.set(sent, { seq, leastMs: nowMs, aheadMs: 0 });
    } else if (act < 0.7 && sent > 0) {
      const n = 1 + at(random, sent);
      const first = known.get(n);
      const again = await journal.append(batchOf(n));
      if (first !== undefined && first.aheadMs < DAY_MS) assert.equal(again.seq, first.seq);
      if (!again.duplicate) known.set(n, { seq: again.seq, leastMs: nowMs, aheadMs: 0 });
    } else if (act < 0.85) {
      appliedSeq = Math.max(appliedSeq, at(random, journal.lastSeq + 1));
      await journal.markApplied(appliedSeq);
    } else {
      await journal.close();
      journal = await open();
      assert(journal.appliedSeq <= appliedSeq);
    }
    const found = new Set<number>();
    let last = 0;
    for await (const { seq } of journal.batches(appliedSeq)) {
      assert(seq > last);
      last = seq;
      found.add(seq);
    }
    for (const { seq } of known.values())
      if (seq > appliedSeq) assert(found.has(seq), `lost ${seq}`);
    assert.deepEqual(journal.recovery.gaps, []);
  }
  await journal.close();
  return steps;
}

test(`${SCHEDULES} schedules of a journal's clock: what waits for the store is there, and a repeat within a day is one (seed ${SEED})`, {
  timeout: 120_000 + SCHEDULES * 100,
}, async () => {
  let steps = 0;
  for (let n = 0; n < SCHEDULES; n += 1) {
    try {
      steps += await jumpingJournal(seeded(Math.imul(SEED, 0x9e3779b1) + n));
    } catch (cause) {
      throw new Error(`seed ${SEED}, schedule ${n}`, { cause });
    }
  }
  tellFigures({ schedules: SCHEDULES, steps });
});

const CONTROLS = `
version: 1
set: clock
owner: team
defaults: { data_delay: 0s }
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most 5 % of predictions shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: error_rate
    by: [system]
    window: 1d
    every: 1d
    min_sample: 5
    limit: { max: 5% }
    proof: measured
    then: [{ raise: nonconformity }]
`;

test("a collector whose clock jumps stores everything once, raises what failed once, and nothing else", {
  timeout: 240_000,
}, async () => {
  await using collector = await startCollector({
    nowMs: CHANGE_MS - 3 * DAY_MS,
    controls: CONTROLS,
  });
  let sent = 0;
  const send = async (): Promise<void> => {
    const time = new Date(collector.clock.nowMs).toISOString();
    const model = { name: "m", version: "1" };
    for (const system of ["steady", "failing"]) {
      const failed = { status: "error", errorType: "timeout" };
      await collector.api(
        "/predictions",
        Array.from({ length: 10 }, (_, i) => ({
          ...{ system, id: `${sent}-${i}`, time, model },
          ...(system === "failing" ? failed : { label: "a" }),
        })),
      );
    }
    sent += 10;
    await collector.app.settled();
    await collector.app.tick(collector.clock.nowMs);
  };
  const near = [DAY_MS, DAY_MS, DAY_MS, HOUR_MS, -HOUR_MS, DAY_MS];
  for (const jumpMs of [...near, YEAR_MS, DAY_MS, -YEAR_MS, DAY_MS, -YEAR_MS, YEAR_MS]) {
    collector.clock.nowMs += jumpMs;
    await send();
  }
  for (const system of ["steady", "failing"]) {
    expect(await collector.api(`/systems/${system}`)).toMatchObject({ predictions: sent });
  }
  const raised = items(await collector.api("/nonconformities"));
  expect(raised.map(({ system }) => system)).toEqual(["failing"]);
});
