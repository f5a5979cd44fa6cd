import type UPlot from "uplot";
import type { ChartData } from "../charts/chart-data.ts";
import type { Colours } from "./colours.ts";

/** Size of the flag at the head of a marker, CSS pixels. */
const FLAG = 5;

/** Draws each change as a dashed line with a flag, on every chart at the same instant. */
export function markChanges(chart: UPlot, changes: ChartData["changes"], tone: Colours): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = tone.change;
  ctx.fillStyle = tone.change;
  ctx.lineWidth = ratio;
  for (const change of changes) {
    const x = Math.round(chart.valToPos(change.timeMs / 1000, "x", true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
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
  }
  ctx.restore();
}
