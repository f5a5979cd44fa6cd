import fc from "fast-check";
import { BodyMemory } from "tiltmeter/http/body-memory";
import { expect, test } from "vitest";

const bytes = fc.integer({ min: 0, max: 4_194_304 });

test("memory that is taken is long enough, and nobody else's until it is given back", () => {
  const turn = fc.record({ bytes, givesBack: fc.nat() });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 60 }), (turns) => {
      const memory = new BodyMemory();
      const held: Buffer[] = [];
      for (const { bytes: wanted, givesBack } of turns) {
        const piece = memory.take(wanted);
        expect(piece.length).toBeGreaterThanOrEqual(wanted);
        expect(piece.length).toBeLessThanOrEqual(Math.max(wanted * 4, 65_536));
        if (wanted > 0) expect(held.map(({ buffer }) => buffer)).not.toContain(piece.buffer);
        held.push(piece);
        const given = held[givesBack % (2 * held.length)];
        if (given === undefined) continue;
        memory.giveBack(given.subarray(3));
        held.splice(held.indexOf(given), 1);
      }
    }),
  );
});

test("what was given back is used again: a thousand bodies in turn lie in one piece", () => {
  const memory = new BodyMemory();
  const pieces = new Set(
    Array.from({ length: 1_000 }, (_, i) => {
      const piece = memory.take(500_000 + i * 20);
      memory.giveBack(piece.subarray(0, 500_000));
      return piece.buffer;
    }),
  );
  expect(pieces.size).toBe(1);
});

test("what was not taken here, or is given back twice, is nobody's next body", () => {
  const memory = new BodyMemory();
  const foreign = Buffer.allocUnsafeSlow(500_000);
  memory.giveBack(foreign);
  const piece = memory.take(500_000);
  expect(piece.buffer).not.toBe(foreign.buffer);
  memory.giveBack(piece);
  memory.giveBack(piece);
  expect(memory.take(500_000).buffer).toBe(piece.buffer);
  expect(memory.take(500_000).buffer).not.toBe(piece.buffer);
});

test("no more than 32 MiB are kept, and those that nobody asks for go first", () => {
  const memory = new BodyMemory();
  const large = Array.from({ length: 9 }, () => memory.take(4_194_304));
  for (const piece of large) memory.giveBack(piece);
  const small = Array.from({ length: 4 }, () => memory.take(500_000));
  for (const piece of small) memory.giveBack(piece);
  const again = Array.from({ length: 4 }, () => memory.take(500_000).buffer);
  expect(new Set(again)).toEqual(new Set(small.map(({ buffer }) => buffer)));
  const kept = new Set(large.map(({ buffer }) => buffer));
  const known = Array.from({ length: 9 }, () => memory.take(4_194_304).buffer).filter((buffer) =>
    kept.has(buffer),
  );
  expect(known).toHaveLength(7);
});
