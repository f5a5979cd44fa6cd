import type { NumberColumn, TableColumn, TextColumn } from "./column-builder.ts";
import { csvNumber } from "./csv-cell.ts";

/** Two columns that can be compared: both numbers, or both texts. */
export type ColumnPair =
  | { readonly kind: "numeric"; readonly reference: NumberColumn; readonly current: NumberColumn }
  | { readonly kind: "categorical"; readonly reference: TextColumn; readonly current: TextColumn };

/**
 * Brings two columns to one kind, and says what that took.
 *
 * Where one is numeric and the other mostly so, what is no number counts as missing, as in
 * production; otherwise both are categories.
 */
export function sameKind(
  reference: TableColumn,
  current: TableColumn,
): { readonly pair: ColumnPair; readonly note: string | null } {
  if (reference.kind === "numbers" && current.kind === "numbers") {
    return { pair: { kind: "numeric", reference, current }, note: null };
  }
  if (reference.kind === "texts" && current.kind === "texts") {
    return { pair: { kind: "categorical", reference, current }, note: null };
  }
  const [a, b] = [numbered(reference), numbered(current)];
  if (a !== null && b !== null) {
    const { wrong, first } = a.wrong > 0 ? a : b;
    const side = a.wrong > 0 ? "reference" : "current";
    const values = wrong === 1 ? "value is not a number" : "values are not numbers";
    return {
      pair: { kind: "numeric", reference: a.column, current: b.column },
      note: wrong === 0 ? null : `${wrong} ${side} ${values} (first: ${first})`,
    };
  }
  const side = reference.kind === "numbers" ? "reference" : "current";
  return {
    pair: { kind: "categorical", reference: texts(reference), current: texts(current) },
    note: `numbers in the ${side} file, text in the other: compared as categories`,
  };
}

/** The column as numbers, what is none as missing; null where that is most of it. */
function numbered(
  column: TableColumn,
): { readonly column: NumberColumn; readonly wrong: number; readonly first: string } | null {
  if (column.kind === "numbers") return { column, wrong: 0, first: "" };
  const numberOf = column.categories.map(csvNumber);
  const values = new Float64Array(column.codes.length).fill(Number.NaN);
  let [right, wrong] = [0, 0];
  let first = "";
  column.codes.forEach((code, row) => {
    if (code < 0) return;
    const value = numberOf[code] ?? null;
    if (value === null) {
      if (wrong === 0) first = (column.categories[code] ?? "").slice(0, 40);
      wrong += 1;
    } else {
      values[row] = value;
      right += 1;
    }
  });
  return wrong > right ? null : { column: { kind: "numbers", values }, wrong, first };
}

function texts(column: TableColumn): TextColumn {
  if (column.kind === "texts") return column;
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(column.values.length);
  column.values.forEach((value, row) => {
    if (Number.isNaN(value)) {
      codes[row] = -1;
      return;
    }
    const text = String(value);
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    codes[row] = code;
  });
  return { kind: "texts", codes, categories: [...codeOf.keys()] };
}
