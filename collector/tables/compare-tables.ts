import { type ColumnDrift, compareColumns } from "./compare-columns.ts";
import type { DriftLimits } from "./drift-verdict.ts";
import type { Table } from "./read-table.ts";

/** Every column that two tables share, compared; the columns that only one has. */
export interface TableDrift {
  readonly reference: { readonly rows: number };
  readonly current: { readonly rows: number };
  readonly columns: Readonly<Record<string, ColumnDrift>>;
  readonly onlyInReference: readonly string[];
  readonly onlyInCurrent: readonly string[];
}

/** Compares two tables column by column, in the order of the reference. */
export function compareTables(reference: Table, current: Table, limits: DriftLimits): TableDrift {
  const columns: Record<string, ColumnDrift> = Object.create(null);
  for (const [name, column] of reference.columns) {
    const other = current.columns.get(name);
    if (other === undefined) continue;
    columns[name] = compareColumns({ name, reference: column, current: other, limits });
  }
  return {
    reference: { rows: reference.rows },
    current: { rows: current.rows },
    columns,
    onlyInReference: [...reference.columns.keys()].filter((name) => !current.columns.has(name)),
    onlyInCurrent: [...current.columns.keys()].filter((name) => !reference.columns.has(name)),
  };
}
