import { difference } from "../formats/difference.ts";
import { metricValue } from "../formats/metric.ts";
import { count } from "../formats/number.ts";
import type { ChartData } from "./chart-data.ts";

/** The number of a whole range. */
export interface Overall {
  readonly value: number;
  readonly text: string;
  /** What it is of: `of 7,244`, `newest`; empty where the number says all. */
  readonly of: string;
}

/**
 * The number of the whole range; null where nothing was measured. Counts add up; a rate of steps,
 * weighted by their samples, is the rate of all; a quantile cannot be put together, so the newest step
 * speaks for itself. So does the newest window of a control, whose windows may overlap.
 */
export function overall(
  data: Pick<ChartData, "style" | "values" | "samples" | "judgement">,
): Overall | null {
  const { style } = data;
  const isJudged = data.judgement !== undefined;
  const measured = data.values.flatMap((value, i) =>
    value === null ? [] : [{ value, n: data.samples[i] ?? 0 }],
  );
  const newest = measured.at(-1);
  if (newest === undefined) return null;
  const n = measured.reduce((sum, point) => sum + point.n, 0);
  const told = (value: number, of: string): Overall => ({
    ...{ value, of },
    text: metricValue(style, value),
  });
  if (ADDS_UP.has(style) && !isJudged) {
    return told(
      measured.reduce((sum, point) => sum + point.value, 0),
      "",
    );
  }
  if (style === "percent" && n > 0 && !isJudged) {
    const rate = measured.reduce((sum, point) => sum + point.value * point.n, 0) / n;
    return told(rate, `of ${count(n)}`);
  }
  return told(newest.value, "newest");
}

const ADDS_UP: ReadonlySet<ChartData["style"]> = new Set(["count", "money"]);

/** `96.1 % in the day before, 1.8 points less`: the number beside the number; null where there is none. */
export function besideWords(
  style: ChartData["style"],
  now: Overall | null,
  other: { readonly word: string; readonly whole: Overall | null },
): string {
  if (other.whole === null) return `${other.word}: not measured`;
  const told = `${other.word}: ${other.whole.text}`;
  return now === null ? told : `${told}, now ${difference(style, now.value, other.whole.value)}`;
}
