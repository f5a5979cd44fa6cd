import { oneLine } from "./visible.ts";

/**
 * Rows of cells as lines, each column as wide as its widest cell. A row is one line and a cell stays in its
 * column whatever is in it: tabs and ends of lines are shown as `\u0009`, before widths are measured.
 */
export function columns(cells: readonly (readonly string[])[]): readonly string[] {
  const rows = cells.map((row) => row.map(oneLine));
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    rows.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
