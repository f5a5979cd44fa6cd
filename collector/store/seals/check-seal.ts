import { packedRoot } from "../../tlog/packed-tree.ts";
import { columnsOf, SEALED_TABLES } from "../../tlog/row-columns.ts";
import type { Read } from "../engine/read.ts";
import { examine, type TableVerdict } from "./examine.ts";
import { type KeptTable, readKeptLeaves, readSeal } from "./kept-seals.ts";
import { readGroup } from "./read-group.ts";
import { readLeaves, type SeqRange } from "./read-leaves.ts";
import { readTrees } from "./read-trees.ts";

/** A seal of the ledger, as far as it is compared with rows. */
export interface SealToCheck extends SeqRange {
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly root: string;
  }[];
  readonly encoder: number;
}

/** Was a row destroyed by an act that the ledger has? */
export type Gone = (of: {
  readonly table: string;
  readonly seq: number;
  readonly row: number;
}) => "erased" | "expired" | null;

/** What became of one table. */
interface CheckedTable {
  readonly table: string;
  readonly verdict: TableVerdict;
}

/**
 * What became of each table under a seal, and of tables that it does not have.
 *
 * Where the root is the one of the seal no leaf leaves the engine; where it is not, each is looked at.
 */
export async function checkSeal(
  read: Read,
  seal: SealToCheck,
  gone: Gone,
): Promise<readonly CheckedTable[]> {
  const { encoder } = seal;
  if (columnsOf(encoder) === null) {
    const detail = `the rows were sealed by encoder ${encoder}, which this version does not know`;
    return seal.tables.map(({ table }) => ({ table, verdict: { kind: "unverifiable", detail } }));
  }
  const { tables } = await readGroup(read, seal, Number.MAX_SAFE_INTEGER);
  const found = await readTrees(read, seal, {
    encoder,
    tables: SEALED_TABLES.filter((table) => tables.has(table)),
  });
  const names = new Set([...seal.tables, ...found].map(({ table }) => table));
  const unlike: string[] = [];
  const checked: CheckedTable[] = [];
  for (const table of names) {
    const sealed = seal.tables.find((each) => each.table === table);
    const stored = found.find((each) => each.table === table);
    const isSame =
      sealed?.rows === (stored?.rows ?? 0) && sealed.root === rootOf(stored?.nodes ?? NOTHING);
    if (isSame) checked.push({ table, verdict: { kind: "verified", rows: sealed.rows } });
    else unlike.push(table);
  }
  if (unlike.length > 0) checked.push(...(await lookInto(read, seal, { gone, tables: unlike })));
  return checked.sort((a, b) => (a.table < b.table ? -1 : 1));
}

async function lookInto(
  read: Read,
  seal: SealToCheck,
  of: { readonly gone: Gone; readonly tables: readonly string[] },
): Promise<readonly CheckedTable[]> {
  const [found, behind, leaves] = await Promise.all([
    readLeaves(read, seal, {
      encoder: seal.encoder,
      tables: SEALED_TABLES.filter((each) => of.tables.includes(each)),
    }),
    readSeal(read, seal),
    readKeptLeaves(read, seal),
  ]);
  return of.tables.map((table) => {
    const sealed = seal.tables.find((each) => each.table === table);
    const kept = behind?.tables.find((each) => each.table === table) ?? null;
    const verdict = examine(
      {
        root: sealed?.root ?? rootOf(NOTHING),
        rows: sealed?.rows ?? 0,
        kept: kept ?? (sealed === undefined ? empty(table) : null),
        leaves: leaves.get(table) ?? null,
        gone: (place) => of.gone({ table, ...place }),
      },
      found.find((each) => each.table === table) ?? null,
    );
    return { table, verdict };
  });
}

function empty(table: string): KeptTable {
  return { table, rows: 0, places: [], nodes: NOTHING, marks: NOTHING };
}

/** The root over packed nodes or leaves, as the ledger says it. */
export function rootOf(hashes: Uint8Array): string {
  return Buffer.from(packedRoot(hashes)).toString("hex");
}

const NOTHING = new Uint8Array(0);
