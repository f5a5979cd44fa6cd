import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../rules/canonical-json.ts";
import {
  type Bootstrap,
  BootstrapBuilder,
  cellOf,
  type Frame,
  frameOf,
  freeze,
  mergeBootstraps,
} from "../../../rules/index.ts";
import { octaveBounds, octaveCell } from "../../../rules/profile/centred-cell.ts";
import { normalOf, seededRandom } from "../../../rules/profile/seeded-random.ts";

const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 1.7e308, -1.7e308, 5e-324, Infinity, -Infinity),
);
const value = fc.oneof(number, fc.constantFrom(null, "x", Number.NaN));
const frame = fc.array(number, { maxLength: 20 }).map(frameOf);
const seed = fc.constantFrom(null, 1, 4_000_000_000);

function bootstrapOf(
  of: Frame,
  with_: number | null,
  values: readonly unknown[],
  first = 0,
): Bootstrap {
  const builder = new BootstrapBuilder(of, with_);
  for (const [i, each] of values.entries()) builder.add(each, `id ${first + i}`);
  return builder.build();
}

test("bootstraps of parts merge to that of the whole in any order, byte for byte", () => {
  const values = fc.array(value, { maxLength: 40 });
  fc.assert(
    fc.property(frame, seed, values, values, (of, draw, a, b) => {
      const left = bootstrapOf(of, draw, a);
      const right = bootstrapOf(of, draw, b, a.length);
      const whole = canonicalJson(bootstrapOf(of, draw, [...a, ...b]));
      expect(canonicalJson(mergeBootstraps(left, right))).toBe(whole);
      expect(canonicalJson(mergeBootstraps(right, left))).toBe(whole);
      const empty = bootstrapOf(of, draw, []);
      expect(canonicalJson(mergeBootstraps(left, empty))).toBe(canonicalJson(left));
    }),
  );
  expect(() =>
    mergeBootstraps(bootstrapOf(frameOf([1]), 1, []), bootstrapOf(frameOf([2]), 1, [])),
  ).toThrow("one frame");
});

test("a sample is the same whatever the order, of 2,048 at most, and every value is as likely in it", () => {
  const of = frameOf([0, 1, 2]);
  const ids = Array.from({ length: 12_000 }, (_, i) => i);
  const up = new BootstrapBuilder(of, 9);
  const down = new BootstrapBuilder(of, 9);
  for (const i of ids) up.add(i, `record ${i}`);
  for (const i of ids.toReversed()) down.add(i, `record ${i}`);
  expect(down.build()).toEqual(up.build());
  const drawn = up.build().sample ?? [];
  expect(drawn.length).toBe(2048);
  const mean = drawn.reduce((sum, [, each]) => sum + each, 0) / 2048;
  // Six standard deviations of the mean of a sample without replacement.
  expect(Math.abs(mean - 6000)).toBeLessThan(6 * (12_000 / Math.sqrt(12 * 2048)));
});

test("cells are those of the exponential histogram of scale 3", () => {
  expect(octaveCell(1.5)).toBe(4);
  expect([1, 2, 2 ** -9, 2 ** 14].map(octaveCell)).toEqual([-1, 7, -73, 111]);
  expect(octaveCell(2 ** -10)).toBeNull();
  fc.assert(
    fc.property(fc.double({ min: 2 ** -9.99, max: 2 ** 14, noNaN: true }), (size) => {
      const [over, upTo] = octaveBounds(octaveCell(size) ?? 0);
      expect(size > over * (1 - 1e-15) && size <= upTo * (1 + 1e-15)).toBe(true);
    }),
  );
});

test("a baseline frozen from either form is near the values' own distribution", () => {
  const random = seededRandom(3);
  const values = Array.from({ length: 20_000 }, () => 1e6 + normalOf(random));
  values[17] = 1e12;
  const of = frameOf(values);
  for (const draw of [5, null]) {
    const feature = freeze(bootstrapOf(of, draw, values));
    expect(feature.max).toBe(1e12);
    expect(feature.counts.at(-1)).toBe(0);
    expect(feature.edges.length).toBeGreaterThan(150);
    // Deciles of a standard normal variable, around a million.
    const deciles = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816];
    for (const [i, decile] of deciles.entries()) {
      expect(Math.abs((feature.deciles[i] ?? 0) - 1e6 - decile)).toBeLessThan(0.12);
    }
  }
});

test("atoms keep a cell of their own, also where no value may be kept", () => {
  const random = seededRandom(4);
  const values = Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? 0 : normalOf(random) ** 2));
  const feature = freeze(bootstrapOf(frameOf(values), null, values));
  const zero = cellOf(feature, 0) ?? -1;
  expect((feature.counts[zero] ?? 0) / 5000).toBeCloseTo(1 / 3, 2);
  expect(cellOf(feature, 1e-9)).not.toBe(zero);
});

test("anything that has a finite value can be frozen, and all of it lies within the range", () => {
  fc.assert(
    fc.property(frame, seed, fc.array(value, { maxLength: 40 }), (of, draw, values) => {
      const found = bootstrapOf(of, draw, values);
      if (found.min === null) {
        expect(() => freeze(found)).toThrow("needs a finite value");
        return;
      }
      const feature = freeze(found);
      expect(feature.counts.at(-1)).toBe(0);
      expect(feature.counts.reduce((sum, count) => sum + count, 0)).toBe(found.n);
      expect([feature.min, feature.max]).toEqual([found.min, found.max]);
      expect(feature.edges.every(Number.isFinite)).toBe(true);
    }),
  );
});
