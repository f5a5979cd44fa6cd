import { channelsFor, type Route, type Routed } from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";

const some = <T>(...of: readonly T[]): fc.Arbitrary<readonly T[]> => fc.subarray([...of]);

const routes: fc.Arbitrary<readonly Route[]> = fc.array(
  fc.record({
    id: fc.string(),
    when: fc.record({
      severities: some("low", "medium", "high", "critical"),
      owners: some("ann", "ben"),
      systems: some("credit", "mail"),
      controls: some("drift", "parity"),
      raises: some("nonconformity", "candidate"),
    }),
    channels: fc.subarray(["pager", "chat", "mail"], { minLength: 1 }),
  }),
  { maxLength: 6 },
);

const record: fc.Arbitrary<Routed> = fc.record({
  severity: fc.constantFrom("low", "medium", "high", "critical"),
  owner: fc.constantFrom(null, "ann", "ben", "nobody"),
  system: fc.constantFrom("credit", "mail", "other"),
  control: fc.constantFrom("drift", "parity", "other"),
  raises: fc.constantFrom("nonconformity", "candidate"),
});

test("compliance is told of every raise, whatever the routes, and nobody twice", () => {
  fc.assert(
    fc.property(routes, record, (of, raised) => {
      const channels = channelsFor({ compliance: ["compliance", "chat"], routes: of }, raised);
      expect(channels.slice(0, 2)).toEqual(["compliance", "chat"]);
      expect(new Set(channels).size).toBe(channels.length);
    }),
  );
});

test("a channel is told exactly where compliance or a route that matches names it, in any order of routes", () => {
  fc.assert(
    fc.property(routes, record, (of, raised) => {
      const compliance = ["compliance"];
      const channels = channelsFor({ compliance, routes: of }, raised);
      const single = of.flatMap((route) => channelsFor({ compliance, routes: [route] }, raised));
      expect(new Set(channels)).toEqual(new Set([...compliance, ...single]));
      expect(new Set(channelsFor({ compliance, routes: of.toReversed() }, raised))).toEqual(
        new Set(channels),
      );
    }),
  );
});

const matches = (when: Partial<Route["when"]>, of: Partial<Routed> = {}): boolean => {
  const any = { severities: [], owners: [], systems: [], controls: [], raises: [] };
  const route = { id: "r", when: { ...any, ...when }, channels: ["pager"] };
  const raised: Routed = {
    ...{
      severity: "high",
      owner: "ann",
      system: "credit",
      control: "drift",
      raises: "nonconformity",
    },
    ...of,
  };
  return channelsFor({ compliance: ["c"], routes: [route] }, raised).includes("pager");
};

test("what is asked must hold, all of it, and nothing asked is every record", () => {
  expect(matches({})).toBe(true);
  expect(matches({ severities: ["high", "critical"], owners: ["ann"] })).toBe(true);
  expect(matches({ severities: ["low"], owners: ["ann"] })).toBe(false);
  expect(matches({ owners: ["ann"] }, { owner: null })).toBe(false);
  expect(matches({ systems: ["mail"] })).toBe(false);
  expect(matches({ controls: ["parity"] })).toBe(false);
  expect(matches({ raises: ["candidate"] })).toBe(false);
  expect(matches({ raises: ["candidate"] }, { raises: "candidate" })).toBe(true);
});
