import type { Engine } from "../engine/open.ts";
import { type Read, ReadFailed } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import type { Range } from "./batch.ts";
import { TABLES, type Table } from "./line.ts";
import { IS_INSERTED, type PartPlace, partOf, whyDamaged } from "./part-damage.ts";

/** What was inserted is not on the disk as it was counted. It was taken out, and is missing now. */
export class PartDamaged extends Error {
  override readonly name = "PartDamaged";
}

/** Others write to it too: what they keep there is not ours to insert again. */
export const CHECKED: readonly Table[] = TABLES.filter((table) => table !== "quarantine_v1");

/** Compares what an apply has inserted with the disk. */
export interface CheckParts {
  /** Before the first insert of this process: what stands already is others' work, or that of a process before. */
  readonly begin: () => Promise<void>;
  /**
   * Throws `PartDamaged` where the disk does not have what was inserted since the last call, and takes that out. Of what stood
   * before, only a part goes of which every row is of the range: of all others the journal has no record any more.
   */
  readonly check: (range: Pick<Range, "journal" | "low">) => Promise<void>;
}

/**
 * Makes the last step of a verified apply in the embedded engine: what was inserted is read back from the disk and compared with
 * its checksums.
 *
 * The engine (26.7) goes on after a write that failed (EIO, ENOSPC): the insert succeeds, the rows count, and at the next
 * start the part is set aside as broken. Such a part is dropped here while the journal still has its records, and
 * `PartDamaged` thrown, so that they are inserted again. A part that was merged meanwhile was read and written anew.
 * A look may fail as a write does: a part that cannot be read for now is as good as damaged.
 */
export function createCheckParts(engine: Engine, read: Read): CheckParts {
  let before: ReadonlySet<string> | null = null;
  let known = new Set<string>();
  return {
    begin: async () => {
      before ??= new Set((await inserted(engine, read)).map(({ key }) => key));
    },
    check: async (range) => {
      const whole = new Set<string>();
      const damaged: string[] = [];
      for (const part of await inserted(engine, read)) {
        const { table, name, key } = part;
        const reason = known.has(key) ? "" : await whyDamaged(engine, part);
        const isKept =
          reason === "" ||
          (before?.has(key) === true && !(await isOfRange(read, { table, name }, range)));
        if (isKept) {
          whole.add(key);
          continue;
        }
        damaged.push(`${key}: ${reason}`);
        await drop(engine, table, name);
      }
      known = whole;
      if (damaged.length === 0) return;
      throw new PartDamaged(
        `the disk does not have what was inserted; it is inserted again. ${damaged.join("; ")}`,
      );
    },
  };
}

/** Parts that were neither merged nor changed since they were inserted. */
async function inserted(engine: Engine, read: Read): Promise<readonly PartPlace[]> {
  const rows = await read(
    "apply.parts",
    `SELECT table, name, path FROM system.parts
     WHERE database = {database:String} AND table IN {tables:Array(String)} AND active AND ${IS_INSERTED}`,
    { database: engine.database, tables: [...CHECKED] },
  );
  return rows.map(partOf);
}

/** Whether every row of a part is of a range; false where it cannot be read. */
async function isOfRange(
  read: Read,
  { table, name }: { readonly table: string; readonly name: string },
  { journal, low }: Pick<Range, "journal" | "low">,
): Promise<boolean> {
  try {
    const [row] = await read(
      "apply.part_rows",
      `SELECT countIf(NOT (_journal = {journal:UUID} AND _seq >= {low:UInt64})) FROM ${table} WHERE _part = {name:String}`,
      { journal, low, name },
    );
    return asNumber(row?.[0]) === 0;
  } catch (error) {
    if (error instanceof ReadFailed) return false;
    throw error;
  }
}

async function drop(engine: Engine, table: string, part: string): Promise<void> {
  await engine.client.command({ query: `ALTER TABLE ${table} DROP PART '${part}'` });
}
