import { randomUUID } from "node:crypto";
import { collectEvidence, type EvidenceKind, type EvidenceRequest } from "@tiltmeter/rules";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import type { Batch } from "tiltmeter/store/apply/batch";
import { openEngine } from "tiltmeter/store/engine/open";
import { openStore, type Store } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { SPAN_MS, type World, world } from "../evidence/arbitrary-world.ts";
import { expectEqualEvidence } from "../evidence/equal-evidence.ts";
import { START_MS } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// A control must not judge otherwise because sums were read in place of records. What the sums are
// compared with is the reference in memory; questions here are those that sums are read for.

const SEED = 20_261_125;
const ROLLED_KINDS: readonly EvidenceKind[] = [
  "volume",
  "decisions",
  "scores",
  "latencies",
  "cells",
  "presence",
];
const WINDOW = { fromMs: START_MS, toMs: START_MS + SPAN_MS + 60_000 };
const QUESTIONS: readonly Omit<EvidenceRequest, "kind">[] = [
  { by: ["system"], ...WINDOW },
  {
    by: ["system", "model_version", "segment.race"],
    ...WINDOW,
    stepMs: 1_260_000,
    environments: ["production"],
  },
];

/** Every question whose answer may come from sums, about a world of which these records have arrived. */
async function expectSame(store: Store, of: World, records: readonly Telemetry[]): Promise<void> {
  const { systems, baselines } = of;
  for (const kind of ROLLED_KINDS) {
    for (const asked of QUESTIONS) {
      const request: EvidenceRequest = { kind, systems, baselines, ...asked };
      const answered = await store.fetchEvidence(request);
      expectEqualEvidence(answered, collectEvidence(request, records));
    }
  }
}

/** Records in batches of a few, numbered from 1, received after the last of it happened. */
function batchesOf(records: readonly Telemetry[], size: number): Batch[] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, i) => ({
    seq: i + 1,
    receivedMs: START_MS + SPAN_MS + i,
    records: records.slice(i * size, (i + 1) * size),
  }));
}

async function opened(folder: string): Promise<Store & AsyncDisposable> {
  const store = await openStore({ folder });
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

async function rollAll(store: Store, of: World): Promise<number> {
  const { baselines } = of;
  let total = 0;
  for (;;) {
    const { rolled, behind } = await store.roll({ baselines, rowsMax: 1_000 });
    total += rolled;
    if (behind === 0) return total;
  }
}

const step = fc.record({
  /** Batches that arrive before the roll. */
  arrive: fc.nat({ max: 9 }),
  rowsMax: fc.constantFrom(0, 1, 20, 200),
  baselines: fc.constantFrom("none", "one", "all"),
});

test("however records and rolls follow one another, sums answer as the records do", async () => {
  await using store = await opened(await temporaryFolder());
  let name = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 5 }), fc.nat({ max: 3 }), async (steps, seed) => {
      name += 1;
      const [of] = fc.sample(world(`told ${name}`), { numRuns: 1, seed: SEED + seed });
      if (of === undefined) throw new Error("no world");
      const journal = randomUUID();
      const batches = batchesOf(of.records, 20);
      let arrived = 0;
      for (const { arrive, rowsMax, baselines } of steps) {
        await store.apply(batches.slice(arrived, arrived + arrive), { journal, uncertain: false });
        arrived = Math.min(batches.length, arrived + arrive);
        const known = { none: 0, one: 1, all: 2 }[baselines];
        await store.roll({ rowsMax, baselines: of.baselines.slice(0, known) });
      }
      await expectSame(store, of, of.records.slice(0, arrived * 20));
    }),
    { numRuns: 8, seed: SEED, endOnFailure: true },
  );
});

test("what is rolled is not read again: its records may be gone", async () => {
  const folder = await temporaryFolder();
  const [of] = fc.sample(world("kept"), { numRuns: 1, seed: SEED });
  if (of === undefined) throw new Error("no world");
  {
    await using store = await opened(folder);
    await store.apply(batchesOf(of.records, 30), { journal: randomUUID(), uncertain: false });
    expect(await rollAll(store, of)).toBeGreaterThan(100);
    expect(await rollAll(store, of)).toBe(0);
  }
  const engine = await openEngine({ folder });
  for (const table of ["predictions_v1", "features_v1", "outcomes_v1"]) {
    await engine.client.command({ query: `TRUNCATE TABLE ${table}` });
  }
  await engine.close();
  await using store = await opened(folder);
  // A prediction that was sent again is a sign of life of its own, and is not rolled.
  await expectSame(store, of, of.records);
});
