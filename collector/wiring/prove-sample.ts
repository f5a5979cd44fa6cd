import type { BatchSealed } from "../ledger/entries/evidence.ts";
import type { StoreSeals } from "../store/seals/seals.ts";
import { packedRoot } from "../tlog/packed-tree.ts";
import { rowProof, type SealedRow } from "../verify/sealed-rows.ts";
import type { LedgerAt } from "./gather-material.ts";

/** Where a row lies: its name for ever. */
export interface RowPlace {
  readonly journal: string;
  readonly seq: number;
  readonly row: number;
}

/** Rows that are proven, by the encoder of their seals, and how many are not. */
export interface ProvenRows {
  readonly byEncoder: ReadonlyMap<number, readonly SealedRow[]>;
  /** Under no seal yet, or under one of which rows are gone since. */
  readonly unproven: number;
}

/**
 * Proofs of stored predictions under the seals of the ledger. A row under a seal whose other rows are gone, so
 * that its leaves no longer lead to the root, has none here; the ledger says which act took them.
 */
export async function proveRows(
  places: readonly RowPlace[],
  ledger: Pick<LedgerAt, "entries">,
  rows: StoreSeals["rows"],
): Promise<ProvenRows> {
  const wanted = new Map<number, { readonly seal: BatchSealed; readonly places: RowPlace[] }>();
  let found = 0;
  for await (const { index, entry } of ledger.entries()) {
    if (entry.type !== "batch_sealed") continue;
    const { journal, fromSeq, toSeq } = entry;
    const within = places.filter(
      (place) => place.journal === journal && place.seq >= fromSeq && place.seq <= toSeq,
    );
    if (within.length > 0) wanted.set(index, { seal: entry, places: within });
  }
  const byEncoder = new Map<number, SealedRow[]>();
  for (const [index, { seal, places: under }] of wanted) {
    const { journal, fromSeq, toSeq, encoder } = seal;
    const stored = await rows({ journal, fromSeq, toSeq, encoder, table: TABLE, places: under });
    const root = seal.tables.find(({ table }) => table === TABLE)?.root;
    if (hex(packedRoot(stored.leaves)) !== root) continue;
    for (const { row, index: place } of stored.rows) {
      const proof = await rowProof(stored.leaves, place);
      const known = byEncoder.get(encoder) ?? [];
      byEncoder.set(encoder, known);
      known.push({ seal: index, table: TABLE, index: place, row, proof });
      found += 1;
    }
  }
  return { byEncoder, unproven: places.length - found };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

const TABLE = "predictions_v1";
