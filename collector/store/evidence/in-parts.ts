import type { Parameters } from "../engine/parameters.ts";
import type { Read } from "../engine/read.ts";

/** A join keeps one side in memory, some 150 bytes a row, and takes a microsecond of CPU for each. */
export const ROWS_A_PART = 2_000_000;

/**
 * Asks a question that joins records by their `identity` in as many parts as the limits of one read
 * ask for, one after the other. Groups come once a part: their counts add up.
 */
export async function readInParts(
  read: Read,
  name: string,
  of: {
    /** About how many records are joined. */
    readonly records: number;
    /** The question, with a condition over `identity` for every table that it reads. */
    readonly sql: (isInPart: string) => string;
    readonly parameters: Parameters;
    readonly rowsAPart: number;
  },
): Promise<readonly (readonly unknown[])[]> {
  const parts = Math.max(1, Math.ceil(of.records / of.rowsAPart));
  if (parts === 1) return read(name, of.sql("1"), of.parameters);
  const rows: (readonly unknown[])[] = [];
  for (let part = 0; part < parts; part += 1) {
    const condition = "identity % {parts:UInt32} = {part:UInt32}";
    rows.push(...(await read(name, of.sql(condition), { ...of.parameters, parts, part })));
  }
  return rows;
}
