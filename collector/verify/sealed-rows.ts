import { toBase64 } from "../tlog/base64.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { packedRoot } from "../tlog/packed-tree.ts";
import { proveInclusion } from "../tlog/proof.ts";
import { columnsOf } from "../tlog/row-columns.ts";
import type { ExportedRow } from "../tlog/row-encoding.ts";
import type { PackageWriter } from "./package-writer.ts";

/** A stored row with its place under a seal. */
export interface SealedRow {
  /** Index of the `batch_sealed` entry. */
  readonly seal: number;
  readonly table: string;
  /** Place among the rows of its table under the seal, by sequence and row number, from 0. */
  readonly index: number;
  readonly row: ExportedRow;
  /** From the row's sibling to the child of the root. */
  readonly proof: readonly Uint8Array[];
}

/** Adds stored rows of one encoder, each provable against the ledger's seal. Throws where the encoder is unknown. */
export async function addRows(
  writer: PackageWriter,
  path: string,
  encoder: number,
  rows: readonly SealedRow[],
): Promise<void> {
  const columns = columnsOf(encoder);
  if (columns === null) throw new RangeError(`encoder ${encoder} is unknown`);
  const lines = [
    { encoder, columns },
    ...rows.map((each) => ({
      ...each,
      row: withSignedZeros(each.row),
      proof: each.proof.map(toBase64),
    })),
  ];
  await writer.add(path, lines.map((line) => `${canonicalJson(line)}\n`).join(""), "rows");
}

/** Canonical JSON has one zero; the other stands in a string. */
function withSignedZeros(value: unknown): unknown {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return value.map(withSignedZeros);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withSignedZeros(each)]),
  );
}

/** The proof of one row from the leaves of its table under the seal, 32 bytes each. One hash a leaf. */
export function rowProof(leaves: Uint8Array, index: number): Promise<readonly Uint8Array[]> {
  const size = leaves.length / HASH_BYTES;
  return proveInclusion({ index, size }, (nodes) =>
    Promise.resolve(
      nodes.map((node) => {
        const from = node.index * 2 ** node.level * HASH_BYTES;
        return packedRoot(leaves.subarray(from, from + 2 ** node.level * HASH_BYTES));
      }),
    ),
  );
}

const HASH_BYTES = 32;
