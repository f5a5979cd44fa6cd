import fc from "fast-check";
import { RecordCount } from "tiltmeter/journal/record-count";
import { expect, test } from "vitest";

test("what is counted is the sum of the batches that the store has, in whatever steps it takes them", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 });
  const steps = fc.array(fc.record({ adds: fc.nat(6), takes: fc.nat(6) }), { maxLength: 12 });
  fc.assert(
    fc.property(sizes, steps, fc.nat(5), (all, plan, afterSeq) => {
      const count = new RecordCount({ afterSeq, upToSeq: afterSeq, records: 0 });
      let [added, taken] = [0, 0];
      for (const { adds, takes } of [...plan, { adds: all.length, takes: all.length }]) {
        for (const size of all.slice(added, added + adds)) {
          added += 1;
          count.add(afterSeq + added, size);
        }
        taken = Math.min(added, taken + takes);
        count.applied(afterSeq + taken);
        const records = all.slice(0, taken).reduce((sum, size) => sum + size, 0);
        expect(count.counted).toEqual({ afterSeq, upToSeq: afterSeq + taken, records });
      }
    }),
  );
});

test("a batch that the store had at the last count is not counted again", () => {
  const count = new RecordCount({ afterSeq: 0, upToSeq: 4, records: 40 });
  for (const seq of [3, 4, 5]) count.add(seq, 7);
  count.applied(4);
  expect(count.counted.records).toBe(40);
  count.applied(5);
  expect(count.counted).toEqual({ afterSeq: 0, upToSeq: 5, records: 47 });
});
