import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";

/** What a table takes on the disk. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  /** Of what is in use, with indices. */
  readonly bytes: number;
  /** The same unpacked. */
  readonly unpackedBytes: number;
  /** What was merged or deleted and is not off the disk yet. */
  readonly oldBytes: number;
  /** Rows that came in the last seven days. */
  readonly rowsOfWeek: number;
  /** When the first of those came, Unix milliseconds; null: none did, or the table does not say. */
  readonly weekFromMs: number | null;
}

/** Tables by when their rows came; the rest is small, or grows with these. */
const RECEIPTS: Readonly<Record<string, string>> = {
  evaluations_v1: "evaluated_at",
  minutes_v1: "rolled_at",
  decisions_v1: "rolled_at",
  cells_v1: "rolled_at",
  call_minutes_v1: "rolled_at",
  seals_v1: "sealed_at",
  leaves_v1: "kept_at",
};

const WEEK_MS = 7 * 86_400_000;

/** By size, the largest first. Tables without a row are left out. */
export async function readStorage(
  read: Read,
  database: string,
  nowMs: number,
): Promise<readonly TableSize[]> {
  const sizes = await read(
    "storage.tables",
    `SELECT table, sumIf(rows, active), sumIf(bytes_on_disk, active), sumIf(data_uncompressed_bytes, active),
       sumIf(bytes_on_disk, NOT active)
     FROM system.parts WHERE database = {database:String} GROUP BY table HAVING sum(rows) > 0 ORDER BY 3 DESC, 1`,
    { database },
  );
  const columns = await read(
    "storage.receipts",
    `SELECT table FROM system.columns WHERE database = {database:String} AND name = 'received_at'`,
    { database },
  );
  const received = new Set(columns.map(([table]) => asText(table)));
  const found: TableSize[] = [];
  for (const [name, rows, bytes, unpacked, old] of sizes) {
    const table = asText(name);
    const receipt = received.has(table) ? "received_at" : RECEIPTS[table];
    const [week] =
      receipt === undefined
        ? []
        : await read(
            `storage.week.${table}`,
            `SELECT count(), toUnixTimestamp64Milli(min(${receipt})) FROM ${table} WHERE ${receipt} >= {from:DateTime64(3, 'UTC')}`,
            { from: new Date(nowMs - WEEK_MS) },
          );
    found.push({
      ...{ table, rows: asNumber(rows), bytes: asNumber(bytes) },
      ...{ unpackedBytes: asNumber(unpacked), oldBytes: asNumber(old) },
      rowsOfWeek: asNumber(week?.[0] ?? 0),
      weekFromMs: asNumber(week?.[0] ?? 0) === 0 ? null : asNumber(week?.[1]),
    });
  }
  return found;
}
