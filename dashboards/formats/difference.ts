import type { ChartData } from "../charts/chart-data.ts";
import { percent, points } from "./number.ts";

/** Below this share two numbers are told as equal: it would be rounded away. */
const EQUAL_BELOW = 0.0005;

/**
 * How far a number lies from another: `0.8 points less`, `12 % more`, `the same`. Rates differ by
 * points, everything else by shares of the other.
 */
export function difference(style: ChartData["style"], value: number, other: number): string {
  const by = value - other;
  const word = by > 0 ? "more" : "less";
  if (style === "percent") {
    return Math.abs(by) < EQUAL_BELOW ? "the same" : `${points(Math.abs(by))} points ${word}`;
  }
  if (other === 0) return by === 0 ? "the same" : `${word} than none`;
  const share = Math.abs(by / other);
  return share < EQUAL_BELOW ? "the same" : `${percent(share)} ${word}`;
}
