import type { ChartData } from "../charts/chart-data.ts";
import { stepWords } from "./chart-words.ts";

/**
 * Makes a chart one stop of the Tab key, on which arrow keys move the cursor of every chart of the page.
 * It is a slider to a screen reader, which therefore says each step as it is reached, and nothing else.
 */
export function operateByKeys(
  plot: HTMLElement,
  of: {
    readonly title: string;
    readonly data: () => ChartData;
    /** Moves the cursors of all charts to an instant, Unix milliseconds; null: away. */
    readonly moveTo: (atMs: number | null) => void;
  },
): { readonly renew: () => void } {
  let at: number | null = null;
  plot.tabIndex = 0;
  plot.setAttribute("role", "slider");
  plot.setAttribute("aria-label", `${of.title}: arrow keys read the steps`);
  const renew = (): void => {
    const last = Math.max(0, of.data().times.length - 1);
    const now = Math.min(at ?? last, last);
    const told = stepWords(of.data(), now);
    plot.setAttribute("aria-valuemin", "0");
    plot.setAttribute("aria-valuemax", String(last));
    plot.setAttribute("aria-valuenow", String(now));
    plot.setAttribute("aria-valuetext", told === null ? "" : `${told.value}, ${told.rest}`);
  };
  const move = (to: number | null): void => {
    const data = of.data();
    at = to === null ? null : Math.min(Math.max(to, 0), data.times.length - 1);
    const start = at === null ? undefined : data.times[at];
    of.moveTo(start === undefined ? null : start + data.stepMs / 2);
    renew();
  };
  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = of.data().times.length - 1;
    // The first press reads the newest step that says something.
    const from = at ?? of.data().values.findLastIndex((value) => value !== null) + 1;
    const to = moves[event.key]?.(from, last);
    if (to === undefined) {
      if (event.key === "Escape") move(null);
      return;
    }
    event.preventDefault();
    move(to);
  });
  plot.addEventListener("blur", () => move(null));
  renew();
  return { renew };
}

/** A page of steps is an eighth of a chart, or less. */
const PAGE = 12;

const moves: Readonly<Record<string, (from: number, last: number) => number>> = {
  ArrowLeft: (from) => from - 1,
  ArrowDown: (from) => from - 1,
  ArrowRight: (from) => from + 1,
  ArrowUp: (from) => from + 1,
  PageDown: (from) => from - PAGE,
  PageUp: (from) => from + PAGE,
  Home: () => 0,
  End: (_, last) => last,
};
