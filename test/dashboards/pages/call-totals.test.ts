import type { CallPoint } from "@tiltmeter/dashboards";
import { emptyCalls, emptyCosts } from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";
import { callTotals, total } from "../../../dashboards/pages/call-totals.ts";

const DIGEST = "0f".repeat(32);
const names = fc.dictionary(fc.constantFrom("stop", "length", "other"), fc.nat(9));

/** One step: so many answered, failed, without usage and without a price. */
const point: fc.Arbitrary<CallPoint> = fc
  .record({
    answered: fc.nat(20),
    errors: fc.nat(5),
    untold: fc.nat(5),
    unpriced: fc.nat(5),
    tokens: fc.nat(1_000),
    ended: names,
    tools: names,
  })
  .map(({ answered, errors, untold, unpriced, tokens, ended, tools }) => {
    const calls = answered + errors + untold + unpriced;
    return {
      timeMs: 0,
      calls: {
        ...{ ...emptyCalls(), calls, errors, unmeasured: untold },
        ...{ inputTokens: tokens, outputTokens: tokens, finishReasons: ended, tools },
      },
      costs: {
        ...{ ...emptyCosts(), calls, errors, unmeasured: untold, usd: answered / 8 },
        ...{ unpriced: unpriced === 0 ? {} : { "a/b": unpriced }, prices: [DIGEST] },
      },
      firstChunk: [],
    };
  });

test("adding up parts and adding up all come to the same, whatever the order", () => {
  fc.assert(
    fc.property(fc.array(point), fc.array(point), (a, b) => {
      const [both, other, ofA, ofB] = [[...a, ...b], [...b, ...a], a, b].map(callTotals);
      expect(both).toEqual(other);
      for (const name of [
        "calls",
        "errors",
        "unmeasured",
        "inputTokens",
        "outputTokens",
      ] as const) {
        expect(both?.[name]).toBe((ofA?.[name] ?? 0) + (ofB?.[name] ?? 0));
      }
      for (const name of ["finishReasons", "tools", "unpriced"] as const) {
        expect(total(both?.[name] ?? {})).toBe(total(ofA?.[name] ?? {}) + total(ofB?.[name] ?? {}));
      }
    }),
  );
});

test("a cost is unknown where no call has both its tokens and a price, and never a zero", () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1 }), (points) => {
      const { usd, calls, errors, unmeasured, unpriced } = callTotals(points);
      const priced = calls - errors - unmeasured - total(unpriced);
      expect(usd === null).toBe(priced === 0);
    }),
  );
});

test("without a price list there is no cost", () => {
  const calls = { ...emptyCalls(), calls: 3 };
  const costs = { ...emptyCosts(), calls: 3, unpriced: { "openai/m": 3 } };
  expect(callTotals([{ timeMs: 0, calls, costs, firstChunk: [] }]).usd).toBeNull();
});
