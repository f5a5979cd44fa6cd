import { randomUUID } from "node:crypto";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at } from "../collector/log/damage.ts";
import { seeded } from "../collector/log/seeded.ts";
import {
  batches,
  outcome,
  oversight,
  prediction,
  telemetry,
} from "../collector/store/telemetry.ts";
import { temporaryFolder } from "../collector/store/temporary-folder.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";

// Records that no engine will ever take, among others, alone, side by side or all there are: each is found by halving and kept
// in quarantine with the reason, and the others are in.

const BATCHES = sizeOf("TILTMETER_POISONED", 12);
const ROWS_MAX = 120;

let store: Store;
beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});
afterAll(() => store.close());

const WELL: readonly ((id: string) => Telemetry)[] = [
  (id) => telemetry(prediction(id)),
  (id) => telemetry(outcome(id)),
  (id) => telemetry(oversight(id)),
];
/** A time that is none, or a count below zero. */
const POISON: readonly ((id: string) => Telemetry)[] = [
  (id) => telemetry(prediction(id, { timeMs: Number.NaN })),
  (id) => telemetry(outcome(id, { timeMs: Number.NaN })),
  (id) => telemetry(oversight(id, { timeMs: Number.NaN })),
];

test(`${BATCHES} batches with poison: quarantine has exactly it, and everything else is stored (seed ${SEED})`, {
  timeout: 120_000 + BATCHES * 10_000,
}, async () => {
  const journal = randomUUID();
  let poisoned = 0;
  let well = 0;
  for (let seq = 1; seq <= BATCHES; seq += 1) {
    const random = seeded(Math.imul(SEED, 0x9e3779b1) + seq);
    const share = [0, 0.01, 0.1, 0.5, 1][at(random, 5)] ?? 0;
    const sick: string[] = [];
    const records = Array.from({ length: 1 + at(random, ROWS_MAX) }, (_, row) => {
      const id = `${seq}-${row}`;
      // Side by side, now and then: the halving must not stop at the first.
      const isSick = random() < share || (sick.at(-1) === `${seq}-${row - 1}` && random() < 0.3);
      if (isSick) sick.push(id);
      const kind = at(random, 3);
      return (isSick ? POISON : WELL)[kind]?.(id) ?? telemetry(prediction(id));
    });
    const [batch] = batches(seq, records);
    if (batch === undefined) throw new Error("no batch");
    const name = `seed ${SEED}, batch ${seq}: ${sick.length} of ${records.length}`;
    const applied = await store.apply([batch], { journal, uncertain: random() < 0.3 });
    expect(applied.quarantined, name).toBe(sick.length);
    const { predictions, outcomes, oversight: decisions } = applied;
    expect(predictions + outcomes + decisions, name).toBe(records.length - sick.length);
    poisoned += sick.length;
    well += records.length - sick.length;
  }
  const kept = await store.quarantined({ limit: 1_000_000 });
  expect(kept).toHaveLength(poisoned);
  expect(kept.every(({ reason }) => reason !== "")).toBe(true);
  expect(kept.every(({ record }) => record.includes('"timeMs":"NaN"'))).toBe(true);
  tellFigures({ batches: BATCHES, "records of poison": poisoned, "records beside it": well });
});
