import fc from "fast-check";
import { Arena } from "tiltmeter/columns/arena";
import { expect, test } from "vitest";

/** Arrays of one round, each filled with a number of its own. */
const asked = fc.array(
  fc.record({
    kind: fc.constantFrom("bytes", "numbers", "doubles"),
    count: fc.oneof(fc.nat(300), fc.constant(3_000_000)),
  }),
  { maxLength: 12 },
);

test("arrays of a round share no byte, have the length that was asked for, and begin where their kind of number may", () => {
  const arena = new Arena();
  fc.assert(
    fc.property(asked, (arrays) => {
      arena.reset();
      const taken = arrays.map(({ kind, count }, i) => {
        const array = arena[kind](count).fill(i + 1);
        return { array, count, i };
      });
      for (const { array, count, i } of taken) {
        expect(array.length).toBe(count);
        expect(array.byteOffset % 8).toBe(0);
        expect(array.every((value) => value === i + 1)).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test("what is taken back is handed out again, and memory that a round did not need is let go", () => {
  const arena = new Arena();
  const first = arena.bytes(10_000_000).buffer;
  const second = arena.bytes(10_000_000).buffer;
  expect(second).not.toBe(first);
  arena.reset();
  expect(arena.bytes(10_000_000).buffer).toBe(first);
  expect(arena.bytes(10_000_000).buffer).toBe(second);
  arena.reset();
  arena.bytes(1);
  arena.reset();
  expect(arena.bytes(10_000_000).buffer).toBe(first);
  expect(arena.bytes(10_000_000).buffer).not.toBe(second);
});
