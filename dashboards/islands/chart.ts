import UPlot from "uplot";
import type { ChartData } from "../charts/chart-data.ts";
import { operateByKeys } from "./chart-keys.ts";
import { chartOptions, chartSeries } from "./chart-options.ts";
import { stepWords } from "./chart-words.ts";
import { rangeChooser } from "./range.ts";
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
  const keys = operateByKeys(plot, {
    title: figure.dataset["title"] ?? "",
    data: () => data,
    moveTo: moveAll,
  });

  const redraw = (): void => {
    chart.destroy();
    charts.delete(chart);
    chart = draw();
  };
  document.addEventListener(THEME_CHANGED, redraw);
  figure.addEventListener(NEWER_DATA, (event) => {
    const newer = event instanceof CustomEvent ? event.detail : null;
    if (!(newer instanceof HTMLElement)) return;
    data = parse(newer);
    whole = copies(newer.querySelector("[data-readout]")?.childNodes);
    if (chart.cursor.idx == null) readout?.replaceChildren(...whole);
    for (const part of [".chart-still", ".chart-compared", ".chart-table tbody"]) {
      figure.querySelector(part)?.replaceChildren(...copies(newer.querySelector(part)?.childNodes));
    }
    redraw();
    keys.renew();
  });
  // Only the width follows the page: a height that followed would chase itself.
  new ResizeObserver(() => {
    const width = Math.floor(plot.clientWidth);
    if (width > 0 && width !== chart.width) chart.setSize({ width, height: chart.height });
  }).observe(plot);

  function draw(): UPlot {
    figure.dataset["drawn"] = "";
    const width = Math.max(200, Math.floor(plot?.clientWidth ?? 0));
    const onRange = rangeChooser();
    const options = chartOptions(data, { figure, width, onCursor: say, onRange });
    const drawn = new UPlot(options, chartSeries(data), plot ?? figure);
    charts.add(drawn);
    return drawn;
  }

  function say(index: number | null): void {
    if (readout === null) return;
    const told = index === null ? null : stepWords(data, index);
    if (told === null) {
      readout.replaceChildren(...whole);
      return;
    }
    const when = document.createElement("span");
    when.className = "soft";
    when.textContent = ` ${told.rest}`;
    readout.replaceChildren(told.value, when);
  }
}

/** Those that are on the page: a mouse moves all of their cursors by uPlot, keys by `moveAll`. */
const charts = new Set<UPlot>();

function moveAll(atMs: number | null): void {
  for (const chart of charts) {
    if (!chart.root.isConnected) charts.delete(chart);
    else if (atMs === null) chart.setCursor({ left: -10, top: -10 });
    else chart.setCursor({ left: chart.valToPos(atMs / 1000, "x"), top: 0 });
  }
}

function copies(nodes: Iterable<ChildNode> | undefined): ChildNode[] {
  return [...(nodes ?? [])].map((node) => document.importNode(node, true));
}

function parse(figure: HTMLElement): ChartData {
  return JSON.parse(figure.dataset["chart"] ?? "") as ChartData; // written by charts/time-chart.tsx
}
