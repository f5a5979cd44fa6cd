import { createHash } from "node:crypto";
import { drawSample, populationDigest } from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 30 });

test("with the seed anybody draws the same, in whatever order the population comes", () => {
  fc.assert(
    fc.property(ids, fc.string(), fc.nat(10), (population, seed, count) => {
      const drawn = drawSample({ population, seed, count, hash });
      const again = drawSample({ population: [...population].reverse(), seed, count, hash });
      expect(again).toEqual(drawn);
      expect(drawn).toHaveLength(Math.min(count, population.length));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(populationDigest([...population].reverse(), hash)).toBe(
        populationDigest(population, hash),
      );
    }),
    { numRuns: 50 },
  );
});

test("a larger sample of the same seed begins with the smaller one", () => {
  const population = Array.from({ length: 50 }, (_, i) => `item-${i}`);
  const draw = (count: number) => drawSample({ population, seed: "s", count, hash });
  expect(draw(20).slice(0, 7)).toEqual(draw(7));
});

test("every item is drawn about equally often over seeds", () => {
  const population = ["a", "b", "c", "d"];
  const first = Array.from({ length: 400 }, (_, i) =>
    drawSample({ population, seed: String(i), count: 1, hash }),
  ).flat();
  for (const item of population) {
    expect(first.filter((each) => each === item).length).toBeGreaterThan(70);
  }
});
