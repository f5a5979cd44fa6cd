import { packedNodes, packedRoot } from "../../tlog/packed-tree.ts";
import { columnsOf, ENCODER, SEALED_TABLES } from "../../tlog/row-columns.ts";
import { type ExportedRow, schemaDigest } from "../../tlog/row-encoding.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import {
  dropOldParts,
  type ErasableRows,
  eraseRows,
  findSubjectRows,
  type RowSubject,
} from "./erase-rows.ts";
import { examine, type TableVerdict } from "./examine.ts";
import { type KeptTable, keepLeaves, keepSeal, readKeptLeaves, readSeal } from "./kept-seals.ts";
import { placesOf } from "./places.ts";
import { type Certificate, readCertificate } from "./read-certificate.ts";
import { readExportedRows } from "./read-exported-rows.ts";
import { readLeaves, type SeqRange, type TableLeaves } from "./read-leaves.ts";
import { type ProducerRange, type RangeFacts, readPresent, readRangeFacts } from "./read-ranges.ts";
import { readWaiting } from "./read-waiting.ts";

/** What the ledger says of the rows of a range; what stands behind it is kept in the store. */
export interface MadeSeal extends RangeFacts {
  readonly rows: number;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly root: string;
  }[];
  readonly encoder: number;
  readonly schema: string;
}

/** A seal of the ledger, as far as it is compared with rows. */
export interface SealToCheck extends SeqRange {
  readonly tables: MadeSeal["tables"];
  readonly encoder: number;
}

/** Was a row destroyed by an act that the ledger has? */
export type Gone = (of: {
  readonly table: string;
  readonly seq: number;
  readonly row: number;
}) => "erased" | "expired" | null;

/** Seals over the rows of the store. Every function may throw as reads do. */
export interface StoreSeals {
  readonly waiting: (range: SeqRange, rowsMax: number) => ReturnType<typeof readWaiting>;
  /** Reads a range back from the store, and keeps what is needed to name a place later. Changes no row. */
  readonly make: (range: SeqRange) => Promise<MadeSeal>;
  /** What became of each table under a seal, and of tables that it does not have. */
  readonly check: (
    seal: SealToCheck,
    gone: Gone,
  ) => Promise<readonly { readonly table: string; readonly verdict: TableVerdict }[]>;
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
  readonly rows: (
    range: SeqRange & { readonly table: string; readonly encoder: number },
  ) => Promise<{ readonly rows: readonly ExportedRow[]; readonly leaves: Uint8Array }>;
}

const MARK_BYTES = 2;
const HASH_BYTES = 32;

export function createSeals(engine: Engine, read: Read): StoreSeals {
  const kept = async (seal: SealToCheck) => {
    const [behind, leaves] = await Promise.all([readSeal(read, seal), readKeptLeaves(read, seal)]);
    return { tables: new Map(behind?.tables.map((each) => [each.table, each])), leaves };
  };
  return {
    waiting: (range, rowsMax) => readWaiting(read, range, rowsMax),
    make: async (range) => {
      const { tables: present, ...receipt } = await readPresent(read, range);
      const leaves = await readLeaves(read, range, {
        tables: SEALED_TABLES.filter((table) => present.has(table)),
      });
      const facts = { ...(await readRangeFacts(read, range, present)), ...receipt };
      const tables = leaves.map(keptOf);
      await keepSeal(engine, { ...range, tables, ranges: facts.ranges });
      return {
        ...facts,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        tables: tables.map(({ table, rows, nodes }) => ({
          table,
          rows,
          root: hex(packedRoot(nodes)),
        })),
        encoder: ENCODER,
        schema: schemaDigest(ENCODER),
      };
    },
    check: async (seal, gone) => {
      const { encoder } = seal;
      if (columnsOf(encoder) === null) {
        const detail = `the rows were sealed by encoder ${encoder}, which this version does not know`;
        return seal.tables.map(({ table }) => ({
          table,
          verdict: { kind: "unverifiable", detail },
        }));
      }
      const [found, behind] = await Promise.all([readLeaves(read, seal, { encoder }), kept(seal)]);
      const names = new Set([...seal.tables, ...found].map(({ table }) => table));
      return [...names].sort().map((table) => {
        const sealed = seal.tables.find((each) => each.table === table);
        const verdict = examine(
          {
            root: sealed?.root ?? hex(packedRoot(new Uint8Array(0))),
            rows: sealed?.rows ?? 0,
            kept: behind.tables.get(table) ?? (sealed === undefined ? nothing(table) : null),
            leaves: behind.leaves.get(table) ?? null,
            gone: (place) => gone({ table, ...place }),
          },
          found.find((each) => each.table === table) ?? null,
        );
        return { table, verdict };
      });
    },
    ranges: async (range) => (await readSeal(read, range))?.ranges ?? null,
    certificate: (of) => readCertificate(read, of),
    keepLeaves: async (seal, tables) => {
      const { encoder } = seal;
      const there = await readKeptLeaves(read, seal);
      const known = SEALED_TABLES.filter((each) => tables.includes(each) && !there.has(each));
      for (const of of await readLeaves(read, seal, { encoder, tables: known })) {
        const root = seal.tables.find(({ table }) => table === of.table)?.root;
        // Leaves that do not lead to the root prove nothing, and would hide that rows are not what was sealed.
        if (root !== hex(packedRoot(of.leaves))) {
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

function keptOf({ table, seqs, rows, leaves }: TableLeaves): KeptTable {
  const marks = Buffer.alloc(seqs.length * MARK_BYTES);
  for (let i = 0; i < seqs.length; i += 1) {
    marks.set(leaves.subarray(i * HASH_BYTES, i * HASH_BYTES + MARK_BYTES), i * MARK_BYTES);
  }
  const places = placesOf(seqs, rows);
  return { table, rows: seqs.length, places, nodes: packedNodes(leaves), marks };
}

function nothing(table: string): KeptTable {
  return { table, rows: 0, places: [], nodes: new Uint8Array(0), marks: new Uint8Array(0) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
