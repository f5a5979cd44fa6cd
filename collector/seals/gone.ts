/** What the ledger says was destroyed. */
interface Destroyed {
  readonly erasures: readonly {
    readonly rows: readonly {
      readonly table: string;
      readonly journal: string;
      readonly seq: number;
      readonly rows: readonly number[];
    }[];
  }[];
  readonly expiries: readonly {
    readonly beforeMs: number;
    readonly tables: readonly { readonly table: string }[];
  }[];
}

/** Tells of a row under a seal whether an act of the ledger destroyed it; null: none did, so it has to be there. */
export function createGone(
  of: Destroyed,
  seal: { readonly journal: string; readonly receivedToMs?: number },
): (row: {
  readonly table: string;
  readonly seq: number;
  readonly row: number;
}) => "erased" | "expired" | null {
  const erased = new Set(
    of.erasures.flatMap(({ rows }) =>
      rows
        .filter(({ journal }) => journal === seal.journal)
        .flatMap((batch) => batch.rows.map((row) => `${batch.table} ${batch.seq}/${row}`)),
    ),
  );
  const { receivedToMs } = seal;
  const expired = new Set(
    of.expiries
      .filter(({ beforeMs }) => receivedToMs !== undefined && receivedToMs < beforeMs)
      .flatMap(({ tables }) => tables.map(({ table }) => table)),
  );
  return ({ table, seq, row }) => {
    if (erased.has(`${table} ${seq}/${row}`)) return "erased";
    return expired.has(table) ? "expired" : null;
  };
}
