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

  // Some 2,500 recoveries each; test/faults/crash-states.test.ts makes as many as one likes.
  const timeout = 180_000;

  test(
    "acknowledged frames are read once and in order, and nothing is invented",
    async () => {
      expect(await histories(seeds(1, 14), 0)).toBeGreaterThan(1_500);
    },
    timeout,
  );

  test(
    "the same holds on a disk that fails, fills up and writes short",
    async () => {
      expect(await histories(seeds(1000, 14), 0.12)).toBeGreaterThan(1_500);
    },
    timeout,
  );
});
