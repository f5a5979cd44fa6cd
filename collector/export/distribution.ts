import { wellFormed } from "./well-formed.ts";

/** One cell of a histogram, before and now, as counts. */
export interface Cell {
  readonly label: string;
  readonly before: number;
  readonly now: number;
}

/** How something was distributed in the baseline and in the window that breached. */
export interface Distribution {
  readonly title: string;
  readonly cells: readonly Cell[];
}

/** The share of each cell, before and now; of nothing, nothing. */
export function shares({ cells }: Distribution): readonly {
  readonly label: string;
  readonly before: number;
  readonly now: number;
}[] {
  const sum = (of: (cell: Cell) => number): number =>
    cells.reduce((all, cell) => all + of(cell), 0);
  const before = sum((cell) => cell.before);
  const now = sum((cell) => cell.now);
  return cells.map((cell) => ({
    label: cell.label,
    before: before === 0 ? 0 : cell.before / before,
    now: now === 0 ? 0 : cell.now / now,
  }));
}

/**
 * The drawing of a distribution before and now, as a picture that stands alone: no script, no style
 * sheet, no link, and a description for those who do not see it. The same distribution is the same bytes.
 */
export function distributionSvg(of: Distribution): string {
  const bars = shares(of);
  const most = Math.max(...bars.flatMap(({ before, now }) => [before, now]), 0);
  const step = PLOT.width / Math.max(1, bars.length);
  const bar = (share: number, i: number, row: 0 | 1): string => {
    const height = most === 0 ? 0 : (share / most) * PLOT.height;
    const x = PLOT.left + i * step + step * (row === 0 ? 0.08 : 0.5);
    return `<rect x="${x.toFixed(2)}" y="${(PLOT.top + PLOT.height - height).toFixed(2)}" width="${(step * 0.42).toFixed(2)}" height="${height.toFixed(2)}"/>`;
  };
  const every = Math.max(1, Math.ceil(bars.length / LABELS_MAX));
  const labels = bars
    .map(({ label }, i) =>
      i % every === 0
        ? `<text x="${(PLOT.left + (i + 0.5) * step).toFixed(2)}" y="${PLOT.top + PLOT.height + 16}" text-anchor="middle">${escaped(shortened(label))}</text>`
        : "",
    )
    .filter((text) => text !== "");
  const described = bars
    .slice(0, DESCRIBED_MAX)
    .map(({ label, before, now }) => `${label}: ${percent(before)} before, ${percent(now)} now`)
    .join("; ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 320" role="img" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(of.title)}</title>`,
    `<desc>${escaped(described)}</desc>`,
    `<rect width="720" height="320" fill="#ffffff"/>`,
    `<text x="${PLOT.left}" y="20" font-size="14" font-weight="bold" fill="#111111">${escaped(of.title)}</text>`,
    `<g fill="${BEFORE}"><rect x="${PLOT.left}" y="30" width="10" height="10"/></g><text x="${PLOT.left + 15}" y="39" fill="#333333">before (baseline)</text>`,
    `<g fill="${NOW}"><rect x="${PLOT.left + 130}" y="30" width="10" height="10"/></g><text x="${PLOT.left + 145}" y="39" fill="#333333">the window that breached</text>`,
    `<g fill="${BEFORE}">${bars.map(({ before }, i) => bar(before, i, 0)).join("")}</g>`,
    `<g fill="${NOW}">${bars.map(({ now }, i) => bar(now, i, 1)).join("")}</g>`,
    `<path d="M${PLOT.left} ${PLOT.top + PLOT.height}H${PLOT.left + PLOT.width}" stroke="#333333"/>`,
    `<g fill="#333333">${labels.join("")}<text x="${PLOT.left - 6}" y="${PLOT.top + 4}" text-anchor="end">${percent(most)}</text><text x="${PLOT.left - 6}" y="${PLOT.top + PLOT.height}" text-anchor="end">0 %</text></g>`,
    "</svg>\n",
  ].join("\n");
}

/** `12.4 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function shortened(label: string): string {
  return label.length > LABEL_CHARACTERS ? `${label.slice(0, LABEL_CHARACTERS - 1)}…` : label;
}

/** As text of XML 1.0, which has no place for most control characters. */
function escaped(text: string): string {
  return wellFormed(text)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Told apart in print without colours, too: one is much lighter. */
export const BEFORE = "#9db4c8";
export const NOW = "#8a2f1c";
const PLOT = { left: 56, top: 56, width: 648, height: 216 };
const LABELS_MAX = 12;
const LABEL_CHARACTERS = 10;
const DESCRIBED_MAX = 40;
