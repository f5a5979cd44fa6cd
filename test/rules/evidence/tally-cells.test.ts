import fc from "fast-check";
import { expect, test } from "vitest";
import { tallyCells } from "../../../rules/evidence/tally-cells.ts";
import {
  cellsOf,
  type FeatureBaseline,
  mergeCells,
  type ObservedPrediction,
  ProfileBuilder,
  profileColumn,
} from "../../../rules/index.ts";

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 1e308),
);
const value = fc.oneof(number, fc.constantFrom("a", "never"), fc.constant(null));
const features: readonly FeatureBaseline[] = [
  profileColumn([0, 0, 1, 2.5, -4]),
  profileColumn(["a", "b", "b"]),
];

function prediction(of: number | string | null): ObservedPrediction {
  return {
    kind: "prediction",
    id: "",
    timeMs: 0,
    task: "",
    model: { version: "" },
    label: "",
    score: null,
    value: null,
    latency: null,
    status: "ok",
    numericFeatures: typeof of === "number" ? { x: of } : {},
    categoricalFeatures: typeof of === "string" ? { x: of } : {},
    segment: {},
  };
}

test("cells of predictions are those of a profile of the same values, in any split", () => {
  const values = fc.array(value, { maxLength: 50 });
  fc.assert(
    fc.property(fc.constantFrom(...features), values, values, (feature, a, b) => {
      const of = { name: "x", feature, baseline: "digest" };
      const tally = (some: typeof a) => tallyCells(some.map(prediction), of);
      const builder = new ProfileBuilder(feature);
      for (const each of [...a, ...b]) builder.add(each);
      const whole = cellsOf(builder.build(), "digest");
      expect(tally([...a, ...b])).toEqual(whole);
      expect(mergeCells(tally(a), tally(b))).toEqual(whole);
    }),
  );
});
