import fc from "fast-check";
import { IdentityFilter } from "tiltmeter/store/apply/columns/identity-filter";
import { identityOf } from "tiltmeter/store/apply/identity";
import { expect, test } from "vitest";

const identity = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 52 - 1 }),
  fc.integer({ min: 0, max: 2 ** 32 }),
);

test("what was added is never forgotten, in whichever layer it lies", () => {
  fc.assert(
    fc.property(fc.array(identity, { maxLength: 400 }), (identities) => {
      // Layers of 8 MiB and what is left to 10: the last takes more than its measure.
      const filter = new IdentityFilter(10 * 1024 * 1024);
      for (const one of identities) filter.add(one);
      expect(identities.every((one) => filter.has(one))).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("hardly any other identity passes for one, of a full layer and the next", () => {
  const filter = new IdentityFilter();
  const rows = 2_000_000;
  // Even numbers of all sizes were added; odd ones were not.
  const spread = (i: number): number => (i * 2_251_799_813 * 2) % 2 ** 52;
  for (let i = 0; i < rows; i += 1) filter.add(spread(i));
  let [lost, taken] = [0, 0];
  for (let i = 0; i < rows; i += 7) {
    if (!filter.has(spread(i))) lost += 1;
    if (filter.has(spread(i) + 1)) taken += 1;
  }
  expect(lost).toBe(0);
  expect(taken).toBeLessThan(20);
  expect(filter.bytes).toBe(24 * 1024 * 1024);
  expect(filter.has(identityOf("a system", "an id"))).toBe(false);
});
