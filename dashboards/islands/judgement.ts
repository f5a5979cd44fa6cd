import type UPlot from "uplot";
import { type ChartData, type ChartJudgement, partialFrom } from "../charts/chart-data.ts";
import type { Colours } from "./colours.ts";

/** Episodes and maintenance as bands behind everything else; maintenance is hatched as well. */
export function drawBands(chart: UPlot, of: ChartJudgement | undefined, tone: Colours): void {
  const { ctx, bbox } = chart;
  for (const { kind, fromMs, toMs } of of?.bands ?? []) {
    const [from, to] = [fromMs, toMs].map((at) => {
      const x = chart.valToPos(at / 1000, "x", true);
      return Math.min(Math.max(x, bbox.left), bbox.left + bbox.width);
    });
    if (from === undefined || to === undefined || to <= from) continue;
    ctx.save();
    ctx.fillStyle = kind === "episode" ? tone.episode : tone.maintenance;
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    if (kind === "maintenance") {
      ctx.fillStyle = tone.text;
      ctx.fillRect(
        from,
        bbox.top + bbox.height - 2 * devicePixelRatio,
        to - from,
        devicePixelRatio,
      );
    }
    ctx.restore();
  }
}

/** The step that is still filling, as a pale ground behind it. */
export function drawPartial(chart: UPlot, data: ChartData, tone: Colours): void {
  const fromMs = partialFrom(data);
  if (fromMs === null) return;
  const { ctx, bbox } = chart;
  const [from, to] = [fromMs, fromMs + data.stepMs].map((at) =>
    chart.valToPos(at / 1000, "x", true),
  );
  if (from === undefined || to === undefined || from < bbox.left) return;
  ctx.save();
  ctx.fillStyle = tone.partial;
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.restore();
}

/** The limit, the warning, and a mark above each amended step. */
export function drawLimits(chart: UPlot, data: ChartData, tone: Colours): void {
  const { ctx, bbox } = chart;
  if (data.judgement === undefined) return;
  const { limit, warn, amended } = data.judgement;
  const ratio = devicePixelRatio;
  ctx.save();
  // An even width on a whole pixel is drawn sharp.
  ctx.lineWidth = 2 * ratio;
  for (const [at, colour, dash] of [
    [warn.min, tone.warn, [2, 3]],
    [warn.max, tone.warn, [2, 3]],
    [limit.min, tone.limit, []],
    [limit.max, tone.limit, []],
  ] as const) {
    if (at === null) continue;
    const y = Math.round(chart.valToPos(at, "y", true));
    ctx.strokeStyle = colour;
    ctx.setLineDash(dash.map((part) => part * ratio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.fillStyle = tone.line;
  for (const i of amended) {
    const start = data.times[i];
    if (start === undefined) continue;
    const x = chart.valToPos((start + data.stepMs / 2) / 1000, "x", true);
    const size = 3.5 * ratio;
    const y = bbox.top + size;
    ctx.beginPath();
    ctx.moveTo(x, y - size);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x, y + size);
    ctx.lineTo(x - size, y);
    ctx.closePath();
    ctx.fill();
  }
  ctx.restore();
}
