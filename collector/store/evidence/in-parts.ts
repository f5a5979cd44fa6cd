import type { Parameters } from "../engine/parameters.ts";
import type { Read } from "../engine/read.ts";

/** A join takes a second or two of CPU for a million rows: a tenth of what a read may take on a busy machine. */
export const ROWS_A_PART = 1_000_000;

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
