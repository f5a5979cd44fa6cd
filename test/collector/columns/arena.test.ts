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

test("another thread goes on where this one stopped, and this one where that did", () => {
  const here = new Arena();
  const first = here.bytes(10_000_000).fill(1);
  const there = Arena.from(structuredClone(here.state));
  const second = there.bytes(10_000_000).fill(2);
  here.resume(structuredClone(there.state));
  const third = here.bytes(1_000_000).fill(3);
  expect([first, second, third].map((bytes) => bytes.every((byte) => byte === bytes[0]))).toEqual([
    ...[true, true, true],
  ]);
  expect([first[0], second[0], third[0]]).toEqual([1, 2, 3]);
  here.reset();
  expect(here.bytes(10)[0]).toBe(1);
});
