// What a benchmark says for the table of `npm run bench`: one line a figure, beside its peer and its limit.
import { appendFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {number} figure
 * @property {string} unit
 * @property {string} [peer] what it is beside, in the same run
 * @property {number} [peerFigure] in the same unit
 * @property {number} [ratio] of the figure to its peer's where not said; above 1 is more
 * @property {string} [goal] in words, as it is held against the figure or the ratio
 * @property {boolean} [met] null or absent: no goal
 */

/** Whether this module is what was started, and not taken by the table of all. */
export function isMain(url) {
  return process.argv[1] === fileURLToPath(url);
}

/** Shows figures, and hands them to the run of all benchmarks where this is part of one. */
export function report(figures) {
  printFigures(figures);
  const into = process.env.TILTMETER_BENCH_FIGURES;
  if (into === undefined) return;
  for (const figure of figures) appendFileSync(into, `${JSON.stringify(figure)}\n`);
}

export function ratioOf({ figure, peerFigure, ratio }) {
  if (ratio !== undefined) return ratio;
  return peerFigure === undefined ? undefined : figure / peerFigure;
}

export function shown(number) {
  if (number === undefined || number === null) return "";
  const size = Math.abs(number);
  if (size >= 10_000) return Math.round(number).toLocaleString("en");
  if (size >= 100) return number.toFixed(0);
  return size >= 10 ? number.toFixed(1) : number.toFixed(2);
}

const HEADS = ["what", "figure", "unit", "beside", "its figure", "ratio", "goal", "met"];

/** The lines as cells of text, heads first. */
export function cellsOf(figures) {
  const lines = figures.map((each) => [
    each.what,
    shown(each.figure),
    each.unit,
    each.peer ?? "",
    shown(each.peerFigure),
    shown(ratioOf(each)),
    each.goal ?? "",
    each.met === undefined || each.met === null ? "" : each.met ? "yes" : "NO",
  ]);
  return [HEADS, ...lines];
}

export function printFigures(figures) {
  const cells = cellsOf(figures);
  const widths = HEADS.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  for (const line of cells) {
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    );
  }
}
