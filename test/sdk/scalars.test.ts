import fc from "fast-check";
import { expect, test } from "vitest";
import { toPrediction } from "../../sdk/observation.ts";
import { cutText, trimScalars } from "../../sdk/scalars.ts";
import { madeObservation } from "./made-observation.ts";

const trim = (copy: Record<string, unknown>): string[] => {
  const refused: string[] = [];
  trimScalars(copy, (name) => refused.push(name));
  return refused;
};

test("what is no scalar leaves the copy and is named", () => {
  const copy = {
    a: 1,
    b: "x",
    c: null,
    d: undefined,
    e: true,
    f: 2n,
    list: [1],
    deep: {},
    call() {},
  };
  expect(trim(copy)).toEqual(["list", "deep", "call"]);
  expect(copy).toEqual({ a: 1, b: "x", c: null, d: undefined, e: true, f: 2n });
});

test("at most a thousand names are kept, and none longer than 256 characters", () => {
  const copy = Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`f${i}`, i]));
  expect(trim(copy)).toHaveLength(200);
  expect(trim({ ["x".repeat(257)]: 1 })).toHaveLength(1);
});

test("long text is cut to 32 KiB of UTF-8, between characters", () => {
  fc.assert(
    fc.property(fc.constantFrom("a", "ż", "語", "🙂", "a🙂", "é語"), fc.nat(7), (unit, extra) => {
      const text = "x".repeat(extra) + unit.repeat(20_000);
      const cut = cutText(text);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(32_768);
      expect(text.startsWith(cut)).toBe(true);
      const isWhole = Buffer.byteLength(text) <= 32_768;
      if (isWhole) expect(cut).toBe(text);
      else expect(Buffer.byteLength(cut)).toBeGreaterThan(32_760);
    }),
  );
});

test("numbers are numeric, strings and booleans categorical, null and undefined missing", () => {
  const features = { n: 1, nan: Number.NaN, big: 5n, s: "x", b: false, nil: null, not: undefined };
  const prediction = toPrediction(
    madeObservation({
      features: { ...features, ["__proto__"]: 7 },
      segment: { band: 3, none: null },
    }),
  );
  expect(prediction.numericFeatures).toEqual({ n: 1, nan: Number.NaN, big: 5, ["__proto__"]: 7 });
  expect(prediction.categoricalFeatures).toEqual({ s: "x", b: "false" });
  expect(prediction.missingFeatures).toEqual(["nil", "not"]);
  expect(prediction.segment).toEqual({ band: "3" });
});
