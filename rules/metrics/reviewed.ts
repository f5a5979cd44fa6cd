import { addCounts } from "../evidence/add-counts.ts";
import { LATENCY_CELL_MIN, LATENCY_RATIO } from "../evidence/latencies.ts";
import type { Reviews } from "../evidence/reviews.ts";
import { type CellQuantile, geometricQuantile } from "../statistics/geometric-quantile.ts";

type DwellCells = readonly (readonly [index: number, reviews: number])[];

/** How long the confirmations and overrides took, in cells. */
export function decidedDwell({ dwell }: Reviews): DwellCells {
  return cellsOf(addCounts(dwellOf(dwell, "confirm"), dwellOf(dwell, "override")));
}

/** The median of cells; null without a review. */
export function medianDwell(cells: DwellCells, confidence: number): CellQuantile | null {
  return geometricQuantile({
    cells,
    ratio: LATENCY_RATIO,
    floor: LATENCY_CELL_MIN,
    quantile: 0.5,
    confidence,
  });
}

/** Action → median seconds; only of actions whose reviews say how long they took. */
export function mediansByAction(reviews: Reviews): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(reviews.dwell).flatMap(([action, cells]) => {
      const median = medianDwell(cellsOf(cells), 0.95);
      return median === null ? [] : [[action, median.value]];
    }),
  );
}

function dwellOf(dwell: Reviews["dwell"], action: string): Readonly<Record<string, number>> {
  return Object.hasOwn(dwell, action) ? (dwell[action] ?? {}) : {};
}

function cellsOf(cells: Readonly<Record<string, number>>): DwellCells {
  return Object.entries(cells).map(([index, reviews]) => [Number(index), reviews] as const);
}
