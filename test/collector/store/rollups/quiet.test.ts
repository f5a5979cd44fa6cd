import fc from "fast-check";
import { createQuiet } from "tiltmeter/store/rollups/quiet";
import { expect, test } from "vitest";

test("a line is left out only where it cannot have more to roll than is said, whatever was applied", () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("applied" as const), records: fc.nat(9) }),
      fc.record({ kind: fc.constant("unknown" as const), records: fc.nat(9) }),
      fc.record({
        kind: fc.constant("asked" as const),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ kind: fc.constant("rolled" as const) }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(steps, fc.nat(12), (plan, rows) => {
      const quiet = createQuiet();
      let [low, waiting] = [0, 0];
      for (const step of plan) {
        if (step.kind === "applied" || step.kind === "unknown") {
          quiet.applied("j", step.kind === "applied" ? step.records : undefined);
          waiting += step.records;
        } else if (step.kind === "asked") {
          // Of the records that were applied some have no row to roll.
          waiting = Math.floor(waiting * step.share);
          quiet.found("line", { journal: "j", low, waiting, at: quiet.now("j") });
        } else {
          [low, waiting] = [low + 1, 0];
        }
        if (quiet.hasAtMost("line", { journal: "j", low, rows })) {
          expect(waiting).toBeLessThanOrEqual(rows);
        }
      }
    }),
  );
});

test("what had little to do is asked again once enough came", () => {
  const quiet = createQuiet();
  expect(quiet.hasAtMost("line", { journal: "j", low: 4, rows: 9 })).toBe(false);
  quiet.found("line", { journal: "j", low: 4, waiting: 3, at: 0 });
  quiet.applied("j", 6);
  expect(quiet.hasAtMost("line", { journal: "j", low: 4, rows: 9 })).toBe(true);
  quiet.applied("j", 1);
  expect(quiet.hasAtMost("line", { journal: "j", low: 4, rows: 9 })).toBe(false);
});
