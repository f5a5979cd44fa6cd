import UPlot from "uplot";
import type { ChartData } from "../charts/chart-data.ts";
import { metricValue } from "../formats/metric.ts";
import { count } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { chartOptions, chartSeries } from "./chart-options.ts";
import { NEWER_DATA } from "./refresh.ts";
import { THEME_CHANGED } from "./themes.ts";

/** Draws every chart of a page over its still drawing, with cursors that move together. */
export function drawCharts(within: ParentNode): void {
  for (const figure of within.querySelectorAll<HTMLElement>("figure[data-chart]"))
    drawChart(figure);
}

function drawChart(figure: HTMLElement): void {
  const plot = figure.querySelector<HTMLElement>(".chart-plot");
  if (plot === null) return;
  const readout = figure.querySelector<HTMLElement>("[data-readout]");
  let whole = [...(readout?.childNodes ?? [])];
  let data = parse(figure);
  let chart = draw();

  const redraw = (): void => {
    chart.destroy();
    chart = draw();
  };
  document.addEventListener(THEME_CHANGED, redraw);
  figure.addEventListener(NEWER_DATA, (event) => {
    const newer = event instanceof CustomEvent ? event.detail : null;
    if (!(newer instanceof HTMLElement)) return;
    data = parse(newer);
    whole = [...(newer.querySelector("[data-readout]")?.childNodes ?? [])].map((node) =>
      document.importNode(node, true),
    );
    if (chart.cursor.idx == null) readout?.replaceChildren(...whole);
    redraw();
  });
  // Only the width follows the page: a height that followed would chase itself.
  new ResizeObserver(() => {
    const width = Math.floor(plot.clientWidth);
    if (width > 0 && width !== chart.width) chart.setSize({ width, height: chart.height });
  }).observe(plot);

  function draw(): UPlot {
    figure.dataset["drawn"] = "";
    const width = Math.max(200, Math.floor(plot?.clientWidth ?? 0));
    const options = chartOptions(data, { figure, width, onCursor: say });
    return new UPlot(options, chartSeries(data), plot ?? figure);
  }

  function say(index: number | null): void {
    if (readout === null) return;
    const start = index === null ? undefined : data.times[index];
    if (index === null || start === undefined) {
      readout.replaceChildren(...whole);
      return;
    }
    const value = data.values[index] ?? null;
    const when = document.createElement("span");
    when.className = "soft";
    when.textContent = ` ${words(data, index)}${between(...stepWindow(data, start), data.nowMs)}`;
    readout.replaceChildren(value === null ? "not measured" : metricValue(data.style, value), when);
  }
}

/** What a step speaks of: itself, or the longer window of a control that ends with it. */
function stepWindow(data: ChartData, startMs: number): [number, number] {
  const endMs = startMs + data.stepMs;
  return [endMs - (data.judgement?.windowMs ?? data.stepMs), endMs];
}

/** The bounds and the sample of one step, where it has them. */
function words(data: ChartData, index: number): string {
  const [lower, upper] = [data.lower[index] ?? null, data.upper[index] ?? null];
  const low = lower === null ? null : metricValue(data.style, lower);
  const high = upper === null ? null : metricValue(data.style, upper);
  const bounds =
    low !== null && high !== null
      ? `${low} to ${high}, `
      : low !== null
        ? `at least ${low}, `
        : high !== null
          ? `at most ${high}, `
          : "";
  const sample = data.samples[index] ?? 0;
  return `${bounds}${data.style === "count" || sample === 0 ? "" : `n ${count(sample)}, `}`;
}

function parse(figure: HTMLElement): ChartData {
  return JSON.parse(figure.dataset["chart"] ?? "") as ChartData; // written by charts/time-chart.tsx
}
