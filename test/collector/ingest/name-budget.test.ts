import fc from "fast-check";
import { createNameBudget, type NameBudget } from "tiltmeter/ingest/name-budget";
import { expect, test } from "vitest";

const DAY = Date.UTC(2026, 10, 23);
const SALT = "0f".repeat(16);
const features = (system: string) => ({ system, kind: "feature" }) as const;
const named = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `f${from + i}`);

test("a system has so many names a day, features and segments together; the same are never beyond", () => {
  const names = createNameBudget({ perDayMax: 10, salt: SALT });
  expect(names.beyond(features("a"), named(0, 8), DAY)).toBeNull();
  expect(names.beyond({ system: "a", kind: "segment" }, ["f0", "f1"], DAY)).toBeNull();
  expect(names.beyond(features("a"), ["f0", "f8", "f9"], DAY)).toEqual(new Set(["f8", "f9"]));
  expect(names.beyond(features("a"), named(0, 8), DAY + 86_399_999)).toBeNull();
  expect(names.beyond(features("b"), named(0, 10), DAY)).toBeNull();
  // The next day begins anew, and a clock that is set back does, too.
  expect(names.beyond(features("a"), named(8, 18), DAY + 86_400_000)).toBeNull();
  expect(names.beyond(features("a"), named(0, 8), DAY)).toBeNull();
});

test("in whatever order names come, a system has its first ones and no more", () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 30 }).map((n) => `f${n}`)), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(lists, fc.boolean(), (all, restarts) => {
      let names: NameBudget = createNameBudget({ perDayMax: 12, salt: SALT });
      const first = new Set<string>();
      for (const list of all) {
        for (const name of list) if (first.size < 12) first.add(name);
        const expected = new Set(list.filter((name) => !first.has(name)));
        const beyond = names.beyond(features("a"), list, DAY);
        expect(beyond ?? new Set()).toEqual(expected);
        if (!restarts) continue;
        names = createNameBudget({ perDayMax: 12, salt: "other", saved: names.saved() });
      }
    }),
  );
});

test("what is saved has no name in it, and is of its day alone", () => {
  const names = createNameBudget({ perDayMax: 2, salt: SALT });
  names.beyond(features("secret-system"), ["secret-name"], DAY);
  const saved = names.saved();
  expect(JSON.stringify(saved)).not.toContain("secret");
  const again = createNameBudget({ perDayMax: 2, salt: SALT, saved });
  expect(again.beyond(features("secret-system"), ["x", "y"], DAY)).toEqual(new Set(["y"]));
  // Not heard of since the restart, and still known to the next one.
  const third = createNameBudget({
    perDayMax: 2,
    salt: SALT,
    saved: createNameBudget({ perDayMax: 2, salt: SALT, saved }).saved(),
  });
  expect(third.beyond(features("secret-system"), ["x", "y"], DAY)).toEqual(new Set(["y"]));
  const tomorrow = createNameBudget({ perDayMax: 2, salt: SALT, saved });
  expect(tomorrow.beyond(features("secret-system"), ["x", "y"], DAY + 86_400_000)).toBeNull();
});

test("systems without end cost no more memory than the bound: the longest silent is forgotten", () => {
  const names = createNameBudget({ perDayMax: 10, namesMax: 100, salt: SALT });
  names.beyond(features("kept"), named(0, 10), DAY);
  for (let i = 0; i < 1_000; i += 1) {
    names.beyond(features(`s${i}`), named(0, 10), DAY);
    expect(names.beyond(features("kept"), named(0, 11), DAY)).toEqual(new Set(["f10"]));
  }
  expect(Object.values(names.saved().systems).flat().length).toBeLessThanOrEqual(100);
});
