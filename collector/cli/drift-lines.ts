import type { ColumnDrift } from "../tables/compare-columns.ts";
import type { TableDrift } from "../tables/compare-tables.ts";
import { type DriftVerdict, ORDER } from "../tables/drift-verdict.ts";
import type { Colour } from "./terminal.ts";
import { oneLine } from "./visible.ts";

/** The widest name that is printed whole; the table then fits 100 columns. */
const NAME_MAX = 24;

/** One line of the table, and the colour that it may have. */
export interface DriftLine {
  readonly text: string;
  readonly colour: Colour | null;
}

/**
 * A comparison as a table for people: one line a column, the worst first, then what drifted, why,
 * and what to do. At most 100 characters a line, reasons aside.
 */
export function driftLines(
  drift: TableDrift,
  of: { readonly reference: string; readonly current: string },
): readonly DriftLine[] {
  const ranked = Object.entries(drift.columns)
    .sort(
      ([, a], [, b]) =>
        ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || (b.psi ?? -1) - (a.psi ?? -1),
    )
    .map(([name, column]) => [oneLine(name), column] as const);
  const width = Math.min(NAME_MAX, Math.max(6, ...ranked.map(([name]) => name.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(width) : cell.padStart(WIDTHS[i - 1] ?? 0)))
      .join("  ");
  const plain = (texts: readonly string[]): readonly DriftLine[] =>
    texts.map((text) => ({ text: oneLine(text), colour: null }));
  return [
    ...plain([
      `reference  ${of.reference}, ${counting(drift.reference.rows)}`,
      `current    ${of.current}, ${counting(drift.current.rows)}`,
      "",
      line(["column", "PSI", "at least", "JS", "KS D", "W1/IQR", "missing", "verdict"]),
    ]),
    ...ranked.map(([name, column]) => ({
      text: line(cellsOf(short(name, width), column)),
      colour: COLOURS[column.verdict],
    })),
    ...plain([
      "",
      ...onlyIn("reference", drift.onlyInReference),
      ...onlyIn("current", drift.onlyInCurrent),
      ...ranked.flatMap(([name, column]) => reasonsOf(name, column)),
      ...conclusion(ranked),
    ]),
  ];
}

const WIDTHS = [7, 8, 6, 6, 7, 8, 12] as const;
const COLOURS: Readonly<Record<DriftVerdict, Colour | null>> = {
  breach: "red",
  warn: "yellow",
  insufficient: "faint",
  pass: null,
};

function cellsOf(name: string, column: ColumnDrift): readonly string[] {
  const rows = column.m + column.missing.current;
  return [
    name,
    three(column.psi),
    three(column.psiLower),
    three(column.jensenShannon),
    three(column.kolmogorovSmirnov?.d ?? null),
    three(column.wassersteinNormalised),
    rows === 0 ? "-" : percent(column.missing.current / rows),
    column.verdict,
  ];
}

function reasonsOf(name: string, column: ColumnDrift): readonly string[] {
  const { verdict, reasons, note } = column;
  const lines = reasons.map((reason) => `${name}: ${reason}`);
  if (note !== null && !reasons.includes(note)) lines.push(`${name}: ${note}`);
  if (verdict === "breach" || verdict === "warn") {
    const moved = [...column.histogram].sort((a, b) => b.contribution - a.contribution)[0];
    if (moved !== undefined && moved.contribution > 0) {
      lines.push(
        `  most of it in ${moved.bin}: ${percent(moved.reference / column.n)} of values before, ${percent(moved.current / column.m)} now`,
      );
    }
  }
  return lines;
}

function onlyIn(side: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`only in the ${side}: ${names.join(", ")}`];
}

function conclusion(ranked: readonly (readonly [string, ColumnDrift])[]): readonly string[] {
  const of = (verdict: DriftVerdict): readonly string[] =>
    ranked.filter(([, column]) => column.verdict === verdict).map(([name]) => name);
  const [breached, warned, unclear] = [of("breach"), of("warn"), of("insufficient")];
  const total = ranked.length;
  if (total === 0) return ["no column is in both files: nothing was compared"];
  const rest = unclear.length === 0 ? "" : `; not judged: ${unclear.join(", ")}`;
  if (breached.length > 0) {
    const also = warned.length === 0 ? "" : `; ${warned.join(", ")} moved less`;
    return [
      `${counted(breached.length, total)} drifted: ${breached.join(", ")}${also}${rest}`,
      "check whether the world changed or the data did, and the model's accuracy on recent outcomes before trusting it further",
    ];
  }
  if (warned.length > 0) {
    return [
      `none of ${total} columns drifted beyond the limit; ${warned.join(", ")} moved enough to watch${rest}`,
    ];
  }
  if (unclear.length === total)
    return [`none of ${total} columns could be judged; the reasons are above`];
  return [`no drift in ${counted(total - unclear.length, total)}${rest}`];
}

function counted(some: number, total: number): string {
  return `${some} of ${total} column${total === 1 ? "" : "s"}`;
}

function three(value: number | null): string {
  return value === null ? "-" : value.toFixed(3);
}

function percent(share: number): string {
  return share === 0 ? "0 %" : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function counting(rows: number): string {
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
}

function short(name: string, width: number): string {
  return name.length <= width ? name : `${name.slice(0, width - 1)}…`;
}
