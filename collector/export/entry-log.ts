import { type Cell, csv } from "./csv.ts";
import { iso } from "./instant.ts";
import type { LedgerRecord, Material } from "./material.ts";
import { type Member, reading } from "./member.ts";

/** Entries of some types as a table: where, when, by whom, and all that each says as JSON. */
export function entryLog(path: string, types: readonly string[], of: Material): Member {
  return reading(path, csv(["entry", "when", "by", "type", "says"], entriesOf(types, of).map(row)));
}

/** The entries of some types that the period has, in their order. */
export function entriesOf(types: readonly string[], of: Material): readonly LedgerRecord[] {
  return types
    .flatMap((type) => of.entriesByType.get(type) ?? [])
    .sort((a, b) => a.index - b.index);
}

function row({ index, entry }: LedgerRecord): readonly Cell[] {
  const { type, atMs, by, ...says } = entry;
  return [index, iso(atMs), by, type, JSON.stringify(says)];
}
