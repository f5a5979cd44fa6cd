import { Readable } from "node:stream";
import { ByteWriter } from "../engine/byte-writer.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { type Places, parsePlaces } from "./places.ts";
import type { SeqRange } from "./read-leaves.ts";
import type { ProducerRange } from "./read-ranges.ts";

/** What stands behind the root of one table under a seal. */
export interface KeptTable {
  readonly table: string;
  readonly rows: number;
  readonly places: Places;
  /** 32 bytes for each 256 leaves. */
  readonly nodes: Uint8Array;
  /** The first two bytes of each leaf. */
  readonly marks: Uint8Array;
}

const COLUMNS = "journal, from_seq, to_seq, of, rows, places, nodes, marks, ranges";

/** Keeps what stands behind a seal; once it is there, in one part, as a whole. Again is harmless. */
export async function keepSeal(
  engine: Engine,
  of: SeqRange & {
    readonly tables: readonly KeptTable[];
    readonly ranges: readonly ProducerRange[];
  },
): Promise<void> {
  const writer = new ByteWriter(64 * 1024);
  const row = (table: KeptTable, ranges: string): void => {
    writer.bytes(uuidBytes(of.journal));
    writer.int64(of.fromSeq);
    writer.int64(of.toSeq);
    writer.text(table.table);
    writer.uint32(table.rows);
    writer.text(JSON.stringify(table.places));
    blob(writer, table.nodes);
    blob(writer, table.marks);
    writer.text(ranges);
  };
  row({ table: "", rows: 0, places: [], nodes: NONE, marks: NONE }, JSON.stringify(of.ranges));
  for (const table of of.tables) row(table, "");
  await insert(engine, `seals_v1 (${COLUMNS})`, writer.done());
}

/** What stands behind a seal: null where nothing was kept of it. Of several tries the last. */
export async function readSeal(
  read: Read,
  range: SeqRange,
): Promise<{
  readonly tables: readonly KeptTable[];
  readonly ranges: readonly ProducerRange[];
} | null> {
  const rows = await read(
    "seals.kept",
    `SELECT toString(of), argMax(rows, sealed_at), argMax(places, sealed_at), base64Encode(argMax(nodes, sealed_at)),
       base64Encode(argMax(marks, sealed_at)), argMax(ranges, sealed_at)
     FROM seals_v1 WHERE ${WHERE} GROUP BY of ORDER BY of`,
    bound(range),
  );
  const rest = rows.find(([table]) => table === "");
  if (rest === undefined) return null;
  return {
    ranges: JSON.parse(asText(rest[5])) as ProducerRange[], // written by this code
    tables: rows
      .filter(([table]) => table !== "")
      .map(([table, n, places, nodes, marks]) => ({
        table: asText(table),
        rows: asNumber(n),
        places: parsePlaces(asText(places)),
        nodes: Buffer.from(asText(nodes), "base64"),
        marks: Buffer.from(asText(marks), "base64"),
      })),
  };
}

/** Keeps every leaf of one table under a seal, before rows of it go. */
export async function keepLeaves(
  engine: Engine,
  of: SeqRange & { readonly table: string; readonly leaves: Uint8Array },
): Promise<void> {
  const writer = new ByteWriter(of.leaves.length + 128);
  writer.bytes(uuidBytes(of.journal));
  writer.int64(of.fromSeq);
  writer.int64(of.toSeq);
  writer.text(of.table);
  blob(writer, of.leaves);
  await insert(engine, "leaves_v1 (journal, from_seq, to_seq, of, leaves)", writer.done());
}

/** The leaves that were kept of a seal, by table; those of tables that lost no row are not here. */
export async function readKeptLeaves(
  read: Read,
  range: SeqRange,
): Promise<ReadonlyMap<string, Uint8Array>> {
  // The first: it was kept while all rows were there.
  const rows = await read(
    "seals.leaves.kept",
    `SELECT toString(of), base64Encode(argMin(leaves, kept_at)) FROM leaves_v1 WHERE ${WHERE} GROUP BY of`,
    bound(range),
  );
  return new Map(
    rows.map(([table, leaves]) => [asText(table), Buffer.from(asText(leaves), "base64")]),
  );
}

const WHERE = "journal = {journal:UUID} AND from_seq = {from:UInt64} AND to_seq = {to:UInt64}";

function bound({ journal, fromSeq, toSeq }: SeqRange) {
  return { journal, from: fromSeq, to: toSeq };
}

async function insert(engine: Engine, into: string, bytes: Uint8Array): Promise<void> {
  const { stream } = await engine.client.exec({
    query: `INSERT INTO ${into} FORMAT RowBinary`,
    values: Readable.from([bytes], { objectMode: false }),
    clickhouse_settings: { async_insert: 0, insert_deduplicate: 0, log_comment: "seals.keep" },
  });
  await stream.toArray();
}

function blob(writer: ByteWriter, bytes: Uint8Array): void {
  writer.length(bytes.length);
  writer.bytes(bytes);
}

/** Two numbers of eight bytes, each with its lowest byte first. */
function uuidBytes(uuid: string): Uint8Array {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  return Buffer.concat([bytes.subarray(0, 8).reverse(), bytes.subarray(8).reverse()]);
}

const NONE = new Uint8Array(0);
