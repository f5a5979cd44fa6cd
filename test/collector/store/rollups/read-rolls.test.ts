import fc from "fast-check";
import { chained, NO_LINES } from "tiltmeter/store/rollups/read-rolls";
import { NO_PARENT, NOTHING_ROLLED, type Roll, type Rolled } from "tiltmeter/store/rollups/rolled";
import { expect, test } from "vitest";

const roll = (n: number, of: Partial<Roll> = {}): Roll => ({
  opened: "a",
  roll: n,
  depth: n,
  parent: n === 1 ? NO_PARENT : { opened: "a", roll: n - 1 },
  journal: "j",
  high: n * 10,
  fromMicros: n,
  toMicros: n,
  ...of,
});
const longest = (rolls: readonly Roll[]): Rolled => chained(rolls).longest;
const line = (length: number): Roll[] => Array.from({ length }, (_, i) => roll(i + 1));

test("rolls without a gap are one stretch, in whatever order they are read", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), (length, order) => {
      const rolls = line(length);
      const turned = [...rolls.slice(order % length), ...rolls.slice(0, order % length)];
      expect(longest(turned)).toMatchObject({
        upTo: new Map([["j", length * 10]]),
        stretches: [{ opened: "a", first: 1, last: length, fromMicros: 1, toMicros: length }],
      });
    }),
  );
});

test("of two rolls on one parent only one counts: that of the longer line", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 20 }), fc.nat(), (length, at) => {
      const depth = 1 + (at % (length - 1));
      const parent = depth === 1 ? NO_PARENT : { opened: "a", roll: depth - 1 };
      const lost = roll(900, { depth, parent, high: 9_999 });
      expect(longest([...line(length), lost])).toEqual(longest(line(length)));
    }),
  );
});

test("rolls that stand on one that is lost do not count, and later ones do", () => {
  const broken = line(9).filter(({ depth }) => depth !== 4);
  expect(longest(broken)).toEqual(longest(line(3)));
  expect(longest(line(9).slice(1))).toEqual(NOTHING_ROLLED);
  const next = roll(50, { depth: 4, parent: { opened: "a", roll: 3 }, high: 35 });
  expect(longest([...broken, next]).upTo).toEqual(new Map([["j", 35]]));
});

test("rolls that are read a few depths at a time make the same lines", () => {
  const side = [roll(901, { depth: 7, parent: { opened: "a", roll: 6 }, high: 1 })];
  const other = [roll(902, { depth: 8, parent: { opened: "a", roll: 901 }, high: 2 })];
  const all = [...line(12), ...side, ...other].filter(({ roll }) => roll < 9 || roll > 900);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 13 }), (depths) => {
      let lines = NO_LINES;
      for (let after = 0; after < 12; after += depths) {
        const read = all.filter(({ depth }) => depth > after && depth <= after + depths);
        lines = chained(read, lines);
      }
      expect(lines.longest).toEqual(longest(all));
    }),
  );
});
