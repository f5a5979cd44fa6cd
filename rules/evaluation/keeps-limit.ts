import type { ResolvedLimit } from "../control/resolve-limit.ts";
import { areCellsInside } from "../statistics/sequential/cells-detector.ts";
import type { BudgetState } from "../statistics/sequential/false-alarm-budget.ts";
import { currentRate } from "../statistics/sequential/rate-detector.ts";
import { type BudgetCells, toleratedIn } from "./budget-cells.ts";

/** Whether the last windows, about two of them, keep a limit; false where nothing was seen. */
export function keepsLimit(
  state: BudgetState,
  { min, max }: ResolvedLimit,
  cells: BudgetCells | null,
): boolean {
  switch (state.kind) {
    case "cells":
      if (cells === null || max === null) return false;
      return areCellsInside(state.detector, toleratedIn(cells, max)) === true;
    case "rate": {
      const rate = currentRate(state.detector);
      return rate !== null && (min === null || rate >= min) && (max === null || rate <= max);
    }
    case "mean":
      return false; // no control gathers means
  }
}
