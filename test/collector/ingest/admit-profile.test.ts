import type { Profile } from "@tiltmeter/sdk/wire/profile";
import { admit } from "tiltmeter/ingest/admit";
import { brokenCounts } from "tiltmeter/ingest/admit-profile";
import { expect, test } from "vitest";

const NOW = 1_795_428_000_000;
const profile = (of: Partial<Profile> = {}): Profile => ({
  kind: "profile",
  timeMs: NOW,
  windowMs: 60_000,
  model: { name: "xgb", version: "7", supplier: "", digest: "" },
  segment: {},
  feature: "income",
  baseline: "ab".repeat(32),
  predictions: 9,
  missing: 2,
  notANumber: 1,
  wrongType: 1,
  infinite: 1,
  min: -1,
  max: 7.5,
  cells: { 0: 4, 199: 3 },
  magnitudes: { 8193: 6 },
  sum: "-5p1",
  sumOfSquares: "19p2",
  ...of,
});
const admitted = (of: Partial<Profile>): unknown =>
  admit(
    {
      origin: { system: "credit", systemVersion: "", environment: "", producer: "" },
      seq: 1,
      traceId: "",
      spanId: "",
      statement: profile(of),
    },
    NOW,
  );

test.each<Partial<Profile>>([
  {},
  { min: null, max: null, sum: "", sumOfSquares: "" },
  // A category has neither magnitudes nor extremes.
  { magnitudes: {}, infinite: 0, min: null, max: null },
  // Nothing to compare with: only what is missing is known.
  { baseline: "", cells: {}, magnitudes: {}, infinite: 0, min: null, max: null },
  // Components of vectors add up to anything.
  { feature: "resume:rff", cells: { 0: 7, 1: -1_048_576, 2: 3 }, magnitudes: {}, infinite: 0 },
  { feature: "resume:centroid", cells: { 0: 7, 1: -3 }, magnitudes: {}, infinite: 0 },
  { feature: "resume:tokens", cells: { 17: 900 }, magnitudes: {}, infinite: 0 },
  { predictions: 2, missing: 2, cells: {}, magnitudes: {}, infinite: 0, min: null, max: null },
])("a profile whose counts agree is admitted (%#)", (of) => {
  expect(brokenCounts(profile(of))).toBeNull();
  expect(admitted(of)).not.toHaveProperty("reason");
});

const cells = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [i, 1]));

test.each<[Partial<Profile>, string]>([
  [{ baseline: "validation" }, 'baseline must be a digest of 64 hexadecimal digits, got "valid'],
  [{ baseline: "AB".repeat(32) }, "baseline must be a digest"],
  [{ predictions: 0 }, "predictions must be 1 or more, got 0"],
  [{ missing: 10 }, "missing must lie between 2, those with a reason, and 9, the predictions"],
  [{ missing: 1 }, "missing must lie between 2, those with a reason, and 9"],
  [{ cells: { 0: 4, 199: 2 } }, "cells must hold every prediction that is not missing, 7, got 6"],
  [{ cells: { 0: 8, 199: -1 } }, "a count must be 0 or more, got -1"],
  [{ magnitudes: { 5: 8, 6: -2 } }, "a count must be 0 or more, got -2"],
  [{ feature: "resume:tokens", cells: { 0: -1 } }, "a count must be 0 or more, got -1"],
  [{ baseline: "" }, "a profile without a baseline has no cells, got 2 of them"],
  [{ cells: cells(5_001), predictions: 5_003 }, "at most 5000 cells, got 5001"],
  [{ infinite: 8 }, "infinite must be at most 7, those in cells, got 8"],
  [{ magnitudes: { 8193: 5 } }, "magnitudes must hold every finite value, 6, or none, got 5"],
  [{ min: null }, "min and max must be given both, min first, got nothing and 7.5"],
  [{ min: 8 }, "min and max must be given both, min first, got 8 and 7.5"],
  [{ sum: `${"9".repeat(1_201)}p1` }, "of at most 1200 digits, got"],
  // Two texts of one number would be two sums.
  [{ sum: "2p0" }, "a sum must be an odd number in hexadecimal, p and a power of two"],
  [{ feature: "resume:rff", magnitudes: {}, infinite: 0, sum: "any words" }, "a sum must be"],
  [{ feature: "resume:tokens", magnitudes: {}, infinite: 0, sum: "any words" }, "a sum must be"],
  [{ feature: "resume:rff", magnitudes: {}, infinite: 0, min: 8 }, "min and max must be given"],
  [{ feature: "resume:rff", magnitudes: { 5: -1 } }, "a count must be 0 or more, got -1"],
  [{ feature: "resume:rff", cells: { 0: -7, 1: 3 } }, "a count must be 0 or more, got -7"],
  [{ feature: "resume:rff", baseline: "" }, "a profile without a baseline has no cells, got 2"],
  [
    { sumOfSquares: "1e36" },
    "a sum must be an odd number in hexadecimal, p and a power of two, such as -5p1",
  ],
  [{ feature: "f".repeat(257) }, "the name of a feature must have 1–256 bytes, got 257"],
  [{ feature: "__proto__" }, "the name of a feature must not be the reserved name"],
  [{ segment: { constructor: "x" } }, "the name of a segment must not be the reserved name"],
  [{ model: { name: "", version: "v".repeat(32_769), supplier: "", digest: "" } }, "model.version"],
  [{ timeMs: -1 }, "time must lie between 1970 and 2254"],
])("a profile that does not add up is refused with the rule and the value (%#)", (of, why) => {
  expect(admitted(of)).toEqual({ kind: "rejected", reason: expect.stringContaining(why) });
});
