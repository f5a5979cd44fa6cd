import fc from "fast-check";
import { expect, test } from "vitest";
import { Staged } from "../../sdk/staged.ts";
import { madeObservation } from "./made-observation.ts";

const OBSERVATION = madeObservation();
const NO_TRACE = { traceId: "", spanId: "" };
const BESIDE_THE_BUDGET = 524_288;

test("each is packed once and in order, and what waits is small by the size of what was packed last", () => {
  const sizes = fc.array(
    fc.tuple(
      fc.constantFrom(0, 200, 700, 5_000, 60_000, 1_000_000),
      fc.integer({ min: 1, max: 900 }),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(sizes, (runs) => {
      const packed: number[] = [];
      let bytes = 0;
      const staged = new Staged((_, __, seq) => {
        packed.push(seq);
        return bytes;
      });
      let seq = 0;
      for (const [size, times] of runs) {
        bytes = size;
        for (let i = 0; i < times; i += 1) {
          seq += 1;
          staged.add(OBSERVATION, NO_TRACE, seq);
          expect(packed.length + staged.length).toBe(seq);
          // Since this size began, all that waited before has been packed once.
          if (i >= 512) expect(staged.length * size).toBeLessThanOrEqual(BESIDE_THE_BUDGET);
        }
      }
      staged.packAll();
      expect(packed).toEqual(Array.from({ length: seq }, (_, index) => index + 1));
    }),
    { numRuns: 100 },
  );
});
