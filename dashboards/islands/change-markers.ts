import type UPlot from "uplot";
import type { ChartData } from "../charts/chart-data.ts";
import type { Colours } from "./colours.ts";

/** Size of the flag at the head of a marker, CSS pixels. */
const FLAG = 5;
/** Room around the words of a marker, CSS pixels. */
const AIR = 4;
/** A longer text is cut: the whole of it is in the readout and in the list under the charts. */
const LETTERS_MAX = 22;

interface Mark {
  readonly x: number;
  readonly text: string;
}

/**
 * Draws each change as a dashed line with a flag, on every chart at the same instant, and its words
 * beside it where there is room until the next one or the edge.
 */
export function markChanges(
  chart: UPlot,
  changes: ChartData["changes"],
  tone: Colours,
  font: string,
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const right = bbox.left + bbox.width;
  const marks = changes
    .map(({ timeMs, text }): Mark => {
      const x = Math.round(chart.valToPos(timeMs / 1000, "x", true)) + 0.5;
      return { x, text: text.length > LETTERS_MAX ? `${text.slice(0, LETTERS_MAX - 1)}…` : text };
    })
    .filter(({ x }) => x >= bbox.left && x <= right)
    .sort((a, b) => a.x - b.x);
  ctx.save();
  ctx.strokeStyle = tone.change;
  ctx.fillStyle = tone.change;
  ctx.lineWidth = ratio;
  ctx.font = font;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  for (const [i, { x, text }] of marks.entries()) {
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - FLAG * ratio, bbox.top - 2 * ratio);
    ctx.lineTo(x + FLAG * ratio, bbox.top - 2 * ratio);
    ctx.lineTo(x, bbox.top + FLAG * ratio);
    ctx.closePath();
    ctx.fill();
    const width = ctx.measureText(text).width + (FLAG + AIR) * ratio;
    const before = marks[i - 1]?.x ?? bbox.left;
    // The left is tried first: what came before a change is less often what one looks at.
    const at =
      x - width >= before
        ? x - width + AIR * ratio
        : x + width <= (marks[i + 1]?.x ?? right)
          ? x + FLAG * ratio
          : null;
    if (at !== null) ctx.fillText(text, at, bbox.top);
  }
  ctx.restore();
}
