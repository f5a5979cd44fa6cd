import { deserialize, serialize } from "node:v8";
import { asLedgerMap } from "./draft-map.ts";
import { GrowingList } from "./growing-list.ts";
import { LayeredMap } from "./layered-map.ts";
import { type Announcement, EMPTY_STATE, type GovernanceState } from "./state.ts";

/** A part of a state: a whole field, or some of its entries or items. */
type Piece =
  | { readonly kind: "value"; readonly field: string; readonly value: unknown }
  | { readonly kind: "map"; readonly field: string; readonly entries: readonly unknown[] }
  | { readonly kind: "list"; readonly field: string; readonly items: readonly unknown[] };

/**
 * Writes a state as bytes: pieces, each behind its length in 32 bits, the first of which names the code.
 *
 * In pieces, and with a breath between them, since a large state takes seconds and everything else in the
 * process would wait for it. The state never changes, so nothing is torn by that.
 */
export async function encodeSnapshot(state: GovernanceState, code: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [framed(code)];
  for (const piece of pieces(state)) {
    parts.push(framed(piece));
    await new Promise(setImmediate);
  }
  return Buffer.concat(parts);
}

/** The state that was written by the same code; null where it was other code, or is damaged. */
export function decodeSnapshot(bytes: Uint8Array, code: string): GovernanceState | null {
  const fields = new Map<string, unknown>();
  try {
    const [first, ...rest] = frames(bytes);
    if (first === undefined || deserialize(first) !== code) return null;
    for (const frame of rest) join(fields, deserialize(frame) as Piece); // this code wrote it
  } catch {
    return null; // another version of the platform, or cut
  }
  const isWhole = Object.keys(EMPTY_STATE).every((field) => fields.has(field));
  if (!isWhole) return null;
  const state = withMaps(Object.fromEntries(fields), asLedgerMap) as unknown as Written; // all its fields
  const attempts = new Map([...state.attempts].map(([id, tries]) => [id, GrowingList.of(tries)]));
  return {
    ...state,
    announcements: GrowingList.of(state.announcements),
    administration: GrowingList.of(state.administration),
    notifications: GrowingList.of(state.notifications),
    sealEntries: GrowingList.of(state.sealEntries),
    attempts: asLedgerMap(attempts),
  };
}

/** Growing lists are written as plain ones. */
type Written = Omit<
  GovernanceState,
  "administration" | "announcements" | "notifications" | "attempts" | "sealEntries"
> & {
  readonly sealEntries: Iterable<number>;
  readonly administration: Iterable<Item<GovernanceState["administration"]>>;
  readonly announcements: readonly Announcement[];
  readonly notifications: Iterable<Item<GovernanceState["notifications"]>>;
  readonly attempts: ReadonlyMap<string, Iterable<Attempt>>;
};
type Item<List> = List extends GrowingList<infer T> ? T : never;
type Attempt =
  GovernanceState["attempts"] extends ReadonlyMap<string, GrowingList<infer T>> ? T : never;

function* pieces(state: GovernanceState): Iterable<Piece> {
  for (const [field, value] of Object.entries(state)) {
    if (value instanceof Map || value instanceof LayeredMap) {
      yield { kind: "map", field, entries: [] };
      for (const entries of chunks(value)) {
        yield { kind: "map", field, entries: entries.map((each) => withMaps(each, asNative)) };
      }
    } else if (Array.isArray(value) || value instanceof GrowingList) {
      yield { kind: "list", field, items: [] };
      for (const items of chunks(value)) yield { kind: "list", field, items };
    } else {
      yield { kind: "value", field, value: withMaps(value, asNative) };
    }
  }
}

function* chunks<T>(of: Iterable<T>): Iterable<readonly T[]> {
  let chunk: T[] = [];
  for (const each of of) {
    chunk.push(each);
    if (chunk.length < PIECE_ITEMS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function join(fields: Map<string, unknown>, piece: Piece): void {
  const known = fields.get(piece.field);
  switch (piece.kind) {
    case "value":
      fields.set(piece.field, piece.value);
      return;
    case "list": {
      const items = Array.isArray(known) ? known : [];
      for (const item of piece.items) items.push(item);
      fields.set(piece.field, items);
      return;
    }
    case "map": {
      const map = known instanceof Map ? known : new Map<unknown, unknown>();
      for (const entry of piece.entries) {
        if (Array.isArray(entry)) map.set(entry[0], entry[1]);
      }
      fields.set(piece.field, map);
    }
  }
}

/** A value with each of its maps, and maps in them, put as the platform or the ledger keeps them; lists are plain. */
function withMaps(value: unknown, put: (map: Map<unknown, unknown>) => unknown): unknown {
  if (value instanceof Map || value instanceof LayeredMap) {
    const map = new Map<unknown, unknown>();
    for (const [key, each] of value) map.set(key, withMaps(each, put));
    return put(map);
  }
  if (value instanceof GrowingList) return [...value];
  if (Array.isArray(value))
    return value.some(isOwn) ? value.map((each) => withMaps(each, put)) : value;
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value);
  if (!fields.some(([, each]) => isOwn(each))) return value;
  return Object.fromEntries(fields.map(([name, each]) => [name, withMaps(each, put)]));
}

const asNative = (map: Map<unknown, unknown>): Map<unknown, unknown> => map;

function isOwn(value: unknown): boolean {
  return value instanceof Map || value instanceof LayeredMap || value instanceof GrowingList;
}

function framed(value: unknown): Uint8Array {
  const bytes = serialize(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function* frames(bytes: Uint8Array): Iterable<Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < buffer.length; ) {
    const end = at + 4 + buffer.readUInt32BE(at);
    if (end > buffer.length) throw new RangeError("a piece has no end");
    yield buffer.subarray(at + 4, end);
    at = end;
  }
}

/** A record takes some ten microseconds to write: a piece holds the loop for some milliseconds. */
const PIECE_ITEMS = 500;
