import type { FeatureBaseline } from "../profile/baseline.ts";
import { cellOf } from "../profile/cell-of.ts";
import { magnitudeKey } from "../profile/magnitude.ts";
import { type Cells, emptyCells } from "./cells.ts";
import type { ObservedPrediction } from "./record.ts";

/**
 * Counts one feature of predictions in the cells of its baseline. Order does not matter. What is
 * derived from texts and embeddings is in no prediction: all of it is missing here.
 */
export function tallyCells(
  predictions: readonly ObservedPrediction[],
  of: { readonly name: string; readonly feature: FeatureBaseline; readonly baseline: string },
): Cells {
  const { name, feature, baseline } = of;
  const empty = emptyCells(baseline, feature.counts.length);
  const counts = [...empty.counts];
  const magnitudes = new Map<number, number>();
  let { missing, notANumber, wrongType, infinite, min, max } = empty;
  for (const { numericFeatures, categoricalFeatures } of predictions) {
    const [own, other] =
      feature.kind === "numeric"
        ? [numericFeatures, categoricalFeatures]
        : [categoricalFeatures, numericFeatures];
    const value = Object.hasOwn(own, name) ? own[name] : undefined;
    const cell = cellOf(feature, value);
    if (cell === null) {
      missing += 1;
      if (Number.isNaN(value)) notANumber += 1;
      else if (Object.hasOwn(other, name)) wrongType += 1;
      continue;
    }
    counts[cell] = (counts[cell] ?? 0) + 1;
    if (typeof value !== "number") continue;
    if (!Number.isFinite(value)) {
      infinite += 1;
      continue;
    }
    min = Math.min(min ?? value, value + 0);
    max = Math.max(max ?? value, value + 0);
    const key = magnitudeKey(value);
    magnitudes.set(key, (magnitudes.get(key) ?? 0) + 1);
  }
  const ascending = [...magnitudes].sort(([a], [b]) => a - b);
  return {
    ...empty,
    counts,
    missing,
    notANumber,
    wrongType,
    infinite,
    min: min === null ? null : min + 0,
    max: max === null ? null : max + 0,
    magnitudes: Object.fromEntries(ascending),
  };
}
