import type { Draft } from "./draft.ts";
import type { LedgerEntry } from "./entry.ts";

/** An entry that the state before it cannot take: a record that does not exist, an id taken twice. */
export class IllegalEntry extends Error {
  override readonly name = "IllegalEntry";
  readonly index: number;

  constructor(index: number, entry: LedgerEntry, reason: string) {
    super(`entry ${index} (${entry.type}) cannot be: ${reason}`);
    this.index = index;
  }
}

/** Throws where what an entry is about does not exist. */
export function found<T>(draft: Draft, entry: LedgerEntry, value: T | undefined, id: string): T {
  if (value === undefined) throw illegal(draft, entry, `${id} does not exist`);
  return value;
}

/** The error of an entry that the draft cannot take. */
export function illegal(draft: Draft, entry: LedgerEntry, reason: string): IllegalEntry {
  return new IllegalEntry(draft.size, entry, reason);
}
