import type { CallPoint } from "../calls.ts";
import type { Comparison } from "../comparison.ts";
import type { SteppedRange } from "../range.ts";
import type { Range, Reads } from "../reads.ts";

/** Calls of one model of one supplier, over time. */
export interface ModelCalls {
  readonly supplier: string;
  /** `""`: which model answered is not known. */
  readonly model: string;
  readonly points: readonly CallPoint[];
}

/** Which calls: of the numbers whole minutes, of the charts their steps. */
export interface CallsAsked {
  readonly system: string;
  readonly range: Range;
  readonly steps: SteppedRange;
  readonly comparison: Comparison;
}

/** Over the steps, that with most calls first. */
export async function readModelCalls(
  reads: Reads,
  system: string,
  steps: SteppedRange,
): Promise<readonly ModelCalls[]> {
  const { series } = await reads.calls({ system, ...steps, by: "supplier,model_version" });
  return series.map(({ by, points }) => ({
    supplier: by["supplier"] ?? "",
    model: by["model_version"] ?? "",
    points,
  }));
}
