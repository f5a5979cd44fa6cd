import { expect, test } from "vitest";
import { crashStates, verify } from "../collector/log/crash-states.ts";
import { seeded } from "../collector/log/seeded.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";

// Histories of a log on a disk that may do whatever disks do, every second one on a disk that also fails, fills up and
// writes short; cut off at every step of each, in several ways, recovered, gone on with, cut off and recovered again.

const STATES = sizeOf("TILTMETER_CRASH_STATES", 500_000);

test(`${STATES} crash states of the log: what was acknowledged is read once, in order, and nothing is invented (seed ${SEED})`, {
  timeout: 120_000 + STATES,
}, async () => {
  let recovered = 0;
  let histories = 0;
  for (; recovered < STATES; histories += 1) {
    const seed = Math.imul(SEED, 0x9e3779b1) + histories;
    const faults = histories % 2 === 0 ? 0 : 0.12;
    const random = seeded(seed ^ 0x5bd1e995);
    for (const [at, state] of (await crashStates(seed, { faults })).entries()) {
      try {
        recovered += await verify(state, random);
      } catch (cause) {
        throw new Error(`seed ${SEED}, history ${histories}, crash ${at}`, { cause });
      }
    }
  }
  tellFigures({ states: recovered, histories });
  expect(recovered).toBeGreaterThanOrEqual(STATES);
});
