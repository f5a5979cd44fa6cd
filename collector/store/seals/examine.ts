import { LEAVES_A_NODE, packedNodes, packedRoot } from "../../tlog/packed-tree.ts";
import type { KeptTable } from "./kept-seals.ts";
import { eachPlace } from "./places.ts";
import type { TableLeaves } from "./read-leaves.ts";

/** What became of the rows of one table under a seal. */
export type TableVerdict =
  | { readonly kind: "verified"; readonly rows: number }
  /** All that is there verifies, and the rest was destroyed by an act that the ledger has. */
  | { readonly kind: "erased" | "expired"; readonly rows: number; readonly gone: number }
  | {
      readonly kind: "missing" | "changed" | "added";
      readonly rows: number;
      /** The first twenty: `sequence/row`, or `sequence/row to sequence/row` where it is one of these. */
      readonly places: readonly string[];
      readonly detail: string;
    }
  /** Nothing can be said: the encoder is unknown, or what was kept is gone. Not the same as tampered with. */
  | { readonly kind: "unverifiable"; readonly detail: string };

/** What is known of a table under a seal, from the ledger and from what was kept. */
export interface Sealed {
  readonly root: string;
  readonly rows: number;
  readonly kept: KeptTable | null;
  /** All of them, kept before rows went; null where none had to go. */
  readonly leaves: Uint8Array | null;
  /** Was the row at a place destroyed by an act of the ledger? */
  readonly gone: (place: {
    readonly seq: number;
    readonly row: number;
  }) => "erased" | "expired" | null;
}

const HASH_BYTES = 32;
const MARK_BYTES = 2;
const PLACES_MAX = 20;

/**
 * Compares the rows that a table has with its root under a seal, and names what differs.
 *
 * `found` null: it has none. Pure.
 */
export function examine(sealed: Sealed, found: TableLeaves | null): TableVerdict {
  const leaves = found?.leaves ?? new Uint8Array(0);
  const rows = leaves.length / HASH_BYTES;
  if (hex(packedRoot(leaves)) === sealed.root && rows === sealed.rows) {
    return { kind: "verified", rows };
  }
  const { kept } = sealed;
  if (kept === null || hex(packedRoot(kept.nodes)) !== sealed.root || kept.rows !== sealed.rows) {
    const detail = `${rows} rows do not lead to the root of ${sealed.rows}, and what was kept to name the place is gone or altered`;
    return { kind: rows < sealed.rows ? "missing" : "changed", rows, places: [], detail };
  }
  return compare(sealed, kept, byPlace(found));
}

/** Row by row, where the whole does not agree. */
function compare(
  sealed: Sealed,
  kept: KeptTable,
  found: ReadonlyMap<string, Uint8Array>,
): TableVerdict {
  const missing: string[] = [];
  const changed: string[] = [];
  const gone = { erased: 0, expired: 0 };
  const rebuilt = Buffer.alloc(sealed.rows * HASH_BYTES);
  const holes = new Set<number>();
  const places = [...eachPlace(kept.places)];
  for (const [i, place] of places.entries()) {
    const name = `${place.seq}/${place.row}`;
    const leaf = found.get(name);
    const at = i * HASH_BYTES;
    if (leaf === undefined) {
      const how = sealed.gone(place);
      if (how === null) missing.push(name);
      else gone[how] += 1;
      const old = sealed.leaves?.subarray(at, at + HASH_BYTES);
      if (old !== undefined && old.length === HASH_BYTES) rebuilt.set(old, at);
      else holes.add(Math.floor(i / LEAVES_A_NODE));
      continue;
    }
    rebuilt.set(leaf, at);
    const mark = kept.marks.subarray(i * MARK_BYTES, (i + 1) * MARK_BYTES);
    if (!leaf.subarray(0, MARK_BYTES).every((byte, k) => byte === mark[k])) changed.push(name);
  }
  const known = new Set(places.map(({ seq, row }) => `${seq}/${row}`));
  const added = [...found.keys()].filter((name) => !known.has(name));
  const rows = found.size;
  const named = (
    kind: "missing" | "changed" | "added",
    all: readonly string[],
    detail: string,
  ): TableVerdict => ({
    ...{ kind, rows, places: all.slice(0, PLACES_MAX), detail },
  });
  if (changed.length === 0) changed.push(...wrongNodes(kept, rebuilt, holes, places));
  if (changed.length > 0)
    return named("changed", changed, `${changed.length} are not what was sealed`);
  if (missing.length > 0)
    return named(
      "missing",
      missing,
      `${missing.length} of ${sealed.rows} rows are gone without an act that destroyed them`,
    );
  if (added.length > 0)
    return named("added", added, `${added.length} rows were not there when it was sealed`);
  if (holes.size > 0 && sealed.leaves !== null) {
    return {
      kind: "unverifiable",
      detail: "the leaves that were kept of rows that are gone do not cover them",
    };
  }
  const total = gone.erased + gone.expired;
  if (total > 0) return { kind: gone.erased > 0 ? "erased" : "expired", rows, gone: total };
  return named("changed", [], "the rows are those that were sealed, and their root is not");
}

/** Of 256 rows that do not lead to their node, where no mark tells which it is: from where to where. */
function wrongNodes(
  kept: KeptTable,
  rebuilt: Uint8Array,
  holes: ReadonlySet<number>,
  places: readonly { readonly seq: number; readonly row: number }[],
): readonly string[] {
  const nodes = packedNodes(rebuilt);
  const wrong: string[] = [];
  for (let i = 0; i * HASH_BYTES < kept.nodes.length; i += 1) {
    if (holes.has(i)) continue;
    const at = i * HASH_BYTES;
    const isSame =
      Buffer.compare(
        nodes.subarray(at, at + HASH_BYTES),
        kept.nodes.subarray(at, at + HASH_BYTES),
      ) === 0;
    if (isSame) continue;
    const first = places[i * LEAVES_A_NODE];
    const last = places[Math.min(places.length, (i + 1) * LEAVES_A_NODE) - 1];
    wrong.push(`${first?.seq}/${first?.row} to ${last?.seq}/${last?.row}`);
  }
  return wrong;
}

function byPlace(found: TableLeaves | null): ReadonlyMap<string, Uint8Array> {
  const leaves = new Map<string, Uint8Array>();
  if (found === null) return leaves;
  for (const [i, seq] of found.seqs.entries()) {
    const at = i * HASH_BYTES;
    leaves.set(`${seq}/${found.rows[i]}`, found.leaves.subarray(at, at + HASH_BYTES));
  }
  return leaves;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}
