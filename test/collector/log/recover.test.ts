import { describe, expect, test } from "vitest";
import { crashStates, verify } from "./crash-states.ts";
import { seeded } from "./seeded.ts";

describe("whatever a crash leaves", () => {
  const histories = async (seeds: readonly number[], faults: number): Promise<number> => {
    let recoveries = 0;
    for (const seed of seeds) {
      const random = seeded(seed * 7919);
      for (const [i, state] of (await crashStates(seed, { faults })).entries()) {
        try {
          recoveries += await verify(state, random);
        } catch (cause) {
          throw new Error(`seed ${seed}, faults ${faults}, crash ${i}`, { cause });
        }
      }
    }
    return recoveries;
  };
  const seeds = (from: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, i) => from + i);

  // Some 13,000 recoveries each, from every step of 60 histories: seconds on a quiet machine.
  const timeout = 180_000;

  test(
    "acknowledged frames are read once and in order, and nothing is invented",
    async () => {
      expect(await histories(seeds(1, 60), 0)).toBeGreaterThan(10_000);
    },
    timeout,
  );

  test(
    "the same holds on a disk that fails, fills up and writes short",
    async () => {
      expect(await histories(seeds(1000, 60), 0.12)).toBeGreaterThan(10_000);
    },
    timeout,
  );
});
