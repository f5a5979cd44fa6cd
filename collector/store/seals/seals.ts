import { ENCODER, SEALED_TABLES } from "../../tlog/row-columns.ts";
import { schemaDigest } from "../../tlog/row-encoding.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { checkSeal, type Gone, rootOf, type SealToCheck } from "./check-seal.ts";
import { type CountedRows, countRows } from "./count-rows.ts";
import {
  dropOldParts,
  type ErasableRows,
  eraseRows,
  findSubjectRows,
  type RowSubject,
} from "./erase-rows.ts";
import { keepLeaves, keepSeal, readKeptLeaves, readSeal } from "./kept-seals.ts";
import { type Certificate, readCertificate } from "./read-certificate.ts";
import { type RowsAsked, readExportedRows } from "./read-exported-rows.ts";
import { type Group, readGroup } from "./read-group.ts";
import { readLeaves, type SeqRange } from "./read-leaves.ts";
import { type ProducerRange, type RangeFacts, readRangeFacts } from "./read-ranges.ts";
import { readTrees } from "./read-trees.ts";

/** What the ledger says of the rows of a range; what stands behind it is kept in the store. */
export interface MadeSeal extends RangeFacts, Omit<Group, "tables"> {
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly root: string;
  }[];
  readonly encoder: number;
  readonly schema: string;
}

/** Seals over the rows of the store. Every function may throw as reads do. */
export interface StoreSeals {
  /**
   * Reads the batches at the beginning of a range back from the store, up to so many rows, one batch at least,
   * and keeps what is needed to name a place later. Changes no row.
   */
  readonly make: (range: SeqRange, rowsMax?: number) => Promise<MadeSeal>;
  /** What became of each table under a seal, and of tables that it does not have. */
  readonly check: (seal: SealToCheck, gone: Gone) => ReturnType<typeof checkSeal>;
  /** Counts what the store has of a range of batches, and of how many records that is. */
  readonly count: (range: SeqRange) => Promise<CountedRows>;
  readonly ranges: (range: SeqRange) => Promise<readonly ProducerRange[] | null>;
  /** What came of a system in a window, and what its producers' numbering says is missing. */
  readonly certificate: (of: {
    readonly system: string;
    readonly fromMs: number;
    readonly toMs: number;
  }) => Promise<Certificate>;
  /** Keeps all leaves of tables under a seal, before rows of them go. */
  readonly keepLeaves: (seal: SealToCheck, tables: readonly string[]) => Promise<void>;
  /** Every row about a data subject or a concern. */
  readonly find: (subject: RowSubject) => ReturnType<typeof findSubjectRows>;
  /** Destroys rows; their leaves have been kept before. Idempotent. */
  readonly erase: (rows: readonly ErasableRows[]) => Promise<void>;
  /** Resolves once nothing of erased rows is on the disk, within some minutes, or `isStopped`. */
  readonly eraseFromDisk: (
    rows: readonly ErasableRows[],
    isStopped: () => boolean,
  ) => Promise<void>;
  /** Rows as a package has them, and the leaves of their table under the seal, packed. */
  readonly rows: (of: RowsAsked) => ReturnType<typeof readExportedRows>;
}

export function createSeals(engine: Engine, read: Read): StoreSeals {
  return {
    make: async (range, rowsMax = Number.MAX_SAFE_INTEGER) => {
      const { tables: present, ...group } = await readGroup(read, range, rowsMax);
      const sealed = { ...range, toSeq: group.toSeq };
      const tables = await readTrees(read, sealed, {
        tables: SEALED_TABLES.filter((table) => present.has(table)),
      });
      const facts = await readRangeFacts(read, sealed, present);
      await keepSeal(engine, { ...sealed, tables, ranges: facts.ranges });
      return {
        ...{ ...facts, ...group },
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        tables: tables.map(({ table, rows, nodes }) => ({ table, rows, root: rootOf(nodes) })),
        encoder: ENCODER,
        schema: schemaDigest(ENCODER),
      };
    },
    check: (seal, gone) => checkSeal(read, seal, gone),
    count: (range) => countRows(read, range),
    ranges: async (range) => (await readSeal(read, range))?.ranges ?? null,
    certificate: (of) => readCertificate(read, of),
    keepLeaves: async (seal, tables) => {
      const { encoder } = seal;
      const there = await readKeptLeaves(read, seal);
      const known = SEALED_TABLES.filter((each) => tables.includes(each) && !there.has(each));
      for (const of of await readLeaves(read, seal, { encoder, tables: known })) {
        const root = seal.tables.find(({ table }) => table === of.table)?.root;
        // Leaves that do not lead to the root prove nothing, and would hide that rows are not what was sealed.
        if (root !== rootOf(of.leaves)) {
          throw new SealBroken(
            `${of.table} of sequence ${seal.fromSeq} to ${seal.toSeq} is not what was sealed`,
          );
        }
        await keepLeaves(engine, { ...seal, ...of });
      }
    },
    find: (subject) => findSubjectRows(read, subject),
    erase: (rows) => eraseRows(engine, rows),
    eraseFromDisk: (rows, isStopped) => dropOldParts(engine, read, rows, isStopped),
    rows: (of) => readExportedRows(read, of),
  };
}

/** Rows are not what was sealed, so nothing may be destroyed that could tell more of it. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}
